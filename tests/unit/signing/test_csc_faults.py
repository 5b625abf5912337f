"""Remote signing providers that are down, slow, broken, unwilling or lying."""

import time
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from signing import KeyUnavailable, Level, Misuse, demo, load_csc, sign
from signing.cli import main
from tests.unit.signing.csc_keys import a_provider, authorization, options
from tests.unit.signing.csc_server import CscServer, Refused, serving
from tests.unit.signing.papers import leaving_nothing

INFO, AUTHORIZE, SIGN = "credentials/info", "credentials/authorize", "signatures/signHash"


def answering(method: str, answer: Any) -> Callable[[CscServer], None]:
    """At this method something else is answered, or raised."""

    def interfere(asked: str, good: Any) -> Any:
        if asked != method:
            return good
        if isinstance(answer, Exception):
            raise answer
        return answer(good) if callable(answer) else answer

    return lambda server: setattr(server, "interfere", interfere)


def late(good: Any) -> Any:
    time.sleep(1.5)
    return good


def cut(good: Any) -> Any:
    return {"signatures": [each[:-8] for each in good["signatures"]]}


def of_something_else(server: CscServer) -> None:
    answering(SIGN, lambda good: {"signatures": [b64encode(server._value(b"x" * 32)).decode()]})(server)


def with_an_expired_sad(server: CscServer) -> None:
    server.lifetime = -1.0


def with_another_token(server: CscServer) -> None:
    server.token = "another"


