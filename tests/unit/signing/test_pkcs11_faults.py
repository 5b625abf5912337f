"""Tokens that are missing, locked, pulled out, or not what they were."""

import os
import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from pkcs11 import TokenFlag
from pkcs11 import exceptions as faults

from signing import KeyUnavailable, Level, Token, Trust, demo, load_pkcs11, sign, verify
from signing.cli import main
from signing.report import Verdict
from signing.signers.cryptoki import Login, telling
from tests.softhsm import MODULE, SoftToken, new_token
from tests.unit.signing.papers import leaving_nothing
from tests.unit.signing.tokens import fill, options, signs

ROOT = Path(__file__).parents[3]
pytestmark = pytest.mark.usefixtures("token")


def test_what_cannot_be_used_is_told_and_leaves_nothing(
    token: SoftToken, pki: demo.DemoPki, paper: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bare = new_token("BareToken")
    bare.put_key("bare", 1, ec.generate_private_key(ec.SECP256R1()))
    weak = rsa.generate_private_key(65537, 1024)  # noqa: S505
    fill(bare, pki, "weak", 2, weak)
    good = options(token, "p256", tmp_path)
    cases = [
        (options(token, "p256", tmp_path, "111111"), "PIN"),
        (options(token, "p256", tmp_path, "1"), "PIN"),
        ([*good[:3], "KhongCo", *good[4:]], "KhongCo"),
        ([*good[:5], "khong-co", *good[6:]], "không có khóa tên khong-co"),
        (["--pkcs11", str(tmp_path / "none.so"), *good[2:]], "none.so"),
        (["--pkcs11", str(paper), *good[2:]], "thư viện"),
        ([*options(bare, "bare", tmp_path)], "chưa có chứng thư"),
        ([*options(bare, "weak", tmp_path)], "không đủ mạnh"),
    ]
    for words, said in cases:
        with leaving_nothing(tmp_path):
            assert main(["sign", str(paper), str(tmp_path / "out.pdf"), *words]) == 3
        (line,) = capsys.readouterr().err.splitlines()
        assert said in line, (words, line)


def test_the_pin_is_not_told(token: SoftToken, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(KeyUnavailable) as refused:
        load_pkcs11(MODULE, token.label, "p256", b"8675309")
    assert "8675309" not in repr(refused.value) + repr(refused.value.__cause__)


def test_an_open_login_does_not_excuse_a_wrong_pin(token: SoftToken) -> None:
    with Token(MODULE, token.label, token.pin.encode()) as opened:
        signer = opened.signer("p256")
        with pytest.raises(KeyUnavailable) as refused:
            load_pkcs11(MODULE, token.label, "p256", b"111111")
        assert refused.value.code == "wrong_pin"
        signs(signer)


def test_a_token_pulled_out_is_told_and_signs_again_once_back(
    pki: demo.DemoPki, trust: Trust, paper: Path, tmp_path: Path
) -> None:
    stick = new_token("Stick")
    fill(stick, pki, "seal", 1)
    signer = load_pkcs11(MODULE, "Stick", "seal", stick.pin.encode())
    signs(signer)
    stick.pull_out()
    for _ in range(2):
        with leaving_nothing(tmp_path), pytest.raises(KeyUnavailable) as gone:
            sign(paper, tmp_path / "out.pdf", signer, level=Level.B_B)
        assert gone.value.code == "token_gone"
    stick.plug_in()
    sign(paper, paper, signer, level=Level.B_B)
    assert verify(paper, trust).verdict is Verdict.VALID
    signer.close()


def test_another_token_of_the_same_name_is_not_taken_for_the_first(pki: demo.DemoPki) -> None:
    first = new_token("Twin")
    fill(first, pki, "seal", 1)
    signer = load_pkcs11(MODULE, "Twin", "seal", first.pin.encode())
    first.pull_out()
    second = new_token("Twin")
    fill(second, pki, "seal", 1)
    with pytest.raises(KeyUnavailable) as gone:
        signer.sign_bytes(b"data")
    assert gone.value.code == "token_gone"
    first.plug_in()
    signs(signer)
    signer.close()
    with pytest.raises(KeyUnavailable) as unclear:
        load_pkcs11(MODULE, "Twin", "seal", first.pin.encode())
    assert unclear.value.code == "token_ambiguous"


def test_a_pin_refused_once_is_not_tried_again(pki: demo.DemoPki) -> None:
    stick = new_token("Changed")
    fill(stick, pki, "seal", 1)
    signer = load_pkcs11(MODULE, "Changed", "seal", stick.pin.encode())
    stick.pull_out()
    with pytest.raises(KeyUnavailable):
        signer.sign_bytes(b"data")
    stick.plug_in()
    for pin in ("999999", stick.pin):
        stick.change_pin(pin)
        with pytest.raises(KeyUnavailable) as refused:
            signer.sign_bytes(b"data")
        assert refused.value.code == "wrong_pin"


def test_a_locked_pin_and_an_unknown_fault_are_told_in_words() -> None:
    # SoftHSM took 13 wrong PINs without locking, so the fault itself is raised here.
    for fault, code in ((faults.PinLocked, "pin_locked"), (faults.HostMemory, "token_failed")):
        with pytest.raises(KeyUnavailable, match="KhoConDau") as told, telling("KhoConDau"):
            raise fault
        assert told.value.code == code


def test_the_last_try_of_a_pin_is_left_to_a_person() -> None:
    # SoftHSM has no such flag.
    token = SimpleNamespace(label="KhoConDau", flags=TokenFlag.USER_PIN_FINAL_TRY)
    with pytest.raises(KeyUnavailable) as told:
        Login(token, b"654321")  # type: ignore[arg-type]
    assert told.value.code == "pin_final_try"


def test_a_wrong_pin_reaches_the_token_once(token: SoftToken, paper: Path, tmp_path: Path) -> None:
    calls, (spy,) = tmp_path / "calls", Path("/usr/lib").glob("*/pkcs11-spy.so")
    words = options(token, "p256", tmp_path, "111111")
    words[words.index(str(MODULE))] = str(spy)
    spied = os.environ | {"PKCS11SPY": str(MODULE), "PKCS11SPY_OUTPUT": str(calls)}
    command = [sys.executable, "-m", "signing", "sign", paper, tmp_path / "out.pdf", *words]
    done = subprocess.run(command, cwd=ROOT, env=spied, capture_output=True, text=True)
    assert done.returncode == 3, done.stderr
    assert len(re.findall(r"^\d+: C_Login$", calls.read_text(errors="replace"), re.M)) == 1
