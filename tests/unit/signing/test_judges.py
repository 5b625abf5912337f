"""What EU DSS and veraPDF say of our files."""

from pathlib import Path

import pikepdf
import pytest
from PIL import ImageCms

from signing import Desk, Level, Placement, Stamp, StampKind, Trust, demo, embed, prepare, sign, timestamp
from tests.judges import Judge
from tests.pki import crl_options
from tests.unit.signing.conftest import SignerOf
from tests.unit.signing.papers import a_paper

# The regulation puts the seal over the leader's signature; DSS tells that overlap as a change.
ASIDE = Placement(page=1, x=20, y=200, width=36, height=36)
SAMPLES = ("clerk.pdf", "all.pdf", "lifted.pdf")
LASTING = {"lt.pdf": Level.B_LT, "lta.pdf": Level.B_LTA}


@pytest.fixture(scope="module")
def signed(
    pki: demo.DemoPki, signer: SignerOf, trust: Trust, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Path]:
    """PDF/A-2b papers with every kind of stamp, and one lifted by a document timestamp."""
    folder = tmp_path_factory.mktemp("judged")
    files = {name: _pdfa(folder / name) for name in SAMPLES}
    clerk, every, lifted = files.values()
    sign(clerk, clerk, signer("canbo"), level=Level.B_T, tsa=pki.tsa, trust=trust, stamp=Stamp(kind=StampKind.SCAN))
    for name, stamp in (
        ("canbo", Stamp(kind=StampKind.COPY)),
        ("lanhdao", Stamp(kind=StampKind.LEADER, image=pki.signature_image)),
        ("vanthu", Stamp(kind=StampKind.SEAL, image=pki.seal_image, placement=ASIDE)),
    ):
        sign(every, every, signer(name), level=Level.B_T, tsa=pki.tsa, trust=trust, stamp=stamp)
    sign(lifted, lifted, signer("lanhdao"), level=Level.B_B, trust=trust)
    timestamp(lifted, lifted, tsa=pki.tsa, trust=trust)
    return files


@pytest.fixture(scope="module")
def lasting(
    pki: demo.DemoPki, signer: SignerOf, trust: Trust, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Path]:
    """PDF/A-2b papers signed at each lasting level, one by three hands, one after initials by a key elsewhere."""
    folder = tmp_path_factory.mktemp("lasting")
    files = {name: _pdfa(folder / name) for name in (*LASTING, "three.pdf", "apart.pdf")}
    for name, level in LASTING.items():
        sign(files[name], files[name], signer("lanhdao"), level=level, tsa=pki.tsa, trust=trust)
    three = files["three.pdf"]
    with Desk() as desk:
        for name in ("canbo", "lanhdao", "vanthu"):
            sign(three, three, signer(name), level=Level.B_LTA, tsa=pki.tsa, trust=trust, desk=desk)
    apart, prepared, leader = files["apart.pdf"], folder / "prepared.pdf", signer("lanhdao")
    sign(apart, apart, signer("thuly"), level=Level.B_LT, tsa=pki.tsa, trust=trust)
    stamp = Stamp(kind=StampKind.LEADER, image=pki.signature_image)
    pending = prepare(apart, prepared, leader, trust=trust, stamp=stamp)
    value = leader.sign_bytes(pending.attributes)
    embed(pending, prepared, apart, value, leader, level=Level.B_LTA, tsa=pki.tsa, trust=trust)
    return files


@pytest.mark.judge
def test_dss_finds_lasting_signatures_valid_at_their_level_with_the_root_alone(
    judge: Judge, pki: demo.DemoPki, lasting: dict[str, Path]
) -> None:
    verdicts = judge.pades(*lasting.values(), trust=pki.root)
    for verdict in verdicts:
        assert verdict["valid"], verdict
        assert verdict["untouched"], [each["changes"] for each in verdict["signatures"]]
    levels = [[signature["level"] for signature in verdict["signatures"]] for verdict in verdicts]
    assert levels == [
        ["PAdES_BASELINE_LT"],
        ["PAdES_BASELINE_LTA"],
        ["PAdES_BASELINE_LTA"] * 3,
        ["PAdES_BASELINE_LTA"] * 2,
    ]


def _pdfa(path: Path) -> Path:
    """A PDF/A-2b of one page."""
    a_paper(path)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        profile = pdf.make_stream(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes(), N=3)
        intent = pikepdf.Dictionary(
            Type=pikepdf.Name.OutputIntent,
            S=pikepdf.Name.GTS_PDFA1,
            OutputConditionIdentifier="sRGB",
            DestOutputProfile=profile,
        )
        pdf.Root.OutputIntents = pikepdf.Array([intent])
        with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
            metadata["pdfaid:part"] = "2"
            metadata["pdfaid:conformance"] = "B"
        pdf.save(path)
    return path


@pytest.mark.judge
def test_dss_finds_the_signatures_valid_untouched_and_at_b_t(
    judge: Judge, pki: demo.DemoPki, signed: dict[str, Path], tmp_path: Path
) -> None:
    verdicts = judge.pades(*signed.values(), trust=pki.root, options=crl_options(pki, tmp_path))
    for verdict in verdicts:
        assert verdict["valid"], verdict
        assert verdict["untouched"], [each["changes"] for each in verdict["signatures"]]
    levels = [[signature["level"] for signature in verdict["signatures"]] for verdict in verdicts]
    assert levels == [["PAdES_BASELINE_T"], ["PAdES_BASELINE_T"] * 3, ["PAdES_BASELINE_T"]]


@pytest.mark.judge
def test_a_pdfa_stays_one_under_every_stamp(
    judge: Judge, signed: dict[str, Path], lasting: dict[str, Path], tmp_path: Path
) -> None:
    for verdict in judge.pdfa(_pdfa(tmp_path / "unsigned.pdf"), *signed.values(), *lasting.values()):
        assert verdict["compliant"], verdict
