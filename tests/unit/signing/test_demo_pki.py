"""The demo PKI, as OpenSSL sees it."""

import base64
import stat
import subprocess
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

import pytest
from asn1crypto import parser, tsp
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp

from signing import Misuse, demo, load_pkcs12
from tests.unit.signing.papers import a_profile, a_signer

NAMES = ("canbo", "thuly", "lanhdao", "vanthu", "tsa", "ocsp")


def test_every_subject_says_test_and_every_key_file_is_private(pki: demo.DemoPki) -> None:
    for name in NAMES:
        signer = load_pkcs12(pki.p12(name), pki.passphrase(name))
        assert signer.certificate.is_test
        assert "TEST" in (signer.certificate.organisation or "")
        for path in (pki.p12(name), pki.folder / f"{name}.pass"):
            assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len({pki.passphrase(name) for name in NAMES}) == len(NAMES)


def test_making_it_again_changes_nothing(tmp_path: Path) -> None:
    first = demo.make_demo_pki(tmp_path / "pki", "http://127.0.0.1:9")
    root = first.root.read_bytes()
    again = demo.make_demo_pki(tmp_path / "pki", "http://127.0.0.1:10")
    assert again.root.read_bytes() == root
    assert again.base_url == "http://127.0.0.1:9", "what the certificates say"
    assert [path.name for path in tmp_path.iterdir()] == ["pki"]


def test_whoever_a_later_release_adds_gets_a_key_from_the_same_authority(tmp_path: Path) -> None:
    made = demo.make_demo_pki(tmp_path / "pki", "http://127.0.0.1:9")
    kept = made.p12("lanhdao").read_bytes()
    made.p12("thuly").unlink()
    again = demo.make_demo_pki(tmp_path / "pki", "http://127.0.0.1:9")
    signer = load_pkcs12(again.p12("thuly"), again.passphrase("thuly"))
    assert signer.certificate.issuer == load_pkcs12(made.p12("lanhdao"), made.passphrase("lanhdao")).certificate.issuer
    assert again.p12("lanhdao").read_bytes() == kept


def test_a_folder_with_other_things_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "pki").mkdir()
    (tmp_path / "pki" / "other.txt").write_text("mine")
    with pytest.raises(Misuse):
        demo.make_demo_pki(tmp_path / "pki", "http://127.0.0.1:9")
    assert [path.name for path in (tmp_path / "pki").iterdir()] == ["other.txt"]
    with pytest.raises(Misuse):
        demo.load_demo_pki(tmp_path / "pki")


def test_openssl_accepts_chain_crl_and_ocsp(pki: demo.DemoPki, tmp_path: Path) -> None:
    signer = a_signer(pki, "openssl", a_profile())
    leaf = x509.load_der_x509_certificate(signer.leaf)
    (tmp_path / "leaf.pem").write_bytes(leaf.public_bytes(Encoding.PEM))
    crls = b"".join(_crl(f"{pki.base_url}/{name}.crl") for name in ("ca", "root"))
    (tmp_path / "crls.pem").write_bytes(crls)
    trusted = ["-CAfile", pki.root, "-untrusted", pki.folder / "ca.pem"]
    verify = ["openssl", "verify", *trusted, "-crl_check_all", "-CRLfile", tmp_path / "crls.pem", tmp_path / "leaf.pem"]
    assert subprocess.run(verify, capture_output=True).returncode == 0
    assert "good" in _ocsp(pki, tmp_path / "leaf.pem")
    demo.revoke(pki, leaf.serial_number)
    assert "revoked" in _ocsp(pki, tmp_path / "leaf.pem")
    (tmp_path / "crls.pem").write_bytes(_crl(f"{pki.base_url}/ca.crl") + _crl(f"{pki.base_url}/root.crl"))
    assert "revoked" in subprocess.run(verify, capture_output=True, text=True).stderr


def _crl(address: str) -> bytes:
    with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310
        return x509.load_der_x509_crl(answer.read()).public_bytes(Encoding.PEM)


def _ocsp(pki: demo.DemoPki, leaf: Path) -> str:
    command = ["openssl", "ocsp", "-issuer", pki.folder / "ca.pem", "-cert", leaf, "-url", f"{pki.base_url}/ocsp"]
    done = subprocess.run([*command, "-CAfile", pki.root], capture_output=True, text=True)
    assert "Response verify OK" in done.stderr
    return done.stdout


def test_ocsp_is_answered_by_get_too(pki: demo.DemoPki) -> None:
    signer = a_signer(pki, "by-get", a_profile())
    ca = x509.load_pem_x509_certificate((pki.folder / "ca.pem").read_bytes())
    builder = ocsp.OCSPRequestBuilder().add_certificate(x509.load_der_x509_certificate(signer.leaf), ca, SHA256())
    text = urllib.parse.quote(base64.b64encode(builder.build().public_bytes(Encoding.DER)), safe="")
    with urllib.request.urlopen(f"{pki.base_url}/ocsp/{text}", timeout=10) as answer:  # noqa: S310
        response = ocsp.load_der_ocsp_response(answer.read())
    assert response.certificate_status is ocsp.OCSPCertStatus.GOOD


def test_the_timestamp_authority_refuses_bad_requests_by_the_book(pki: demo.DemoPki) -> None:
    sha1 = {"algorithm": "sha1"}
    sha256 = {"algorithm": "sha256"}
    cases = {
        b"garbage": "bad_data_format",
        _request(sha1, b"x" * 20): "bad_alg",
        _request(sha256, b"x" * 31): "bad_data_format",
        _request(sha256, b"x" * 32, req_policy="1.2.3.4"): "unaccepted_policy",
    }
    for request, reason in cases.items():
        status = tsp.PKIStatusInfo.load(parser.parse(_ask(pki, request))[4])
        assert status["status"].native == "rejection"
        assert status["fail_info"].native == {reason}
    granted = tsp.TimeStampResp.load(_ask(pki, _request(sha256, b"x" * 32, nonce=12345)))
    assert granted["status"]["status"].native == "granted"
    info = granted["time_stamp_token"]["content"]["encap_content_info"]["content"].parsed
    assert info["nonce"].native == 12345


def _request(algorithm: dict[str, str], digest: bytes, **more: object) -> bytes:
    imprint = {"hash_algorithm": algorithm, "hashed_message": digest}
    encoded: bytes = tsp.TimeStampReq({"version": 1, "message_imprint": imprint, **more}).dump()
    return encoded


def _ask(pki: demo.DemoPki, request: bytes) -> bytes:
    with urllib.request.urlopen(pki.tsa, data=request, timeout=10) as answer:  # noqa: S310
        return bytes(answer.read())


def test_what_is_not_there_is_not_found(pki: demo.DemoPki) -> None:
    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(f"{pki.base_url}/canbo.p12", timeout=10)  # noqa: S310
