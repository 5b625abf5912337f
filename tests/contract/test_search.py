"""Search in a real PostgreSQL: what is found, in which order, and that no query breaks it."""

import json
from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from storage import BadCursor, Database, Hit, Hits
from tests.contract.made import NOON, a_dossier, a_page, a_paper

AGENCY = "K20.1"


@pytest.fixture(scope="module")
def papers(database: Database) -> dict[str, str]:
    """Five papers, the oldest first, as NAME: dossier code."""
    texts = {
        "accents apart": "Đỏ là màu của đất\nTờ hồ ghi sơ lược",
        "accents phrase": "Căn cứ hồ sơ Đất Đỏ của ủy ban\nSố: 15/QĐ-UBND ngày 05/3/2026",
        "plain phrase": "Ho so dat do khong dau, thuy loi",
        "plain apart": "So ho va do dat tren giay",
        "other accents": "Hộ số đặt độ, thủy lợi hòa bình",
    }
    made = {}
    for age, (name, text) in enumerate(texts.items()):
        dossier = a_dossier(database, agency=AGENCY, received_at=NOON + timedelta(days=age), title=name)
        a_paper(database, text, "trang hai không có gì", dossier=dossier)
        made[name] = dossier.code
    return made


def search(database: Database, query: str, **options: object) -> Hits:
    with database.begin() as db:
        return db.pages.search(query, **{"agency": AGENCY, **options})  # type: ignore[arg-type]


def titles(hits: Hits) -> list[str | None]:
    return [hit.title for hit in hits.items]


@pytest.mark.usefixtures("papers")
class TestOrder:
    def test_exact_accents_come_first_then_folded_and_phrases_before_words(self, database: Database) -> None:
        assert titles(search(database, "Hồ sơ Đất Đỏ")) == [
            "accents phrase",
            "accents apart",
            "other accents",
            "plain phrase",
            "plain apart",
        ]

    def test_without_accents_all_phrases_come_first_newest_on_top(self, database: Database) -> None:
        assert titles(search(database, "ho so dat do")) == [
            "other accents",
            "plain phrase",
            "accents phrase",
            "plain apart",
            "accents apart",
        ]

    def test_a_quoted_phrase_must_stand_together(self, database: Database) -> None:
        assert titles(search(database, '"Hồ sơ Đất Đỏ"')) == ["accents phrase", "other accents", "plain phrase"]
        assert titles(search(database, "“ho so” giay")) == []
        assert titles(search(database, '"so ho" giay')) == ["plain apart"]

    def test_the_place_of_the_tone_does_not_matter(self, database: Database) -> None:
        assert titles(search(database, "thuỷ hoà"))[0] == "other accents"
        assert titles(search(database, "uỷ ban")) == ["accents phrase"]

    def test_decomposed_input_finds_the_same(self, database: Database) -> None:
        assert titles(search(database, "u\u0309y ban")) == ["accents phrase"]

    @pytest.mark.parametrize("query", ["15/QĐ-UBND", "15/qd-ubnd", "Số: 15/QĐ-UBND", "qđ-ubnd 15"])
    def test_the_number_of_a_decision_is_found(self, database: Database, query: str) -> None:
        assert titles(search(database, query)) == ["accents phrase"]

    def test_d_with_and_without_its_bar_meet_when_folded(self, database: Database) -> None:
        assert "plain phrase" in titles(search(database, "đat"))


@pytest.mark.usefixtures("papers")
class TestHits:
    def test_a_hit_shows_its_place(self, database: Database) -> None:
        hit = search(database, "đất đỏ").items[0]
        assert hit.page == 1
        assert hit.document_name == "don.pdf"
        assert "hồ sơ Đất Đỏ của" in hit.snippet
        assert "\n" not in hit.snippet
        assert hit.boxes == ((40.0, 0.0, 49.0, 15.0), (50.0, 0.0, 59.0, 15.0))

    def test_words_on_a_page_apart_are_each_boxed(self, database: Database) -> None:
        (hit,) = search(database, '"do dat" "so ho"').items
        assert len(hit.boxes) == 4

    def test_a_part_of_a_code_finds_the_dossier_first(self, database: Database, papers: dict[str, str]) -> None:
        code = papers["plain apart"]
        for query in (code, code.lower(), f" {code} ".replace("-", " – "), code[3:], code[-6:]):
            hit = search(database, query).items[0]
            assert (hit.dossier, hit.document, hit.page) == (code, None, None), query

    def test_codes_come_newest_first_and_page_by_page(self, database: Database, papers: dict[str, str]) -> None:
        found: list[Hit] = []
        cursor = None
        while True:
            hits = search(database, AGENCY, limit=2, cursor=cursor)
            found += hits.items
            cursor = hits.next
            if cursor is None:
                break
        assert [hit.dossier for hit in found] == list(reversed(papers.values()))

    def test_since_and_until_are_days_of_receipt_both_included(self, database: Database) -> None:
        day = date(2026, 3, 6)
        assert titles(search(database, "ho so", since=day, until=day)) == ["accents phrase"]
        assert titles(search(database, "K20.1", since=day, until=day)) == ["accents phrase"]
        assert search(database, "K20.1", since=date.min, until=date.max).items
        assert search(database, "ho so", since=date(2030, 1, 1)).items == ()

    def test_an_agency_is_searched_with_those_it_took_over(self, database: Database) -> None:
        with database.begin() as db:
            for code in ("K21.1", "K21.2", "K21.3"):
                db.agencies.ensure(code)
        for code in ("K21.1", "K21.2", "K21.3"):
            a_paper(database, "giấy khai sinh", dossier=a_dossier(database, agency=code, title=code))
        with database.begin() as db:
            db.agencies.close("K21.1", date(2026, 3, 30), "K21.2")
        assert set(titles(search(database, "khai sinh", agency="K21.2"))) == {"K21.1", "K21.2"}
        assert set(titles(search(database, "khai sinh", agency="K21.1"))) == {"K21.1", "K21.2"}
        assert titles(search(database, "khai sinh", agency="K21.3")) == ["K21.3"]
        assert titles(search(database, "khai sinh", agency="Z99")) == []


