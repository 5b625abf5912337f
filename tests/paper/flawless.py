"""What a recogniser without a fault would answer for a paper."""

import ocr
from tests.paper.page import Paper
from tests.paper.picture import Matrix, moved


def flawless_words(paper: Paper, way: Matrix | None = None) -> tuple[ocr.Word, ...]:
    """The paper's words, line by line (tables too), at their places on the upright page, in points.

    `way` maps points of the upright page onto the page as shown where that is another, as with photographs:
    `np.diag([72 / dpi, 72 / dpi, 1]) @ paper.to_pixels` for a picture shown as it is.
    """
    return tuple(
        ocr.Word(
            text=word.text,
            box=ocr.Box(left=box[0], top=box[1], right=box[2], bottom=box[3]),
            confidence=100.0,
            line=number,
        )
        for number, line in enumerate(paper.lines)
        for word in line.words
        for box in [word.box if way is None else moved(word.box, way)]
    )
