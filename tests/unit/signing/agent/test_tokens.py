"""The agent before a real PKCS#11 token (SoftHSM2)."""

from base64 import b64decode, b64encode

import pytest

from signing import demo, list_certificates, load_certificate
from signing.agent.keys import TokenKeys
from signing.agent.sitting import Sitting
from signing.agent.start import KEY, main
from signing.signers.proof import require_own_signature
from tests.softhsm import MODULE, SoftToken, new_token
from tests.unit.signing.agent.asking import Person
from tests.unit.signing.agent.conftest import ORIGIN, an_item, running
from tests.unit.signing.tokens import KEYS, fill


@pytest.mark.parametrize("label", KEYS)
def test_twenty_documents_are_signed_by_a_token_with_one_pin(label: str, token: SoftToken) -> None:
    leaf = next(each.leaf for each in list_certificates(MODULE) if each.label == f"cert {label}")
    holder = load_certificate(leaf)
    body = {"ceremony": label, "items": [an_item(number, holder) for number in range(20)]}
    with running(Sitting(TokenKeys(MODULE, token.label)), Person(token.pin.encode())) as agent:
        told = agent.hold(body)
    assert told["state"] == "done"
    assert agent.person.pins == 1
    for item, result in zip(body["items"], told["results"], strict=True):
        require_own_signature(holder, b64decode(item["attributes"]), b64decode(result["signature"]))


def test_the_page_learns_the_tokens_certificates_without_a_pin(token: SoftToken) -> None:
    with running(Sitting(TokenKeys(MODULE, token.label)), Person(b"")) as agent:
        told = agent.page.ask("GET", "/v1/agent")[1]
    expected = {b64encode(each.leaf).decode() for each in list_certificates(MODULE) if each.token == token.label}
    assert set(told["certificates"]) == expected
    assert len(expected) == len(KEYS)


def test_a_wrong_pin_and_a_token_pulled_out_are_told_and_tried_once(pki: demo.DemoPki, token: SoftToken) -> None:
    own = new_token("LanhDao")
    fill(own, pki, "khoa", 1)
    leaf = next(each.leaf for each in list_certificates(MODULE) if each.token == own.label)
    body = {"ceremony": "c", "items": [an_item(1, load_certificate(leaf))]}
    with running(Sitting(TokenKeys(MODULE, own.label)), Person(b"999999")) as agent:
        told = agent.hold(body)
        assert (told["state"], told["problem"]["code"]) == ("failed", "wrong_pin")
        assert agent.person.pins == 1
        agent.person.secret = own.pin.encode()
        own.pull_out()
        assert agent.hold(body)["problem"]["code"] == "token_gone"
        own.plug_in()
        assert agent.hold(body)["state"] == "done"


def test_a_library_that_is_none_ends_the_start(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["--origin", ORIGIN, "--port", "0", "--pkcs11", "/nowhere.so", "--token", "x"]
    assert main(arguments) == KEY
    assert len(capsys.readouterr().err.splitlines()) == 1
