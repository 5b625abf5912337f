"""Number and date by hand of whole scans."""

from pathlib import Path

import pytest

import ocr
from ocr import FieldName, Step, fields_of
from ocr.by_hand import SURE_AT_MOST, reader
from tests.paper import Paper, a_scan, save_scan
from tests.unit.ocr.conftest import Digitise

SEEDS = (1, 2, 3)
NAMES = (FieldName.NUMBER_SYMBOL, FieldName.ISSUED_ON)


@pytest.fixture(scope="module")
def scans(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Paper, Path]]:
    """Papers and their scans."""
    folder = tmp_path_factory.mktemp("scans")
    papers = [a_scan("by_hand", seed=seed) for seed in SEEDS]
    return [(paper, save_scan(paper, "by_hand", folder / str(at))) for at, paper in enumerate(papers)]


def test_they_are_facts_that_a_person_is_to_check(digitise: Digitise, scans: list[tuple[Paper, Path]]) -> None:
    right = 0
    for paper, path in scans:
        facts = {fact.name: fact for fact in fields_of(digitise(path).recognised()) if fact.name in NAMES}
        assert all(fact.confidence <= SURE_AT_MOST for fact in facts.values())
        assert all(fact.value == paper.fields[name] for name, fact in facts.items())  # absent rather than wrong
        right += len(facts)
    assert right >= 2 * len(SEEDS) - 1


def test_their_words_stand_where_the_pen_wrote(digitise: Digitise, scans: list[tuple[Paper, Path]]) -> None:
    paper, path = scans[0]
    (page,) = digitise(path).recognised()
    written = [word for word in page.words if word.by_hand]
    assert [word.text for word in written] == [
        paper.fields["number_symbol"].partition("/")[0],
        paper.fields["issued_on"][-2:],
    ]
    for word in written:
        left, top, right, bottom = next(one.box for one in paper.words if one.text == word.text)
        assert word.box.right - word.box.left == pytest.approx(right - left, abs=4)  # points
        assert word.box.bottom - word.box.top == pytest.approx(bottom - top, abs=4)
        at = page.words.index(word)
        before, after = page.words[at - 1].box, page.words[at + 1].box
        assert before.right <= word.box.left < word.box.right <= after.left
        assert before.top - 8 < word.box.top < before.bottom < word.box.bottom + 8


def test_without_the_step_they_are_not_told(digitise: Digitise, scans: list[tuple[Paper, Path]]) -> None:
    (page,) = digitise(scans[0][1], without=frozenset({Step.BY_HAND})).recognised()
    assert not any(word.by_hand for word in page.words)
    assert not {fact.name for fact in fields_of([page])} & set(NAMES)


def test_a_page_that_the_network_breaks_down_on_fails_alone(
    digitise: Digitise, scans: list[tuple[Paper, Path]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = scans[0][1]
    printed = save_scan(a_scan("clean300", seed=1), "clean300", tmp_path / "printed")
    monkeypatch.setattr(reader, "WEIGHTS", ("rapidocr", "rapidocr/__init__.py"))
    done = digitise(first, printed)
    pages = list(done.recognised())
    assert done.failed == (1,)
    assert pages[0].failure is not None
    assert pages[0].failure.startswith("Bộ đọc số viết tay báo lỗi")
    assert pages[1].words


REAL = {
    "kh753.p1.jpg": {FieldName.ISSUED_ON: "2026-06-23"},  # in blue
    "2020-ct-05-nop-thue.p1.raw.jpg": {FieldName.NUMBER_SYMBOL: "05/CT-UBND", FieldName.ISSUED_ON: "2020-04-15"},
    "2025-cv-575-nghi-dinh.p1.raw.jpg": {FieldName.NUMBER_SYMBOL: "575/UBND-KTTH", FieldName.ISSUED_ON: "2025-02-04"},
}


@pytest.mark.parametrize("name", REAL)
def test_on_real_papers_they_are_read(digitise: Digitise, shared: Path, name: str) -> None:
    scan = shared / "corpus" / "real" / name
    if not scan.is_file():
        pytest.skip(f"no scan at {scan}")
    facts = fields_of(digitise(scan).recognised())
    assert {fact.name: fact.value for fact in facts if fact.name in NAMES} == REAL[name]


def test_a_word_by_hand_comes_back_from_the_spool() -> None:
    box = ocr.Box(left=1, top=2, right=3, bottom=4)
    word = ocr.Word(text="05", box=box, confidence=70.0, line=1, by_hand=True)
    page = ocr.RecognisedPage(number=1, width=9, height=9, rotation=0, words=(word,), text="05")
    assert ocr.RecognisedPage.from_json(page.to_json()) == page