FAULTS: dict[str, tuple[Callable[[CscServer], None], str, str]] = {
    "server error": (answering(SIGN, Refused(500, "server_error", "Đang bảo trì")), "csc_failed", "Đang bảo trì"),
    "silent error": (answering(SIGN, Refused(503, "", "")), "csc_failed", "503"),
    "slow to sign": (answering(SIGN, late), "csc_failed", "không gọi được"),
    "garbage": (answering(SIGN, b"<html>"), "csc_failed", "đúng chuẩn"),
    "not an object": (answering(SIGN, []), "csc_failed", "đúng chuẩn"),
    "error with status 200": (answering(SIGN, {"error": "x", "error_description": "Bận"}), "csc_refused", "Bận"),
    "no SAD": (answering(AUTHORIZE, {}), "csc_failed", "đúng chuẩn"),
    "no signature": (answering(SIGN, {"signatures": []}), "csc_failed", "đúng chuẩn"),
    "two signatures": (answering(SIGN, {"signatures": ["AAAA", "AAAA"]}), "csc_failed", "đúng chuẩn"),
    "not base64": (answering(SIGN, {"signatures": ["*"]}), "csc_failed", "đúng chuẩn"),
    "a number": (answering(SIGN, {"signatures": 7}), "csc_failed", "đúng chuẩn"),
    "denied": (
        answering(AUTHORIZE, Refused(403, "access_denied", "Người ký từ chối")),
        "csc_refused",
        "Người ký từ chối",
    ),
    "expired token": (with_another_token, "csc_refused", "Mã truy cập hết hạn"),
    "expired SAD": (with_an_expired_sad, "csc_refused", "SAD đã hết hạn"),
    "another hash signed": (of_something_else, "wrong_key", "không khớp"),
    "cut signature": (answering(SIGN, cut), "wrong_key", "không khớp"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_provider_that_fails_while_signing_is_told_and_leaves_nothing(
    fault: str, pki: demo.DemoPki, paper: Path, tmp_path: Path
) -> None:
    change, code, words = FAULTS[fault]
    with serving(a_provider(pki)) as server:
        signer = load_csc(server.url, "khoa-1", authorization(server), seconds=1.0)
        change(server)
        with leaving_nothing(tmp_path), pytest.raises(KeyUnavailable) as told:
            sign(paper, tmp_path / "out.pdf", signer, level=Level.B_B)
    assert told.value.code == code
    assert words.lower() in str(told.value).lower()
    assert server.pin is None or server.pin not in str(told.value)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (answering(INFO, {}), "csc_failed"),
        (answering(INFO, lambda good: good | {"multisign": "x"}), "csc_failed"),
        (answering(INFO, lambda good: good | {"authMode": "oauth2code"}), "csc_mode"),
        (
            answering("credentials/info", lambda good: good | {"key": {"status": "disabled", "algo": []}}),
            "csc_disabled",
        ),
        (answering(INFO, lambda good: good | {"key": good["key"] | {"algo": ["1.2"]}}), "weak_key"),
        (answering(INFO, lambda good: good | {"cert": {"certificates": []}}), "no_certificate"),
        (answering(INFO, lambda good: good | {"cert": {"certificates": ["MAA="]}}), "csc_failed"),
        (answering(INFO, Refused(404, "invalid_request", "Không có khóa này")), "csc_refused"),
        (with_another_token, "csc_refused"),
    ],
)
def test_a_key_that_cannot_be_had_is_told_by_the_command_line(
    change: Callable[[CscServer], None],
    code: str,
    pki: demo.DemoPki,
    paper: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with serving(a_provider(pki)) as server:
        words, content = options(server, tmp_path), authorization(server)
        change(server)
        with leaving_nothing(tmp_path):
            assert main(["sign", str(paper), str(tmp_path / "out.pdf"), *words]) == 3
        assert len(capsys.readouterr().err.splitlines()) == 1
        with pytest.raises(KeyUnavailable) as told:
            load_csc(server.url, "khoa-1", content)
    assert told.value.code == code


def test_a_provider_that_is_down_is_told(pki: demo.DemoPki, paper: Path, tmp_path: Path) -> None:
    with serving(a_provider(pki)) as server:
        words = options(server, tmp_path)
    with leaving_nothing(tmp_path):
        assert main(["sign", str(paper), str(tmp_path / "out.pdf"), *words]) == 3


def test_a_pin_refused_once_is_not_tried_for_every_document(pki: demo.DemoPki) -> None:
    with serving(a_provider(pki, multisign=1)) as server:
        signer = load_csc(server.url, "khoa-1", authorization(server, PIN="0000"))
        for _ in range(2):
            with pytest.raises(KeyUnavailable):
                signer.sign_many([b"a", b"b", b"c"])
    assert server.wrong_pins == 1


def test_signatures_in_another_order_are_refused(pki: demo.DemoPki) -> None:
    with serving(a_provider(pki)) as server:
        answering(SIGN, lambda good: {"signatures": good["signatures"][::-1]})(server)
        signer = load_csc(server.url, "khoa-1", authorization(server))
        with pytest.raises(KeyUnavailable, match="không khớp"):
            signer.sign_many([b"a", b"b"])


def test_a_redirect_is_not_followed_with_the_token(pki: demo.DemoPki) -> None:
    other = a_provider(pki)
    with serving(a_provider(pki)) as server, serving(other):
        signer = load_csc(server.url, "khoa-1", authorization(server))
        other.token, server.elsewhere = server.token, f"{other.url}/{AUTHORIZE}"
        answering(AUTHORIZE, Refused(307, "", ""))(server)
        with pytest.raises(KeyUnavailable, match="307"):
            signer.sign_bytes(b"a")
    assert other.calls == []


@pytest.mark.parametrize("url", ["http://rssp.example/csc/v1", "ftp://127.0.0.1/csc/v1", "rssp.example/csc/v1", ""])
def test_a_token_is_not_sent_without_tls(url: str) -> None:
    with pytest.raises(Misuse):
        load_csc(url, "khoa-1", b"token")


@pytest.mark.parametrize("content", [b"", b"\n", b"token\nPIN", b"token\nMK=1", b"\xff", "mã".encode(), b"a\x00b"])
def test_an_authorization_file_of_another_form_is_told(content: bytes) -> None:
    with pytest.raises(KeyUnavailable) as told:
        load_csc("https://127.0.0.1:1/csc/v1", "khoa-1", content)
    assert told.value.code == "bad_authorization"


@pytest.mark.parametrize(("needs", "words"), [({}, "PIN="), ({"version": 2, "pin": None, "asks_otp": True}, "OTP=")])
def test_a_factor_that_is_missing_is_asked_for(needs: dict[str, Any], words: str, pki: demo.DemoPki) -> None:
    with (
        serving(a_provider(pki, **needs)) as server,
        pytest.raises(KeyUnavailable, match=words),
    ):
        load_csc(server.url, "khoa-1", server.token.encode())
