"""`python -m signing` as others drive it: exit codes, one line of error, nothing left behind."""

import json
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

from signing import demo
from signing.cli import main
from tests.unit.signing.papers import a_paper, leaving_nothing

ROOT = Path(__file__).parents[3]


def run(*words: object) -> subprocess.CompletedProcess[str]:
    """One command, as a process of its own."""
    command = [sys.executable, "-m", "signing", *(str(word) for word in words)]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=60)


Here = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def here(capsys: pytest.CaptureFixture[str]) -> Here:
    """The same command without a process, which takes seconds to start on a busy machine."""

    def command(*words: object) -> subprocess.CompletedProcess[str]:
        capsys.readouterr()
        code = main([str(word) for word in words])
        said = capsys.readouterr()
        return subprocess.CompletedProcess(words, code, said.out, said.err)

    return command


def key(pki: demo.DemoPki, name: str = "canbo") -> tuple[object, ...]:
    """The options that name a key."""
    return "--p12", pki.p12(name), "--passphrase-file", pki.folder / f"{name}.pass"


def test_sign_then_verify(here: Here, pki: demo.DemoPki, paper: Path, tmp_path: Path) -> None:
    out, secret = tmp_path / "out.pdf", tmp_path / "secret"
    secret.write_bytes(pki.passphrase("lanhdao") + b"\n")
    options = ("--level", "B-T", "--tsa", pki.tsa, "--trust", pki.root, "--field", "LanhDao", "--stamp", "leader")
    where = ("--image", pki.signature_image, "--page", 1, "--at", "120,200", "--size", "50,25")
    done = run("sign", paper, out, "--p12", pki.p12("lanhdao"), "--passphrase-file", secret, *options, *where)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    told = here("verify", out, "--trust", pki.root, "--profile", "own", "--json")
    assert told.returncode == 0
    report = json.loads(told.stdout)
    assert report["verdict"] == "valid"
    assert report["signatures"][0]["field"] == "LanhDao"
    assert "hợp lệ" in here("verify", out, "--trust", pki.root).stdout
    assert here("verify", out, "--trust", pki.root, "--offline").returncode == 6
    with out.open("ab") as stream:
        stream.write(b"\n")
    assert here("verify", out, "--trust", pki.root, "--profile", "own").returncode == 1
    assert here("verify", paper, "--trust", pki.root).returncode == 1


def test_renew_prolongs_a_signed_file(here: Here, pki: demo.DemoPki, signed: Path, tmp_path: Path) -> None:
    out = tmp_path / "renewed.pdf"
    done = here("renew", signed, out, "--tsa", pki.tsa, "--trust", pki.root)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("DauThoiGian1: ")
    assert out.read_bytes().startswith(signed.read_bytes())
    assert here("verify", out, "--trust", pki.root, "--offline", "--profile", "own").returncode == 0


