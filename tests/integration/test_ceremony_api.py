"""Ceremonies over HTTP, as programs call them."""

import json
from base64 import b64decode, b64encode
from typing import Any

import pytest

import signing
from storage import Document
from tests.office import Office


@pytest.fixture
def call(keyless: Office) -> Any:
    """Calls the API as an account; status and JSON."""
    return keyless.api()


def opened(call: Any, papers: list[Document], **more: Any) -> Any:
    status, told = call("POST", "/ceremonies", {"documents": [str(paper.id) for paper in papers], **more})
    assert status == 201, told
    return told


def signatures(told: Any, key: signing.Signer) -> dict[str, str]:
    waiting = [item for item in told["items"] if item["outcome"] == "waiting"]
    return {item["item"]: b64encode(key.sign_bytes(b64decode(item["attributes"]))).decode() for item in waiting}


def test_a_program_prepares_signs_in_parts_and_asks(call: Any, papers: list[Document], leader: signing.Signer) -> None:
    told = opened(call, papers, certificate=b64encode(leader.leaf).decode())
    assert [item["item"] for item in told["items"]] == [str(paper.id) for paper in papers]
    for item, paper in zip(told["items"], papers, strict=True):
        assert (item["dossier"], item["title"], item["pages"]) == (paper.dossier, paper.name, 1)
        assert len(json.dumps(item)) < 4096
        assert bytes.fromhex(item["hash"]) in b64decode(item["attributes"])
    address = f"/ceremonies/{told['ceremony']}"
    for number, (item, value) in enumerate(signatures(told, leader).items(), 1):
        status, after = call("POST", f"{address}/signatures", {"signatures": {item: value}})
        assert status == 200
        assert [each["outcome"] for each in after["items"]].count("signed") == number
    assert after["over"]
    assert call("GET", address) == (200, after)
    assert call("GET", "/ceremonies") == (200, {"ceremonies": []})
    assert call("GET", f"/documents/{papers[0].id}/signatures")[1]["verdict"] == "valid"


def test_refusals_of_single_values_are_told_beside_the_item(
    call: Any, papers: list[Document], leader: signing.Signer
) -> None:
    told = opened(call, papers)
    values = signatures(told, leader)
    first, second = values
    status, after = call("POST", f"/ceremonies/{told['ceremony']}/signatures", {"signatures": {first: values[second]}})
    assert status == 200
    failed = next(item for item in after["items"] if item["item"] == first)
    assert (failed["outcome"], failed["failure"]["code"]) == ("waiting", "wrong_key")


def test_giving_up_is_a_delete_and_may_be_repeated(call: Any, papers: list[Document]) -> None:
    told = opened(call, papers)
    for _ in range(2):
        status, after = call("DELETE", f"/ceremonies/{told['ceremony']}")
        assert status == 200
        assert {item["outcome"] for item in after["items"]} == {"given_up"}
        assert {item["attributes"] for item in after["items"]} == {None}


def test_what_is_wrong_with_a_request_has_its_status(
    call: Any, papers: list[Document], leader: signing.Signer, office: Office
) -> None:
    other = b64encode(office.deps.keyring.pki.root.read_bytes()).decode()  # type: ignore[attr-defined]
    documents = [str(papers[0].id)]
    told = opened(call, papers)
    address = f"/ceremonies/{told['ceremony']}"
    cases = [
        ("POST", "/ceremonies", {"documents": []}, "lanhdao", 422),
        ("POST", "/ceremonies", {"documents": ["x"]}, "lanhdao", 422),
        ("POST", "/ceremonies", {"documents": documents, "certificate": "%%%"}, "lanhdao", 422),
        ("POST", "/ceremonies", {"documents": documents, "certificate": other}, "lanhdao", 409),
        ("POST", "/ceremonies", {"documents": documents}, "lanhdao", 409),
        ("POST", "/ceremonies", {"documents": documents}, "thuly", 409),
        ("POST", "/ceremonies", {"documents": documents}, "luutru", 403),
        ("POST", "/ceremonies", {"documents": documents}, None, 401),
        ("POST", f"{address}/signatures", {"signatures": {documents[0]: "%"}}, "lanhdao", 422),
        ("POST", f"{address}/signatures", {"signatures": {"x": "AAAA"}}, "lanhdao", 422),
        ("POST", f"{address}/signatures", {"signatures": {documents[0]: "AAAA"}}, "vanthu", 404),
        ("GET", address, None, "canbo", 404),
        ("DELETE", address, None, "vanthu", 404),
    ]
    for method, path, body, account, status in cases:
        assert call(method, path, body, account)[0] == status, (method, path, body, account)
