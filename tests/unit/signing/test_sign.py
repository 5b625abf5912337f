"""What a signature is, as other programs see it."""

import itertools
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509

from signing import KeyUnavailable, Level, Stamp, StampKind, Trust, clock, demo, load_pkcs12, sign, timestamp
from tests import eyes
from tests.unit.signing.conftest import SignerOf
from tests.unit.signing.papers import DAY, a_paper, a_profile, a_signer, leaving_nothing


@pytest.mark.parametrize("name", ["canbo", "lanhdao"], ids=["P-256", "RSA-2048"])
def test_a_signature_with_timestamp_is_believed_by_poppler_openssl_and_mupdf(
    name: str, pki: demo.DemoPki, signer: SignerOf, trust: Trust, paper: Path, tmp_path: Path
) -> None:
    target = tmp_path / "signed.pdf"
    signed = sign(paper, target, signer(name), level=Level.B_T, tsa=pki.tsa, trust=trust)
    assert signed.warnings == ()
    assert signed.timestamped_at is not None
    assert abs(signed.timestamped_at - clock.now()) < timedelta(minutes=1)
    assert eyes.verdicts(target, pki.root) == ["Signature is Valid."]
    assert eyes.trusts(target, pki.root) == ["Certificate is Trusted."]
    content, cms = eyes.signed_range(target, tmp_path)
    openssl = ["openssl", "cms", "-verify", "-inform", "DER", "-in", cms, "-content", content, "-binary"]
    checked = subprocess.run(
        [*openssl, "-purpose", "any", "-CAfile", pki.root, "-out", "/dev/null"], capture_output=True
    )
    assert checked.returncode == 0, checked.stderr
    mutool = subprocess.run(["mutool", "sign", "-v", target], capture_output=True, text=True)
    assert "The document is unchanged since signing." in mutool.stdout


def test_signing_only_appends_and_leaves_the_source_alone(signer: SignerOf, paper: Path, tmp_path: Path) -> None:
    before = paper.read_bytes()
    sign(paper, tmp_path / "signed.pdf", signer("canbo"), level=Level.B_B)
    after = (tmp_path / "signed.pdf").read_bytes()
    assert paper.read_bytes() == before
    assert after[: len(before)] == before
    assert len(after) > len(before)


def test_a_file_can_be_signed_in_place(pki: demo.DemoPki, signer: SignerOf, paper: Path) -> None:
    before = paper.read_bytes()
    sign(paper, paper, signer("canbo"), level=Level.B_B)
    assert paper.read_bytes().startswith(before)
    assert eyes.verdicts(paper, pki.root) == ["Signature is Valid."]


def test_an_older_result_is_replaced_in_one_step_not_written_over(
    signer: SignerOf, paper: Path, tmp_path: Path
) -> None:
    target, reader = tmp_path / "out.pdf", tmp_path / "opened-before.pdf"
    target.write_bytes(b"older")
    reader.hardlink_to(target)
    sign(paper, target, signer("canbo"), level=Level.B_B)
    assert reader.read_bytes() == b"older"
    assert target.read_bytes().startswith(paper.read_bytes())


def test_clerk_leader_seal_and_timestamp_follow_each_other(
    pki: demo.DemoPki, signer: SignerOf, trust: Trust, paper: Path, tmp_path: Path
) -> None:
    steps = [paper, *(tmp_path / f"{number}.pdf" for number in range(3))]
    for (source, target), (name, kind) in zip(
        itertools.pairwise(steps),
        [("canbo", StampKind.SCAN), ("lanhdao", StampKind.LEADER), ("vanthu", StampKind.SEAL)],
        strict=True,
    ):
        sign(source, target, signer(name), level=Level.B_T, tsa=pki.tsa, trust=trust, stamp=Stamp(kind=kind))
        assert target.read_bytes().startswith(source.read_bytes())
    timestamp(steps[-1], tmp_path / "stamped.pdf", tsa=pki.tsa, trust=trust)
    assert (tmp_path / "stamped.pdf").read_bytes().startswith(steps[-1].read_bytes())
    assert eyes.verdicts(tmp_path / "stamped.pdf", pki.root)[:3] == ["Signature is Valid."] * 3


def test_a_document_timestamp_is_believed_by_openssl(
    pki: demo.DemoPki, signer: SignerOf, paper: Path, tmp_path: Path
) -> None:
    sign(paper, paper, signer("canbo"), level=Level.B_B)
    stamped = timestamp(paper, tmp_path / "stamped.pdf", tsa=pki.tsa)
    content, token = eyes.signed_range(tmp_path / "stamped.pdf", tmp_path)
    trimmed = _without_padding(token)
    asked = ["openssl", "ts", "-verify", "-token_in", "-in", trimmed, "-data", content, "-CAfile", pki.root]
    checked = subprocess.run([*asked, "-untrusted", pki.folder / "ca.pem"], capture_output=True, text=True)
    assert "Verification: OK" in checked.stdout + checked.stderr
    assert abs(stamped.timestamped_at - clock.now()) < timedelta(minutes=1)


