"""Who reaches the agent, and what stands on the terminal."""

import socket

import pytest

from signing import demo
from signing.agent.ceremony import line
from signing.agent.start import main
from tests.unit.signing.agent.conftest import ORIGIN, Asked, Running
from tests.unit.signing.agent.program import program


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "https://hoso.example.evil", "http://hoso.example", None]
)
@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/v1/agent"), ("POST", "/v1/ceremonies"), ("OPTIONS", "/v1/agent")]
)
def test_only_an_allowed_origin_is_answered(
    method: str, path: str, origin: str | None, agent: Running, asked: Asked
) -> None:
    status, told, headers = agent.page.ask(method, path, asked(1) if method == "POST" else None, Origin=origin)
    assert (status, told) == (403, {"code": "origin_not_allowed"})
    assert not any(name.startswith("Access-Control") for name in headers)
    assert not agent.sitting.serve_one(agent.person, 0.05)


@pytest.mark.parametrize("host", ["evil.example", "evil.example:{port}", "127.0.0.1", "127.0.0.1.evil.example:{port}"])
def test_a_name_that_was_made_to_lead_here_is_refused(host: str, agent: Running) -> None:
    told = agent.page.ask("GET", "/v1/agent", Host=host.format(port=agent.page.port))
    assert told[:2] == (421, {"code": "wrong_host"})


def test_a_browser_is_told_what_the_page_may_do(agent: Running) -> None:
    status, _, headers = agent.page.ask("OPTIONS", "/v1/ceremonies", Access_Control_Request_Private_Network="true")
    assert status == 204
    assert headers["Access-Control-Allow-Origin"] == ORIGIN
    assert headers["Access-Control-Allow-Private-Network"] == "true"
    assert headers["Vary"] == "Origin"


def test_a_ceremony_is_told_to_the_origin_it_came_from_only(agent: Running, asked: Asked) -> None:
    agent.hold(asked(1))
    assert agent.sitting.look("c-1", ORIGIN) is not None
    assert agent.sitting.look("c-1", "https://other.example") is None
    assert agent.page.ask("GET", "/v1/ceremonies/c-2")[0] == 404
    assert agent.page.ask("GET", "/v1/../c-1")[0] == 404


def test_forms_and_long_bodies_are_refused(agent: Running, asked: Asked) -> None:
    for kind in ("text/plain", "application/x-www-form-urlencoded"):
        assert agent.page.ask("POST", "/v1/ceremonies", asked(1), Content_Type=kind)[0] == 415
    assert agent.page.ask("POST", "/v1/ceremonies", b"{}", Content_Length="9999999")[0] == 413
    assert agent.page.ask("POST", "/v1/sign", asked(1))[0] == 404


def test_it_listens_on_the_loopback_address_only(agent: Running) -> None:
    own = socket.gethostbyname(socket.gethostname())
    outside = own if not own.startswith("127.") else "127.0.0.2"
    with socket.socket() as caller:
        caller.settimeout(1)
        assert caller.connect_ex((outside, agent.page.port)) != 0


def test_titles_cannot_move_or_hide_what_stands_on_the_terminal() -> None:
    assert line("A\x1b[2Jb\r\nc\u202egnp\u200b.exe") == "A [2Jb c gnp .exe"
    assert line("Quyết định số 15/QĐ-UBND") == "Quyết định số 15/QĐ-UBND"
    assert len(line("x" * 1000)) == 160


def test_usage_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in ([], ["--origin", "ftp://x", "--p12", "k"], ["--origin", "https://x/path", "--p12", "k"]):
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        assert ended.value.code == 2
    assert "--origin" in capsys.readouterr().err


def test_the_program_shows_asks_and_signs_at_its_own_terminal(pki: demo.DemoPki, asked: Asked) -> None:
    with program("--p12", pki.p12("lanhdao")) as agent:
        assert agent.page.ask("POST", "/v1/ceremonies", asked(2))[0] == 202
        shown = agent.until(r"Gõ «ký».*: ").string
        assert "H29.17.30-260305-0001  Quyết định 1  (2 trang)" in shown
        assert "01010101 " * 7 + "01010101" in shown
        agent.type("ký".encode())
        agent.until(r"Mật khẩu.*: ")
        agent.type(pki.passphrase("lanhdao"))
        ended = agent.until(r"Đã ký 2/2 văn bản").string
        assert pki.passphrase("lanhdao").decode() not in ended
        assert agent.ended("c-1")["state"] == "done"
