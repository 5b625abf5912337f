"""Generated administrative papers with their ground truth: `a_page(seed=3, seal=True, skew=2.0)`."""

from tests.paper.page import Paper, TruthWord, a_page
from tests.paper.save import save_g4, save_jpeg, save_pdf, save_png, save_tiff

__all__ = ["Paper", "TruthWord", "a_page", "save_g4", "save_jpeg", "save_pdf", "save_png", "save_tiff"]
