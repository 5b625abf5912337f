"""Keys in tokens: SoftHSM2 with every kind of key, used well, used wrongly and pulled out."""

import os
import signal
import subprocess
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event

import pkcs11
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

from signing import KeyUnavailable, Level, Token, Trust, demo, list_certificates, load_pkcs11, sign
from signing.cli import main
from signing.demo.folder import issuing_authority, read_key
from signing.demo.issue import PROFILES, certify
from signing.signers.cryptoki import module
from signing.signers.proof import require_own_signature
from tests.eyes import signed_range, trusts, verdicts
from tests.judges import Judge
from tests.pki import crl_options
from tests.softhsm import MODULE, SoftToken, new_token
from tests.unit.signing.papers import a_paper, a_profile
from tests.unit.signing.tokens import KEYS, fill, options, signs

pytestmark = pytest.mark.usefixtures("token")


@pytest.mark.parametrize("key", KEYS)
def test_a_token_signs_what_other_programs_accept(
    key: str, token: SoftToken, pki: demo.DemoPki, paper: Path, tmp_path: Path
) -> None:
    words = options(token, key, tmp_path)
    level = ["--level", "B-T", "--tsa", pki.tsa, "--trust", str(pki.root)]
    assert main(["sign", str(paper), str(tmp_path / "out.pdf"), *words, *level, "--stamp", "seal"]) == 0
    out = tmp_path / "out.pdf"
    assert verdicts(out, pki.root) == ["Signature is Valid."]
    assert trusts(out, pki.root) == ["Certificate is Trusted."]
    assert main(["verify", str(out), "--trust", str(pki.root), "--profile", "own"]) == 0
    content, cms = signed_range(out, tmp_path)
    openssl = ["openssl", "cms", "-verify", "-inform", "DER", "-in", cms, "-content", content, "-binary"]
    done = subprocess.run([*openssl, "-purpose", "any", "-CAfile", pki.root, "-out", "/dev/null"], capture_output=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.judge
def test_dss_accepts_every_kind_of_key(
    judge: Judge, token: SoftToken, pki: demo.DemoPki, trust: Trust, tmp_path: Path
) -> None:
    levels = (Level.B_T, Level.B_LT, Level.B_LTA)
    files = [a_paper(tmp_path / f"{key}.pdf") for key in KEYS]
    with Token(MODULE, token.label, token.pin.encode()) as opened:
        for path, key, level in zip(files, KEYS, levels, strict=True):
            sign(path, path, opened.signer(key), level=level, tsa=pki.tsa, trust=trust)
    verdicts = judge.pades(*files, trust=pki.root, options=crl_options(pki, tmp_path))
    for verdict, level in zip(verdicts, ("T", "LT", "LTA"), strict=True):
        assert verdict["valid"], verdict
        assert verdict["untouched"]
        assert [each["level"] for each in verdict["signatures"]] == [f"PAdES_BASELINE_{level}"]


def test_two_signers_share_a_login_and_the_last_one_logs_out(token: SoftToken) -> None:
    first = load_pkcs11(MODULE, token.label, "p256", token.pin.encode())
    second = load_pkcs11(MODULE, token.label, "rsa2048", token.pin.encode())
    signs(first)
    first.close()
    assert is_logged_in(token)
    signs(second)
    second.close()
    assert not is_logged_in(token)
    for closed in (first, second):
        with pytest.raises(KeyUnavailable):
            closed.sign_bytes(b"data")


def is_logged_in(token: SoftToken) -> bool:
    """Whether this process is: a token shows private keys to nobody else."""
    with pkcs11.lib(str(MODULE)).get_token(token_label=token.label).open() as session:
        return bool(list(session.get_objects({pkcs11.Attribute.CLASS: pkcs11.ObjectClass.PRIVATE_KEY})))


def test_one_login_signs_many_and_from_many_threads(token: SoftToken) -> None:
    with Token(MODULE, token.label, token.pin.encode()) as opened:
        signers = opened.signers()
        assert len(signers) == len(KEYS)
        for signer in signers:
            for data, value in zip((b"a", b"b"), signer.sign_many([b"a", b"b"]), strict=True):
                require_own_signature(signer, data, value)
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(signs, list(signers) * 20))


