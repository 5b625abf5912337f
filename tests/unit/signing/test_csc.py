"""Remote signing by the CSC API, against a strict provider of our own."""

from pathlib import Path

import pytest

from signing import KeyUnavailable, Level, Profile, Trust, Verdict, demo, embed, load_csc, prepare, verify
from signing.cli import main
from signing.signers.proof import require_own_signature
from tests.eyes import trusts, verdicts
from tests.judges import Judge
from tests.pki import crl_options
from tests.unit.signing.csc_keys import a_provider, authorization, options
from tests.unit.signing.csc_server import serving
from tests.unit.signing.papers import a_paper

KINDS = [(version, is_rsa) for version in (1, 2) for is_rsa in (True, False)]


@pytest.mark.parametrize(("version", "is_rsa"), KINDS)
def test_a_remote_key_signs_what_other_programs_accept(
    version: int, is_rsa: bool, pki: demo.DemoPki, paper: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out.pdf"
    with serving(a_provider(pki, version=version, is_rsa=is_rsa)) as server:
        words = [*options(server, tmp_path), "--level", "B-T", "--tsa", pki.tsa, "--trust", str(pki.root)]
        assert main(["sign", str(paper), str(out), *words]) == 0
    assert verdicts(out, pki.root) == ["Signature is Valid."]
    assert trusts(out, pki.root) == ["Certificate is Trusted."]
    assert main(["verify", str(out), "--trust", str(pki.root), "--profile", "own"]) == 0


@pytest.mark.judge
def test_dss_accepts_what_remote_keys_sign(judge: Judge, pki: demo.DemoPki, tmp_path: Path) -> None:
    files = []
    for version, is_rsa in KINDS:
        path = a_paper(tmp_path / f"{version}-{is_rsa}.pdf")
        with serving(a_provider(pki, version=version, is_rsa=is_rsa)) as server:
            assert main(["sign", str(path), str(path), *options(server, tmp_path)]) == 0
        files.append(path)
    for verdict in judge.pades(*files, trust=pki.root, options=crl_options(pki, tmp_path)):
        assert verdict["valid"], verdict
        assert verdict["untouched"]


@pytest.mark.parametrize("version", [1, 2])
def test_a_batch_takes_one_authorization_for_as_many_as_are_allowed(version: int, pki: demo.DemoPki) -> None:
    many = [f"document {number}".encode() for number in range(7)]
    with serving(a_provider(pki, version=version, multisign=5)) as server:
        signer = load_csc(server.url, "khoa-1", authorization(server))
        signatures = signer.sign_many(many)
    assert server.batches == [5, 2]
    for data, signature in zip(many, signatures, strict=True):
        require_own_signature(signer, data, signature)


@pytest.mark.parametrize("version", [1, 2])
def test_one_otp_authorizes_one_batch(version: int, pki: demo.DemoPki) -> None:
    with serving(a_provider(pki, version=version, asks_otp=True, otps=["777"])) as server:
        signer = load_csc(server.url, "khoa-1", authorization(server, OTP="777"))
        assert len(signer.sign_many([b"a", b"b", b"c"])) == 3
        with pytest.raises(KeyUnavailable, match="OTP đã dùng"):
            signer.sign_bytes(b"d")
    assert server.batches == [3]
    assert server.calls.count("credentials/authorize") == 1


def test_more_than_one_otp_can_cover_is_refused_before_it_is_spent(pki: demo.DemoPki) -> None:
    with serving(a_provider(pki, asks_otp=True, otps=["777"], multisign=2)) as server:
        signer = load_csc(server.url, "khoa-1", authorization(server, OTP="777"))
        with pytest.raises(KeyUnavailable, match="nhiều nhất 2"):
            signer.sign_many([b"a", b"b", b"c"])
        assert len(signer.sign_many([b"a", b"b"])) == 2


def test_an_otp_that_is_missing_is_sent_for(pki: demo.DemoPki) -> None:
    with serving(a_provider(pki, asks_otp=True)) as server:
        with pytest.raises(KeyUnavailable, match="OTP=") as told:
            load_csc(server.url, "khoa-1", authorization(server))
        assert told.value.code == "otp_sent"
        (otp,) = server.otps
        load_csc(server.url, "khoa-1", authorization(server, OTP=otp)).sign_bytes(b"a")


@pytest.mark.parametrize("version", [1, 2])
def test_a_key_that_the_provider_asks_its_holder_about_needs_no_pin(version: int, pki: demo.DemoPki) -> None:
    with serving(a_provider(pki, version=version, mode="implicit", pin=None)) as server:
        signer = load_csc(server.url, "khoa-1", server.token.encode() + b"\n")
        require_own_signature(signer, b"a", signer.sign_bytes(b"a"))


@pytest.mark.parametrize("version", [1, 2])
def test_an_address_without_a_version_is_asked_for_it(version: int, pki: demo.DemoPki) -> None:
    with serving(a_provider(pki, version=version)) as server:
        address = server.url.replace(f"/csc/v{version}", "/ky-so/")
        signer = load_csc(address, "khoa-1", authorization(server))
        require_own_signature(signer, b"a", signer.sign_bytes(b"a"))
    assert server.calls[0] == "info"


def test_ecdsa_as_two_numbers_in_a_row_is_taken_too(pki: demo.DemoPki) -> None:
    with serving(a_provider(pki, plain_ecdsa=True)) as server:
        signer = load_csc(server.url, "khoa-1", authorization(server))
        require_own_signature(signer, b"a", signer.sign_bytes(b"a"))


def test_the_provider_brings_the_chain_without_its_root(pki: demo.DemoPki) -> None:
    with serving(a_provider(pki)) as server:
        assert len(load_csc(server.url, "khoa-1", authorization(server)).chain) == 1


def test_a_ceremony_of_many_documents_takes_one_otp(pki: demo.DemoPki, trust: Trust, tmp_path: Path) -> None:
    papers = [a_paper(tmp_path / f"{number}.pdf") for number in range(4)]
    waiting = [paper.with_suffix(".waiting") for paper in papers]
    with serving(a_provider(pki, asks_otp=True, otps=["777"])) as server:
        signer = load_csc(server.url, "khoa-1", authorization(server, OTP="777"))
        pending = [prepare(paper, path, signer, trust=trust) for paper, path in zip(papers, waiting, strict=True)]
        values = signer.sign_many([each.attributes for each in pending])
    for each, path, paper, value in zip(pending, waiting, papers, values, strict=True):
        embed(each, path, paper, value, signer, level=Level.B_T, tsa=pki.tsa, trust=trust)
        assert verify(paper, trust, profile=Profile.OWN).verdict is Verdict.VALID
    assert server.batches == [4]
