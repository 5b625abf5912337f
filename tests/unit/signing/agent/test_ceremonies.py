"""What the agent signs, and what it refuses to sign."""

from base64 import b64decode, b64encode
from collections.abc import Callable
from typing import Any

import pytest

from signing.cms import DATA, signed_attributes
from signing.signers.proof import require_own_signature
from tests.unit.signing.agent.conftest import Asked, Running, an_item
from tests.unit.signing.conftest import SignerOf


def test_twenty_documents_are_signed_with_one_confirmation_and_one_pin(
    agent: Running, asked: Asked, signer: SignerOf
) -> None:
    body = asked(20)
    told = agent.hold(body)
    assert told["state"] == "done"
    assert agent.person.pins == 1
    assert len(agent.person.shown) == 1
    for item, result in zip(body["items"], told["results"], strict=True):
        assert result["item"] == item["item"]
        require_own_signature(signer("lanhdao"), b64decode(item["attributes"]), b64decode(result["signature"]))
    assert agent.person.sentences == ["Đã ký 20/20 văn bản."]


def test_the_person_sees_code_title_pages_and_hash_before_any_pin(agent: Running, asked: Asked) -> None:
    agent.person.yes = False
    told = agent.hold(asked(1))
    assert told["state"] == "declined"
    assert told["problem"]["code"] == "declined"
    assert told["results"] == []
    assert agent.person.pins == 0
    (item,) = agent.person.shown[0].items
    assert (item.dossier, item.title, item.pages) == ("H29.17.30-260305-0001", "Quyết định 0", 2)
    assert item.hash == "00" * 32


def test_a_wrong_pin_ends_the_ceremony_which_may_be_asked_again(agent: Running, asked: Asked) -> None:
    right, agent.person.secret = agent.person.secret, b"000000"
    told = agent.hold(asked(2))
    assert (told["state"], told["problem"]["code"]) == ("failed", "wrong_passphrase")
    agent.person.secret = right
    assert agent.hold(asked(2))["state"] == "done"


def test_the_same_ceremony_asked_again_asks_nobody_and_gives_the_same_values(agent: Running, asked: Asked) -> None:
    first = agent.hold(asked(3))
    assert agent.hold(asked(3)) == first
    assert agent.person.pins == 1
    changed = asked(3) | {"items": asked(4)["items"]}
    assert len(agent.hold(changed)["results"]) == 4
    assert agent.person.pins == 2


def test_a_second_ceremony_waits_its_turn(agent: Running, asked: Asked) -> None:
    assert agent.page.ask("POST", "/v1/ceremonies", asked(1, "c-1"))[0] == 202
    assert agent.page.ask("POST", "/v1/ceremonies", asked(1, "c-2"))[:2] == (409, {"code": "occupied"})
    assert agent.page.ask("GET", "/v1/ceremonies/c-1")[1]["state"] == "waiting"
    agent.sitting.serve_one(agent.person, 0.1)
    assert agent.hold(asked(1, "c-2"))["state"] == "done"


def test_attributes_for_another_certificate_are_not_signed_and_the_others_are(
    agent: Running, asked: Asked, signer: SignerOf
) -> None:
    body = asked(2)
    body["items"].append(an_item(9, signer("vanthu")))
    results = agent.hold(body)["results"]
    assert ["signature" in result for result in results] == [True, True, False]
    assert results[2]["error"]["code"] == "not_own"


def _other_hash(item: dict[str, Any]) -> None:
    item["hash"] = "ff" * 32


def _raw_digest(item: dict[str, Any]) -> None:
    item["attributes"] = b64encode(bytes.fromhex(item["hash"])).decode()


def _a_contract(item: dict[str, Any]) -> None:
    item["attributes"] = b64encode(b"I owe you 1000 gold coins").decode()


def _padded(item: dict[str, Any]) -> None:
    item["attributes"] = b64encode(b64decode(item["attributes"]) + b"\0").decode()


def _long(item: dict[str, Any]) -> None:
    item["attributes"] = b64encode(bytes(5000)).decode()


def _no_pages(item: dict[str, Any]) -> None:
    item["pages"] = 0


def _no_title(item: dict[str, Any]) -> None:
    del item["title"]


@pytest.mark.parametrize(
    "spoil",
    [_other_hash, _raw_digest, _a_contract, _padded, _long, _no_pages, _no_title],
    ids=lambda each: each.__name__,
)
def test_what_is_no_signature_over_the_hash_shown_is_refused_before_anybody_is_asked(
    spoil: Callable[[dict[str, Any]], None], agent: Running, asked: Asked
) -> None:
    body = asked(2)
    spoil(body["items"][1])
    status, told, _ = agent.page.ask("POST", "/v1/ceremonies", body)
    assert (status, told["code"]) == (422, "malformed")
    assert not agent.sitting.serve_one(agent.person, 0.05)


def test_another_content_type_or_an_unordered_set_is_refused(agent: Running, asked: Asked, signer: SignerOf) -> None:
    leader, digest = signer("lanhdao"), bytes(32)
    right = signed_attributes(digest, leader.leaf, leader.algorithm, DATA)
    timestamp_type = signed_attributes(digest, leader.leaf, leader.algorithm, "1.2.840.113549.1.9.16.1.4")
    body = asked(1)
    body["items"][0]["attributes"] = b64encode(timestamp_type).decode()
    assert agent.page.ask("POST", "/v1/ceremonies", body)[0] == 422
    # The content type attribute, last instead of first: the same meaning, other bytes.
    first = right[2 + right[3] + 2 :]
    unordered = right[:2] + first + right[2 : len(right) - len(first)]
    body["items"][0]["attributes"] = b64encode(unordered).decode()
    assert "signature" not in str(agent.page.ask("POST", "/v1/ceremonies", body))
    agent.sitting.serve_one(agent.person, 0.05)
    assert "signature" not in agent.page.ask("GET", "/v1/ceremonies/c-1")[1].get("results", [{}])[0]


def test_no_items_too_many_or_one_twice_are_refused(agent: Running, asked: Asked) -> None:
    twice = asked(1)
    twice["items"] *= 2
    for body in (asked(0), asked(201), twice, {}, {"ceremony": "c", "items": 5}, {"ceremony": "\n", "items": []}):
        assert agent.page.ask("POST", "/v1/ceremonies", body)[0] == 422, body
    assert agent.page.ask("POST", "/v1/ceremonies", b"not json")[0] == 422
