"""One searchable paper through all hands, the clerk's, the leader's, the agency's and time's: every revision judged."""

import re
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from pyhanko.keys import load_cert_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp
from pyhanko.sign.validation.dss import DocumentSecurityStore

import signing
from signing import Level, Placement, Stamp, StampKind, Verdict
from tests import eyes
from tests.judges import Judge
from tests.paper import a_page
from tests.pki import demo_services

# The regulation puts the seal over the leader's signature; DSS tells that overlap as a change.
ASIDE = Placement(page=1, x=20, y=200, width=36, height=36)
SIGNATURES = {"clerk": 1, "leader": 2, "seal": 3, "stamped": 3, "renewed": 3}
TIMESTAMPS = {"clerk": 0, "leader": 0, "seal": 0, "stamped": 1, "renewed": 2}


@pytest.fixture(scope="module")
def pki(tmp_path_factory: pytest.TempPathFactory) -> Iterator[signing.demo.DemoPki]:
    with demo_services(tmp_path_factory.mktemp("hands") / "pki") as served:
        yield served


@pytest.fixture(scope="module")
def trust(pki: signing.demo.DemoPki) -> signing.Trust:
    return signing.load_trust([pki.root])


@pytest.fixture(scope="module")
def revisions(
    pki: signing.demo.DemoPki, trust: signing.Trust, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Path]:
    """The paper after each step, in order, from the unsigned one on."""
    folder = tmp_path_factory.mktemp("paper")
    made = {name: folder / f"{name}.pdf" for name in ("paper", *SIGNATURES)}
    a_page(seed=5, dpi=150).image.save(folder / "scan.png", dpi=(150, 150))
    scan = [sys.executable, "-m", "ocr", str(folder / "scan.png"), "-o", str(made["paper"])]
    subprocess.run(scan, check=True, capture_output=True)
    hands = (
        ("canbo", "paper", "clerk", Stamp(kind=StampKind.SCAN)),
        ("lanhdao", "clerk", "leader", Stamp(kind=StampKind.LEADER, image=pki.signature_image)),
        ("vanthu", "leader", "seal", Stamp(kind=StampKind.SEAL, image=pki.seal_image, placement=ASIDE)),
    )
    with signing.Desk() as desk:
        for name, before, after, stamp in hands:
            key = signing.load_pkcs12(pki.p12(name), pki.passphrase(name))
            how = {"level": Level.B_LT, "tsa": pki.tsa, "trust": trust, "stamp": stamp}
            signing.sign(made[before], made[after], key, desk=desk, **how)
        signing.timestamp(made["seal"], made["stamped"], tsa=pki.tsa, trust=trust, desk=desk)
        signing.renew(made["stamped"], made["renewed"], tsa=pki.tsa, trust=trust, desk=desk)
    return made


def signed(revisions: dict[str, Path]) -> dict[str, Path]:
    return {name: path for name, path in revisions.items() if name in SIGNATURES}


def test_every_step_only_appends(revisions: dict[str, Path]) -> None:
    for before, after in pairwise(revisions.values()):
        old, new = before.read_bytes(), after.read_bytes()
        assert len(new) > len(old)
        assert new[: len(old)] == old


def test_our_own_check_finds_every_revision_valid_without_a_network(
    revisions: dict[str, Path], trust: signing.Trust
) -> None:
    for name, path in signed(revisions).items():
        report = signing.verify(path, trust, profile=signing.Profile.OWN, offline=True)
        assert report.verdict is Verdict.VALID, (name, report)
        assert len(report.signatures) == SIGNATURES[name] + TIMESTAMPS[name]


def test_pyhanko_alone_believes_every_signature_and_timestamp(
    revisions: dict[str, Path], pki: signing.demo.DemoPki
) -> None:
    settings = {"trust_roots": [load_cert_from_pemder(str(pki.root))], "allow_fetching": False}
    for name, path in signed(revisions).items():
        with path.open("rb") as stream:
            reader = PdfFileReader(stream)
            context = DocumentSecurityStore.read_dss(reader).as_validation_context(settings)
            hands = [validate_pdf_signature(each, context) for each in reader.embedded_regular_signatures]
            stamps = [validate_pdf_timestamp(each, context) for each in reader.embedded_timestamp_signatures]
        assert (len(hands), len(stamps)) == (SIGNATURES[name], TIMESTAMPS[name])
        assert all(status.bottom_line for status in hands), [status.summary() for status in hands]
        assert all(status.valid and status.intact and status.trusted for status in stamps)


def test_poppler_and_mupdf_believe_every_signature(revisions: dict[str, Path], pki: signing.demo.DemoPki) -> None:
    for name, path in signed(revisions).items():
        assert eyes.verdicts(path, pki.root)[: SIGNATURES[name]] == ["Signature is Valid."] * SIGNATURES[name]
        assert eyes.trusts(path, pki.root) == ["Certificate is Trusted."] * SIGNATURES[name]
        mupdf = subprocess.run(["mutool", "sign", "-v", path], capture_output=True, check=True, text=True).stdout
        assert len(re.findall("signature is valid|unchanged since signing", mupdf)) == SIGNATURES[name]


def test_openssl_verifies_the_newest_signature_or_timestamp_of_each_revision(
    revisions: dict[str, Path], pki: signing.demo.DemoPki, tmp_path: Path
) -> None:
    trusted = ["-CAfile", pki.root]
    for name, path in signed(revisions).items():
        content, cms = eyes.signed_range(path, tmp_path)
        if TIMESTAMPS[name]:
            chain = ["-untrusted", pki.folder / "ca.pem"]
            asked = ["openssl", "ts", "-verify", "-token_in", "-in", cms, "-data", content, *trusted, *chain]
        else:
            plain = ["openssl", "cms", "-verify", "-inform", "DER", "-in", cms, "-content", content, "-binary"]
            asked = [*plain, "-purpose", "any", *trusted, "-out", "/dev/null"]
        done = subprocess.run(asked, capture_output=True, text=True)
        assert done.returncode == 0, (name, done.stderr)


@pytest.mark.judge
def test_dss_finds_every_revision_valid_untouched_and_at_its_level(
    judge: Judge, revisions: dict[str, Path], pki: signing.demo.DemoPki
) -> None:
    told = dict(zip(SIGNATURES, judge.pades(*signed(revisions).values(), trust=pki.root), strict=True))
    for name, verdict in told.items():
        assert verdict["valid"], (name, verdict)
        assert verdict["untouched"], name
        level = "PAdES_BASELINE_LTA" if TIMESTAMPS[name] else "PAdES_BASELINE_LT"
        assert [each["level"] for each in verdict["signatures"]] == [level] * SIGNATURES[name]


@pytest.mark.judge
def test_every_revision_is_pdfa(judge: Judge, revisions: dict[str, Path]) -> None:
    for verdict in judge.pdfa(*revisions.values()):
        assert verdict["compliant"], verdict
