"""How tests look at what the package made: other programs' eyes, and the distance between two texts."""

import re
import subprocess
import unicodedata
from collections.abc import Iterable
from pathlib import Path

import pypdf
import pypdfium2

from ocr import Box
from tests.paper import Paper


def pdftotext(pdf: Path, page: int | None = None) -> str:
    pages = [] if page is None else ["-f", str(page), "-l", str(page)]
    return subprocess.run(["pdftotext", *pages, pdf, "-"], capture_output=True, check=True, text=True).stdout


def by_pypdf(pdf: Path, page: int = 1) -> str:
    return pypdf.PdfReader(pdf).pages[page - 1].extract_text()


def by_pdfium(pdf: Path, page: int = 1) -> str:
    document = pypdfium2.PdfDocument(pdf)
    text = str(document[page - 1].get_textpage().get_text_range())
    document.close()
    return text


def pdf_words(pdf: Path, page: int = 1) -> list[tuple[str, Box]]:
    """Words and boxes as poppler sees them, in points from the top left as shown."""
    told = subprocess.run(
        ["pdftotext", "-bbox", "-cropbox", "-f", str(page), "-l", str(page), pdf, "-"],
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    pattern = re.compile(r'<word xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*?)</word>')
    return [
        (text, Box(left=float(left), top=float(top), right=float(right), bottom=float(bottom)))
        for left, top, right, bottom, text in pattern.findall(told)
    ]


def pdfium_words(pdf: Path, page: int = 1) -> list[tuple[str, Box]]:
    """The same as PDFium sees it, on a page that is not turned."""
    document = pypdfium2.PdfDocument(pdf)
    text, height = document[page - 1].get_textpage(), document[page - 1].get_height()
    words: list[tuple[str, Box]] = [("", Box(left=0, top=0, right=0, bottom=0))]
    for index in range(text.count_chars()):
        letter = chr(pypdfium2.raw.FPDFText_GetUnicode(text.raw, index))
        left, bottom, right, top = text.get_charbox(index)
        box = Box(left=left, top=height - top, right=right, bottom=height - bottom)
        before, around = words[-1]
        if letter.isspace():
            words.append(("", box))
        else:
            words[-1] = (before + letter, _around(around, box) if before else box)
    document.close()
    return [(word, box) for word, box in words if word]


def double_clicked(pdf: Path, places: Iterable[Box], page: int = 1) -> list[str]:
    """The word that is selected by a double click on the middle of each place, as Chromium's viewer asks PDFium."""
    document = pypdfium2.PdfDocument(pdf)
    text, height = document[page - 1].get_textpage(), document[page - 1].get_height()
    letters = "".join(chr(pypdfium2.raw.FPDFText_GetUnicode(text.raw, index)) for index in range(text.count_chars()))
    selected = []
    for box in places:
        x, y = (box.left + box.right) / 2, height - (box.top + box.bottom) / 2
        index = pypdfium2.raw.FPDFText_GetCharIndexAtPos(text.raw, x, y, 1, 1)
        ends = letters[:index].split(" ")[-1], letters[index:].split()[0] if index >= 0 else ""
        selected.append("".join(ends).strip())
    document.close()
    return selected


def overlap(one: Box, other: Box) -> float:
    """What both have in common, as a part of what they cover together."""
    width = min(one.right, other.right) - max(one.left, other.left)
    height = min(one.bottom, other.bottom) - max(one.top, other.top)
    shared = max(width, 0.0) * max(height, 0.0)
    return shared / (_area(one) + _area(other) - shared)


def size(pdf: Path, page: int = 1) -> tuple[float, float]:
    """Width and height in points as shown, by poppler."""
    told = subprocess.run(
        ["pdfinfo", "-f", str(page), "-l", str(page), pdf], capture_output=True, check=True, text=True
    ).stdout
    width, height = re.findall(r"Page +\d+ size: +([\d.]+) x ([\d.]+)", told)[0]
    turned = re.findall(r"Page +\d+ rot: +(\d+)", told)[0] in ("90", "270")
    return (float(height), float(width)) if turned else (float(width), float(height))


def sound(pdf: Path) -> bool:
    """Whether qpdf finds nothing wrong."""
    return subprocess.run(["qpdf", "--check", pdf], capture_output=True).returncode == 0


def images(pdf: Path, folder: Path) -> list[Path]:
    """The pictures as they lie in the file, by poppler."""
    subprocess.run(["pdfimages", "-all", pdf, folder / "image"], capture_output=True, check=True)
    return sorted(folder.glob("image-*"))


def rendered(pdf: Path, folder: Path, *, dpi: int, page: int = 1) -> Path:
    """The page as poppler draws it, PNG."""
    subprocess.run(
        ["pdftoppm", "-cropbox", "-r", str(dpi), "-f", str(page), "-singlefile", "-png", pdf, folder / f"drawn-{page}"],
        check=True,
    )
    return folder / f"drawn-{page}.png"


def words_missing(text: str, paper: Paper) -> float:
    """Percent of the paper's words that the text has not, in any order."""
    found = plain(text).split()
    wanted = plain(paper.text).split()
    missing = 0
    for word in wanted:
        if word in found:
            found.remove(word)
        else:
            missing += 1
    return 100 * missing / len(wanted)


def error_rate(text: str, paper: Paper) -> float:
    """Character error rate against the paper's text, in percent."""
    return characters_wrong(text, paper.text)


def characters_wrong(text: str, truth: str) -> float:
    """Character error rate in percent."""
    read, wanted = plain(text), plain(truth)
    return 100 * _distance(read, wanted) / len(wanted)


def plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _around(one: Box, other: Box) -> Box:
    return Box(
        left=min(one.left, other.left),
        top=min(one.top, other.top),
        right=max(one.right, other.right),
        bottom=max(one.bottom, other.bottom),
    )


def _area(box: Box) -> float:
    return (box.right - box.left) * (box.bottom - box.top)


def _distance(one: str, other: str) -> int:
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        before, row[0] = row[0], i
        for j, b in enumerate(other, start=1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (a != b))
    return row[-1]