def test_every_refusal_has_its_exit_code_and_one_line(
    here: Here, pki: demo.DemoPki, paper: Path, signed: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out.pdf"
    out.write_bytes(b"older")
    garbage = tmp_path / "garbage.pdf"
    garbage.write_bytes(b"garbage")
    sign = ("sign", paper, out)
    cases: list[tuple[int, tuple[object, ...]]] = [
        (2, sign),
        (2, (*sign, *key(pki), "--level", "B-LT")),
        (2, (*sign, *key(pki), "--level", "B-X")),
        (2, (*sign, *key(pki), "--level", "B-T")),
        (2, (*sign, "--pkcs11", "module.so", "--token", "a", "--key", "b")),
        (2, (*sign, "--passphrase-file", pki.folder / "canbo.pass")),
        (2, (*sign, *key(pki), "--token", "a")),
        (3, (*sign, "--pkcs11", "module.so", "--token", "a", "--key", "b", "--pin-file", garbage)),
        (3, (*sign, "--csc", "https://x", "--credential", "a", "--authorization-file", "b")),
        (2, (*sign, "--csc", "http://x", "--credential", "a", "--authorization-file", pki.folder / "canbo.pass")),
        (2, (*sign, "--csc", "https://x", "--authorization-file", "b")),
        (2, (*sign, *key(pki), "--trust", tmp_path / "none.pem")),
        (2, (*sign, *key(pki), "--stamp", "scan", "--at", "1,x", "--size", "3,4")),
        (2, (*sign, *key(pki), "--stamp", "scan", "--at", "1,2")),
        (3, (*sign, "--p12", pki.p12("canbo"), "--passphrase-file", pki.folder / "tsa.pass")),
        (3, (*sign, "--p12", tmp_path / "none.p12", "--passphrase-file", pki.folder / "tsa.pass")),
        (3, (*sign, "--p12", pki.p12("canbo"), "--passphrase-file", tmp_path / "none")),
        (4, (*sign, *key(pki), "--level", "B-T", "--tsa", "http://127.0.0.1:1/")),
        (4, (*sign, *key(pki), "--level", "B-LTA", "--tsa", "http://127.0.0.1:1/", "--trust", pki.root)),
        (5, ("sign", garbage, out, *key(pki))),
        (5, (*sign, *key(pki), "--stamp", "scan", "--page", "2", "--at", "10,10", "--size", "60,20")),
        (5, (*sign, *key(pki), "--stamp", "scan", "--at", "-50,10", "--size", "60,20")),
        (7, ("sign", paper, tmp_path / "none" / "out.pdf", *key(pki))),
        (7, ("sign", paper, garbage / "out.pdf", *key(pki))),
        (7, ("sign", tmp_path / "none.pdf", out, *key(pki))),
        (2, ("renew", paper, out)),
        (4, ("renew", signed, out, "--tsa", "http://127.0.0.1:1/", "--trust", pki.root)),
        (5, ("renew", paper, out, "--tsa", pki.tsa)),
        (5, ("renew", garbage, out, "--tsa", pki.tsa)),
        (2, ("verify", paper)),
        (2, ("verify", paper, "--trust", garbage)),
        (3, ("verify", garbage, "--trust", pki.root)),
        (3, ("verify", tmp_path / "none.pdf", "--trust", pki.root, "--json")),
    ]
    for code, words in cases:
        with leaving_nothing(tmp_path):
            done = here(*words)
        assert done.returncode == code, (words, done)
        assert done.stdout == ""
        assert len(done.stderr.splitlines()) == 1, done.stderr
        assert "Traceback" not in done.stderr


def test_help_teaches(capsys: pytest.CaptureFixture[str]) -> None:
    for words in ([], ["sign"], ["renew"], ["verify"], ["demo-pki"], ["demo-pki", "make"], ["demo-pki", "serve"]):
        with pytest.raises(SystemExit) as left:
            main([*words, "--help"])
        assert left.value.code == 0
        said = capsys.readouterr().out
        assert "usage: python -m signing" in said
        assert ("Mã thoát" in said) == (words in (["sign"], ["renew"], ["verify"]))


def test_the_demo_pki_is_made_and_served_by_command(tmp_path: Path) -> None:
    folder = tmp_path / "pki"
    assert run("demo-pki", "make", folder, "--url", "http://127.0.0.1:9").returncode == 0
    command = [sys.executable, "-m", "signing", "demo-pki", "serve", folder, "--port", "0"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as serving:
        assert serving.stdout is not None
        address = serving.stdout.readline().strip()
        with urllib.request.urlopen(f"{address}/root.cer", timeout=10) as answer:  # noqa: S310
            assert answer.status == 200
        serving.terminate()
    paper = a_paper(tmp_path / "paper.pdf")
    pki = demo.load_demo_pki(folder)
    begun = time.monotonic()
    done = run("sign", paper, tmp_path / "out.pdf", *key(pki), "--trust", pki.root)
    assert done.returncode == 0
    (line,) = done.stderr.splitlines()
    assert "thu hồi" in line, "its services are gone: told, and signed"
    assert time.monotonic() - begun < 20
