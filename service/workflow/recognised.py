"""Recognised pages on their way from `ocr` to `storage`, and back."""

import ocr
from storage import Document, PageText, PageWord

# What is kept of a page that failed is that it did; its reason was told when it happened.
FAILED = "Trang này không nhận dạng được."


def kept(page: ocr.RecognisedPage) -> PageText:
    """What the side index keeps of a page."""
    return PageText(
        number=page.number,
        width=page.width,
        height=page.height,
        rotation=page.rotation,
        text=page.text,
        words=tuple(_kept_word(word) for word in page.words),
    )


def recognised(page: PageText, document: Document) -> ocr.RecognisedPage:
    """A page of that document as it was recognised; its codes are not kept with it."""
    return ocr.RecognisedPage(
        number=page.number,
        width=page.width,
        height=page.height,
        rotation=page.rotation,
        text=page.text,
        words=tuple(_word(word) for word in page.words),
        failure=FAILED if page.number in document.failed_pages else None,
        doubtful=page.number in document.doubtful_pages,
    )


def _kept_word(word: ocr.Word) -> PageWord:
    box = (word.box.left, word.box.top, word.box.right, word.box.bottom)
    return PageWord(word.text, box, word.confidence, word.line, word.raw)


def _word(word: PageWord) -> ocr.Word:
    left, top, right, bottom = word.box
    box = ocr.Box(left=left, top=top, right=right, bottom=bottom)
    return ocr.Word(text=word.text, box=box, confidence=word.confidence, line=word.line, raw=word.raw)