def test_pages_of_hits_are_complete_and_without_repeats(database: Database) -> None:
    for age in range(6):
        dossier = a_dossier(database, agency="K22", received_at=NOON + timedelta(days=age // 3))
        a_paper(database, "sổ đỏ", "so do", "đỏ lắm sổ", "do roi so", dossier=dossier)
    whole = search(database, "sổ đỏ", agency="K22", limit=100).items
    assert len(whole) == 24
    for size in (1, 5, 7):
        found: list[Hit] = []
        cursor = None
        while True:
            hits = search(database, "sổ đỏ", agency="K22", limit=size, cursor=cursor)
            assert 0 < len(hits.items) <= size
            found += hits.items
            cursor = hits.next
            if cursor is None:
                break
        assert found == list(whole)


def test_replaced_pages_are_no_longer_found(database: Database) -> None:
    paper = a_paper(database, "bản cũ kỹ", "trang hai", dossier=a_dossier(database, agency="K23"))
    with database.begin() as db:
        db.pages.replace(paper.id, paper.dossier, 2, [a_page("bản mới tinh")])
        assert [page.text for page in db.pages.words(paper.id)] == ["bản mới tinh"]
    assert search(database, "cũ kỹ", agency="K23").items == ()
    assert len(search(database, "mới tinh", agency="K23").items) == 1


def test_a_long_document_is_kept_and_read_page_by_page(database: Database) -> None:
    texts = [f"trang {number} của tập" for number in range(1, 41)]
    paper = a_paper(database, *texts)
    with database.begin() as db:
        assert list(db.pages.text(paper.id)) == texts
        assert [page.number for page in db.pages.words(paper.id)] == list(range(1, 41))
        assert next(db.pages.words(paper.id)) == a_page(texts[0])
        assert list(db.pages.text(uuid4())) == []
        assert db.pages.size(paper.id, 3) == (595.0, 842.0)
        assert db.pages.size(paper.id, 99) == (595.0, 842.0)
        assert db.pages.size(uuid4(), 1) == (595.28, 841.89)


def test_no_query_breaks_the_search(database: Database) -> None:
    corpus = Path(__file__).parents[3] / "shared" / "corpus" / "text" / "naughty-strings.json"
    if not corpus.is_file():
        pytest.skip(f"no corpus at {corpus}")
    naughty = json.loads(corpus.read_text())
    with database.begin() as db:
        for query in [
            *naughty,
            "",
            " ",
            '"',
            '""',
            "'",
            "\\",
            "%",
            "_",
            "!!!",
            "a" * 10_000,
            "\x00",
            "\ud800",
            "-" * 500,
        ]:
            db.pages.search(query)
            db.pages.search(f'"{query}" x')


def test_a_page_of_naughty_text_is_kept_and_found(database: Database) -> None:
    corpus = Path(__file__).parents[3] / "shared" / "corpus" / "text" / "naughty-strings.json"
    if not corpus.is_file():
        pytest.skip(f"no corpus at {corpus}")
    texts = [*json.loads(corpus.read_text()), "\x00\ud800", "x" * 100_000, "từ " * 30_000]
    a_paper(database, *texts, dossier=a_dossier(database, agency="K24"))
    assert search(database, "undefined", agency="K24").items


def test_a_page_with_more_words_than_an_index_entry_holds_is_kept(database: Database) -> None:
    text = " ".join(f"chữ{number:06d}dàiđểđầychỗ" for number in range(60_000))
    a_paper(database, text, dossier=a_dossier(database, agency="K25"))
    assert search(database, "chu000001daidedaycho", agency="K25").items


@pytest.mark.parametrize(
    "cursor",
    ["x", "e30", "W10", "WzEsMl0", "WzksIjIwMjYtMDEtMDEiLCJ4IiwxXQ", "WzAsIjIwMjYtMDEtMDEiLCIwIiwxXQ", "é", "A" * 500],
)
def test_a_cursor_of_another_making_is_refused(database: Database, cursor: str) -> None:
    with pytest.raises(BadCursor):
        search(database, "ho so", cursor=cursor)