def _without_padding(path: Path) -> Path:
    data = path.read_bytes()
    size = int.from_bytes(data[2 : 2 + (data[1] & 0x7F)]) + 2 + (data[1] & 0x7F)
    path.write_bytes(data[:size])
    return path


def test_the_signature_carries_the_authorities_below_the_root_even_when_only_aia_names_them(
    pki: demo.DemoPki, trust: Trust, paper: Path, tmp_path: Path
) -> None:
    alone = a_signer(pki, "alone", a_profile())
    signer_without_chain = type(alone)(
        certificate=alone.certificate,
        algorithm=alone.algorithm,
        leaf=alone.leaf,
        chain=(),
        sign_bytes=alone.sign_bytes,
    )
    sign(paper, tmp_path / "signed.pdf", signer_without_chain, level=Level.B_B, trust=trust)
    _, cms = eyes.signed_range(tmp_path / "signed.pdf", tmp_path)
    printed = subprocess.run(
        ["openssl", "pkcs7", "-inform", "DER", "-in", cms, "-print_certs", "-noout"], capture_output=True, text=True
    ).stdout
    assert "CN = CA TEST" in printed
    assert "Root CA" not in printed.replace(
        "issuer=C = VN, O = UBND x\\C3\\A3 M\\E1\\BA\\ABu TEST, CN = Root CA TEST", ""
    )


def test_a_revoked_certificate_signs_at_no_level(pki: demo.DemoPki, trust: Trust, paper: Path, tmp_path: Path) -> None:
    signer = a_signer(pki, "revoked", a_profile())
    demo.revoke(pki, x509.load_der_x509_certificate(signer.leaf).serial_number)
    for trusted in (trust, Trust()):
        with leaving_nothing(tmp_path), pytest.raises(KeyUnavailable) as refused:
            sign(paper, tmp_path / "out.pdf", signer, level=Level.B_B, trust=trusted)
        assert refused.value.code == "revoked"


@pytest.mark.parametrize(
    ("name", "changes", "code"),
    [
        ("expired", {"begins": -2 * DAY, "days": 1}, "expired"),
        ("future", {"begins": DAY}, "not_yet_valid"),
        ("server", {"uses": (x509.ExtendedKeyUsageOID.SERVER_AUTH,)}, "wrong_key_usage"),
        ("authority", {"authority": True}, "wrong_key_usage"),
    ],
)
def test_a_certificate_not_fit_to_sign_is_refused(
    name: str, changes: dict[str, object], code: str, pki: demo.DemoPki, paper: Path, tmp_path: Path
) -> None:
    signer = a_signer(pki, name, a_profile(**changes))
    with leaving_nothing(tmp_path), pytest.raises(KeyUnavailable) as refused:
        sign(paper, tmp_path / "out.pdf", signer, level=Level.B_B)
    assert refused.value.code == code


def test_a_wrong_passphrase_a_missing_and_a_garbage_key_file_are_told(pki: demo.DemoPki, tmp_path: Path) -> None:
    (tmp_path / "garbage.p12").write_bytes(b"not a key")
    for path, passphrase, code in (
        (pki.p12("canbo"), b"wrong", "wrong_passphrase"),
        (tmp_path / "none.p12", b"x", "no_key"),
        (tmp_path / "garbage.p12", b"x", "wrong_passphrase"),
    ):
        with pytest.raises(KeyUnavailable) as refused:
            load_pkcs12(path, passphrase)
        assert refused.value.code == code


def test_a_key_that_signs_wrongly_never_reaches_a_document(signer: SignerOf, paper: Path, tmp_path: Path) -> None:
    honest = signer("canbo")
    liar = type(honest)(
        certificate=honest.certificate,
        algorithm=honest.algorithm,
        leaf=honest.leaf,
        chain=honest.chain,
        sign_bytes=lambda data: honest.sign_bytes(data + b"!"),
    )
    with leaving_nothing(tmp_path), pytest.raises(KeyUnavailable):
        sign(paper, tmp_path / "out.pdf", liar, level=Level.B_B)


def test_signing_a_large_file_needs_little_memory(signer: SignerOf, tmp_path: Path) -> None:
    source = a_paper(tmp_path / "large.pdf", filler=40_000_000)
    program = (
        "import resource, sys; from pathlib import Path; from signing import *;"
        "signer = load_pkcs12(Path(sys.argv[1]), sys.argv[2].encode());"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss;"
        "sign(Path(sys.argv[3]), Path(sys.argv[4]), signer, level=Level.B_B);"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)"
    )
    key = signer("canbo")
    assert key.certificate.is_test
    grown = _run(program, tmp_path, source)
    assert int(grown) < 40_000, "kilobytes"


def _run(program: str, tmp_path: Path, source: Path) -> str:
    pki = demo.make_demo_pki(tmp_path / "pki", "http://127.0.0.1:1")
    arguments = [pki.p12("canbo"), pki.passphrase("canbo").decode(), source, tmp_path / "out.pdf"]
    root = Path(__file__).parents[3]

    done = subprocess.run(
        [sys.executable, "-c", program, *arguments], capture_output=True, text=True, cwd=root, check=True
    )
    return done.stdout