def test_a_token_plugged_in_later_is_found_beside_the_first(token: SoftToken, pki: demo.DemoPki) -> None:
    with Token(MODULE, token.label, token.pin.encode()) as opened:
        signs(opened.signer("p256"))
        late = new_token("Late")
        fill(late, pki, "seal", 1)
        with Token(MODULE, "Late", late.pin.encode()) as second:
            signs(second.signer("seal"))
            signs(opened.signer("p256"))


def test_certificates_are_listed_without_a_pin(token: SoftToken) -> None:
    assert not is_logged_in(token)
    listed = [each for each in list_certificates(MODULE) if each.token == token.label]
    assert {each.label for each in listed} == {f"cert {key}" for key in KEYS}
    assert {each.info.common_name for each in listed} == {"UBND xã Mẫu TEST"}
    with Token(MODULE, token.label, token.pin.encode()) as opened:
        list_certificates(MODULE)
        signs(opened.signer("p256"))


def test_an_authority_that_may_sign_too_is_not_listed() -> None:
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder(name, name, key.public_key(), 7, now, now + timedelta(days=1))
    authority = builder.add_extension(x509.BasicConstraints(True, None), True).sign(key, SHA256())
    new_token("Authorities").put_certificate("ca", 1, authority)
    assert [each for each in list_certificates(MODULE) if each.token == "Authorities"] == []


def test_the_token_brings_the_chain(token: SoftToken, pki: demo.DemoPki) -> None:
    with Token(MODULE, token.label, token.pin.encode()) as opened:
        (authority,) = opened.signer("p256").chain
    assert read_key(pki, "ca")[1].tbs_certificate_bytes in authority


def test_of_two_certificates_for_one_key_the_longer_lasting_is_taken(pki: demo.DemoPki) -> None:
    renewed, key = new_token("Renewed"), ec.generate_private_key(ec.SECP256R1())
    fill(renewed, pki, "seal", 1, key)
    later = certify(a_profile(name="Mới TEST", days=2000), key, issuing_authority(pki))
    renewed.put_certificate("new", 1, later)
    with Token(MODULE, "Renewed", renewed.pin.encode()) as opened:
        assert opened.signer("seal").certificate.common_name == "Mới TEST"


def test_a_certificate_is_found_by_label_where_the_id_fails(pki: demo.DemoPki) -> None:
    labelled, key = new_token("Labelled"), ec.generate_private_key(ec.SECP256R1())
    labelled.put_key("seal", 1, key)
    labelled.put_certificate("seal", 7, certify(PROFILES["vanthu"], key, issuing_authority(pki)))
    labelled.put_certificate("other", 8, certify(PROFILES["canbo"], key, issuing_authority(pki)))
    with Token(MODULE, "Labelled", labelled.pin.encode()) as opened:
        assert opened.signer("seal").certificate.common_name == "UBND xã Mẫu TEST"


def test_a_key_that_wants_the_pin_for_every_signature_gets_it(pki: demo.DemoPki) -> None:
    strict, key = new_token("Strict"), ec.generate_private_key(ec.SECP256R1())
    strict.put_key("seal", 1, key, "--always-auth")
    strict.put_certificate("seal", 1, certify(PROFILES["vanthu"], key, issuing_authority(pki)))
    with Token(MODULE, "Strict", strict.pin.encode()) as opened:
        signer = opened.signer("seal")
        for _ in range(2):
            signs(signer)


def test_a_forked_process_signs_with_a_login_of_its_own(token: SoftToken) -> None:
    with Token(MODULE, token.label, token.pin.encode()) as opened, ThreadPoolExecutor(1) as pool:
        signer = opened.signer("p256")
        signs(signer)
        held, released = Event(), Event()
        holding = pool.submit(hold_the_library, held, released)
        held.wait(10)
        child = os.fork()
        if child == 0:
            signal.alarm(20)  # its parent's lock will never be released here
            try:
                signs(signer)
                os._exit(0)
            finally:
                os._exit(1)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        released.set()
        holding.result()
        signs(signer)


def hold_the_library(held: Event, released: Event) -> None:
    """Be in the middle of a call."""
    with module(MODULE).lock:
        held.set()
        released.wait(30)
