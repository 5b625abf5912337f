"""Dossiers in a real PostgreSQL: codes are given once, whoever asks at the same moment."""

from datetime import UTC, date, datetime, timedelta

import pytest

from storage import (
    AgencyClosed,
    AlreadyExists,
    BadCursor,
    Conflict,
    Database,
    Dossier,
    NotACode,
    NotFound,
    RecentDossier,
    State,
    Status,
)
from tests.contract.made import NOON, a_document, a_dossier, at_once, digitise


def test_a_dossier_without_a_code_gets_the_next_of_its_agency_and_day(database: Database) -> None:
    codes = [a_dossier(database, agency="G10.1").code for _ in range(3)]
    assert codes == ["G10.1-260305-0001", "G10.1-260305-0002", "G10.1-260305-0003"]


def test_an_old_agency_code_gives_a_code_of_the_old_form(database: Database) -> None:
    assert a_dossier(database, agency="000.00.17.H29").code == "000.00.17.H29-260305-0001"


def test_the_day_of_a_code_is_the_day_in_viet_nam(database: Database) -> None:
    late = datetime(2026, 3, 5, 18, 30, tzinfo=UTC)  # 01:30 of the sixth
    assert a_dossier(database, agency="G10.2", received_at=late).code == "G10.2-260306-0001"


def test_a_given_code_keeps_later_ones_clear_of_its_serial(database: Database) -> None:
    a_dossier(database, "G10.3-260305-0041", agency="G10.3")
    assert a_dossier(database, agency="G10.3").code == "G10.3-260305-0042"


def test_a_given_code_is_normalised(database: Database) -> None:
    given = a_dossier(database, " g10.4 – 26O305 – 0001 ", agency="G10.4")
    assert given.code == "G10.4-260305-0001"
    with pytest.raises(NotACode):
        a_dossier(database, "G10.4-260231-0001", agency="G10.4")


def test_a_code_is_given_to_one_dossier_only(database: Database) -> None:
    a_dossier(database, "G10.5-260305-0001", agency="G10.5")
    with pytest.raises(AlreadyExists):
        a_dossier(database, "G10.5-260305-0001", agency="G10.5")


def test_of_two_clerks_with_one_code_exactly_one_gets_it(database: Database) -> None:
    results = at_once(4, lambda _: a_dossier(database, "G10.6-260305-0001", agency="G10.6"))
    assert sum(isinstance(result, Dossier) for result in results) == 1
    assert sum(isinstance(result, AlreadyExists) for result in results) == 3


def test_eight_clerks_at_once_get_forty_different_codes_without_a_gap(database: Database) -> None:
    results = at_once(8, lambda _: [a_dossier(database, agency="G10.7").code for _ in range(5)])
    codes = [code for result in results if isinstance(result, list) for code in result]
    assert sorted(codes) == [f"G10.7-260305-{n:04d}" for n in range(1, 41)]


def test_given_and_next_codes_at_once_end_in_no_deadlock(database: Database) -> None:
    def one(number: int) -> Dossier:
        return a_dossier(database, f"G10.8-260305-{number + 1:04d}" if number % 2 else None, agency="G10.8")

    results = at_once(8, one)
    assert all(isinstance(result, Dossier | AlreadyExists) for result in results)


def test_a_closed_agency_takes_no_dossier_but_its_successor_does(database: Database) -> None:
    with database.begin() as db:
        db.agencies.ensure("G11.1", "Quận Một")
        db.agencies.ensure("G11.2", "Phường Một")
        db.agencies.close("G11.1", date(2025, 6, 30), "G11.2")
    with pytest.raises(AgencyClosed, match=r"G11\.2"):
        a_dossier(database, agency="G11.1")
    with pytest.raises(AgencyClosed):
        a_dossier(database, "G11.1-260305-0001", agency="G11.2")
    assert a_dossier(database, agency="G11.2").agency == "G11.2"
    assert a_dossier(database, agency="G11.1", received_at=datetime(2025, 6, 30, 9, tzinfo=UTC)).code.endswith("0001")


