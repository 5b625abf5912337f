"""Files made to hurt: each ends in a typed error or a report, and no attack comes out clean."""

import time
from pathlib import Path

import pytest

from signing import Code, Level, SigningError, Stamp, StampKind, Trust, Unreadable, Verdict, sign, verify
from tests.unit.signing.conftest import SignerOf

CORPUS = Path(__file__).parents[4] / "shared" / "corpus"
if not CORPUS.is_dir():
    pytest.skip(f"no shared corpus at {CORPUS}", allow_module_level=True)

HOSTILE = sorted(path for path in (CORPUS / "hostile").iterdir() if path.suffix != ".tsv")
REAL = sorted((CORPUS / "real").glob("*.pdf"))
CLASSES = {
    line.split("\t")[0]: line.split("\t")[1:]
    for line in (CORPUS / "hostile" / "MANIFEST.tsv").read_text("utf-8").splitlines()
}
TAMPERED = {Code.MODIFIED, Code.DIGEST_MISMATCH, Code.SIGNATURE_MISMATCH, Code.MALFORMED, Code.TRAILING_BYTES}


def test_every_hostile_file_ends_in_a_report_or_a_typed_error_quickly(trust: Trust) -> None:
    for path in HOSTILE:
        begun = time.monotonic()
        try:
            report = verify(path, trust, offline=True)
        except Unreadable:
            continue
        finally:
            assert time.monotonic() - begun < 10, path.name
        assert report.verdict in (Verdict.INVALID, Verdict.UNSIGNED), path.name


def test_no_attack_is_clean_even_if_its_signer_were_trusted() -> None:
    attacks = [path for path in HOSTILE if any("ATTACK" in word for word in CLASSES.get(path.name, []))]
    assert len(attacks) >= 10
    for path in attacks:
        try:
            report = verify(path, Trust(), offline=True)
        except Unreadable:
            continue
        found = {code for signature in report.signatures for code in signature.codes} | set(report.codes)
        assert found & TAMPERED, f"{path.name}: {found}"


def test_encrypted_files_are_unreadable(trust: Trust) -> None:
    for path in HOSTILE:
        if CLASSES.get(path.name, [""])[0] == "encrypted":
            with pytest.raises(Unreadable):
                verify(path, trust, offline=True)


def test_real_government_signatures_are_untrusted_but_intact() -> None:
    for path in REAL:
        report = verify(path, Trust(), offline=True)
        assert report.verdict is Verdict.INVALID
        assert report.signatures, path.name
        for signature in report.signatures:
            assert Code.UNTRUSTED in signature.codes
            assert not set(signature.codes) & TAMPERED, f"{path.name} {signature}"
            assert signature.signer


def test_signing_a_hostile_file_ends_in_a_signature_or_a_typed_error(signer: SignerOf, tmp_path: Path) -> None:
    signed = 0
    for path in HOSTILE:
        target = tmp_path / "out.pdf"
        try:
            sign(path, target, signer("canbo"), level=Level.B_B, stamp=Stamp(kind=StampKind.SCAN))
        except SigningError:
            assert not target.exists(), path.name
            continue
        signed += 1
        assert target.read_bytes().startswith(path.read_bytes())
        target.unlink()
    assert signed > 20
    assert not list(tmp_path.iterdir())
