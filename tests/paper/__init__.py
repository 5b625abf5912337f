"""Generated administrative papers with their ground truth: `a_page(seed=3, seal=True, skew=2.0)` or, whole and
in named conditions, `a_scan("photo", seed=3)`."""

from tests.paper.flawless import flawless_words
from tests.paper.page import Paper, a_page
from tests.paper.save import save_g4, save_jpeg, save_pdf, save_png, save_tiff
from tests.paper.scans import CONDITIONS, a_scan, save_scan
from tests.paper.truth import TruthLine, TruthWord

__all__ = [
    "CONDITIONS",
    "Paper",
    "TruthLine",
    "TruthWord",
    "a_page",
    "a_scan",
    "flawless_words",
    "save_g4",
    "save_jpeg",
    "save_pdf",
    "save_png",
    "save_scan",
    "save_tiff",
]
