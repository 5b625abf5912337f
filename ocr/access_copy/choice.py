"""Which smaller pictures show a page best, by what is on it."""

from ocr.access_copy import encode, raster
from ocr.access_copy.cells import Grid
from ocr.access_copy.drawing import Drawing, Layer
from ocr.access_copy.ink import Ink, find_ink, is_paper, paper_of
from ocr.access_copy.raster import Box
from ocr.access_copy.rest import Rest, without_print
from ocr.prepare.page import Pixels

WORTH = 0.8  # of the bytes there are; a drawing that needs more is not worth the change
FINEST, FINE = 350.0, 300.0  # dpi; pages finer than the first are brought to the second
COARSEST_LAYERED = 140.0  # dpi; letters of coarser pictures lie in their greys, not in their edges
LARGEST_SHARE = 0.4  # of the page; where seals and pictures take more, it is a photograph
PICTURE_DPI, FINER = 200.0, 230.0  # pictures finer than the second get the first
PAPER_DPI = 75.0
PICTURE_QUALITY, COARSE_QUALITY, PLACE_QUALITY, PAPER_QUALITY = 65, 82, 55, 75  # libjpeg's
PALEST = 0.5  # of the way from paper to black; paler print is told apart from paper by its greys
WHITE, BLACK = 245, 90  # paper and ink that need no colour of their own


def of_grey_or_colour(pixels: Pixels, dpi: float, size: int) -> Drawing | None:
    """The page in layers or, where it is a photograph or coarse, as one picture; None where nothing is won.

    `size` is what the picture takes now, in bytes.
    """
    if dpi > FINEST:
        pixels, dpi = raster.scaled(pixels, FINE / dpi), FINE
    drawings = (make(pixels, dpi) for make in (_in_layers, _as_one))
    return next((drawing for drawing in drawings if drawing and drawing.size <= WORTH * size), None)


def of_black_and_white(pixels: Pixels, size: int) -> Drawing | None:
    """One bit a pixel at its own resolution; None where nothing is won."""
    drawing = Drawing(layers=(Layer(picture=encode.g4(raster.inverted(pixels))),))
    return drawing if drawing.size <= WORTH * size else None


def _in_layers(pixels: Pixels, dpi: float) -> Drawing | None:
    """Print on places of more than paper on paper: sharp, good and coarse."""
    if dpi < COARSEST_LAYERED:
        return None
    grid = Grid.over(pixels, dpi)
    cells = grid.shrunk(pixels)
    paper = paper_of(cells)
    if not is_paper(paper):
        return None
    ink = find_ink(pixels, cells, paper, grid)
    if ink.darkness < PALEST:
        return None
    rest = without_print(pixels, cells, paper, ink, grid)
    if rest.share > LARGEST_SHARE:
        return None
    print_ = encode.g4(ink.fine_mask(dpi))
    if _is_black_on_white(ink, rest):
        return Drawing(layers=(Layer(picture=print_),))
    coarse = encode.jpeg(raster.scaled(rest.bare(), PAPER_DPI * grid.step / dpi), PAPER_QUALITY)
    places = (_place(rest, box, dpi) for box in rest.places)
    colour = tuple(value / 255 for value in ink.colour)
    return Drawing(layers=(Layer(picture=coarse), *places, Layer(picture=print_, ink=colour)))


def _is_black_on_white(ink: Ink, rest: Rest) -> bool:
    return not rest.places and int(rest.paper.min()) >= WHITE and max(ink.colour) <= BLACK


def _place(rest: Rest, box: Box, dpi: float) -> Layer:
    picture = encode.jpeg(rest.place(box, PICTURE_DPI / dpi), PLACE_QUALITY, fine_colour=True)
    return Layer(picture=picture, box=rest.grid.part(box))


def _as_one(pixels: Pixels, dpi: float) -> Drawing:
    factor = PICTURE_DPI / dpi if dpi > FINER else 1.0
    quality = PICTURE_QUALITY if dpi >= COARSEST_LAYERED else COARSE_QUALITY
    return Drawing(layers=(Layer(picture=encode.jpeg(raster.scaled(pixels, factor), quality)),))