def test_a_paper_of_the_closed_agencys_own_days_may_still_be_taken_by_its_successor(database: Database) -> None:
    with database.begin() as db:
        db.agencies.ensure("G11.4")
        db.agencies.ensure("G11.3")
        db.agencies.close("G11.3", date(2025, 6, 30), "G11.4")
    assert a_dossier(database, "G11.3-250630-0007", agency="G11.4").agency == "G11.4"


def test_an_agency_that_has_not_begun_takes_no_dossier(database: Database) -> None:
    with database.begin() as db:
        db.agencies.ensure("G11.9")
        db.agencies.open_from("G11.9", date(2026, 7, 1))
    with pytest.raises(AgencyClosed):
        a_dossier(database, agency="G11.9")


def test_the_lineage_of_an_agency_is_all_that_went_into_it(database: Database) -> None:
    with database.begin() as db:
        for code in ("G12", "G12.1", "G12.2", "G12.1.1"):
            db.agencies.ensure(code)
        db.agencies.close("G12.1.1", date(2020, 1, 1), "G12.1")
        db.agencies.close("G12.1", date(2025, 6, 30), "G12")
        assert db.agencies.lineage("G12") == ("G12", "G12.1", "G12.1.1")
        assert db.agencies.successors("G12.1.1") == ("G12.1.1", "G12", "G12.1")
        assert db.agencies.searched("G12.1") == ("G12.1", "G12.1.1", "G12")
        assert db.agencies.lineage("Z99") == ("Z99",)


def test_successors_never_form_a_circle(database: Database) -> None:
    with database.begin() as db:
        for code in ("G13.1", "G13.2", "G13.3"):
            db.agencies.ensure(code)
        db.agencies.close("G13.1", date(2025, 1, 1), "G13.2")
        db.agencies.close("G13.2", date(2025, 1, 1), "G13.3")
        with pytest.raises(Conflict):
            db.agencies.close("G13.3", date(2025, 1, 1), "G13.1")


def test_a_dossier_moves_only_as_the_rules_say(database: Database) -> None:
    code = a_dossier(database).code
    with database.begin() as db:
        assert db.dossiers.move(code, State.ACCEPTED).state is State.ACCEPTED
        with pytest.raises(Conflict):
            db.dossiers.move(code, State.RETURNED)


def test_a_dossier_is_archived_once(database: Database) -> None:
    code = a_dossier(database).code
    with database.begin() as db:
        assert db.dossiers.archive(code, NOON).archived_at == NOON
        assert db.dossiers.archive(code, NOON + timedelta(days=1)).archived_at == NOON


def test_an_unknown_dossier_is_not_found(database: Database) -> None:
    with database.begin() as db, pytest.raises(NotFound):
        db.dossiers.get("G99-260305-0001")


def test_the_desk_sees_its_dossiers_newest_first_with_their_papers(database: Database) -> None:
    made = [
        a_dossier(database, agency="G14", received_at=NOON + timedelta(minutes=i), created_by="lan") for i in range(5)
    ]
    a_document(database, made[4])
    digitise(database, a_document(database, made[4]))
    seen: list[RecentDossier] = []
    cursor = None
    with database.begin() as db:
        while True:
            part = db.dossiers.recent(limit=2, before=cursor, created_by="lan")
            seen += part.items
            cursor = part.next
            if cursor is None:
                break
    assert [item.dossier.code for item in seen] == [d.code for d in reversed(made)]
    assert seen[0].counts == {Status.RECEIVED: 1, Status.DIGITISED: 1}
    assert seen[1].counts == {}


@pytest.mark.parametrize("cursor", ["", "x", "e30", "W10", "WzEsMl0", "WyIyMDI2LTAxLTAxIiwieCJd", "é" * 9, "A" * 500])
def test_a_cursor_of_another_making_is_refused(database: Database, cursor: str) -> None:
    with database.begin() as db, pytest.raises(BadCursor):
        db.dossiers.recent(limit=2, before=cursor)
