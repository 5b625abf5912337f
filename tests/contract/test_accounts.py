"""Accounts, passwords and tokens in a real PostgreSQL."""

from time import perf_counter

import pytest

from storage import Account, AlreadyExists, Database, NotFound, Role
from tests.contract.made import at_once


def an_account(name: str, *, active: bool = True) -> Account:
    return Account(name=name, role=Role.LEADER, display_name="Lê Thị Đào", agency="H29.17.30", active=active)


def test_an_account_is_made_once(database: Database) -> None:
    def make(_: int) -> None:
        with database.begin() as db:
            db.accounts.add(an_account("dao"), None)

    assert sorted(type(r).__name__ for r in at_once(3, make)) == ["AlreadyExists", "AlreadyExists", "NoneType"]
    with database.begin() as db:
        assert db.accounts.get("dao") == an_account("dao")
        assert an_account("dao") in db.accounts.all()
        with pytest.raises(NotFound):
            db.accounts.get("khong")


def test_a_password_opens_its_account_and_no_other_does(database: Database) -> None:
    with database.begin() as db:
        db.accounts.add(an_account("hoa"), "mật khẩu dài")
        assert db.accounts.check_password("hoa", "mật khẩu dài") == an_account("hoa")
        assert db.accounts.check_password("hoa", "mật khẩu dài".encode().decode()) is not None
        assert db.accounts.check_password("hoa", "mật khẩu") is None
        assert db.accounts.check_password("khong", "mật khẩu dài") is None
        db.accounts.set_password("hoa", "khác")
        assert db.accounts.check_password("hoa", "mật khẩu dài") is None
        assert db.accounts.check_password("hoa", "khác") is not None


def test_a_password_typed_on_another_keyboard_is_the_same(database: Database) -> None:
    with database.begin() as db:
        db.accounts.add(an_account("nfd"), "m\u1eadt")
        assert db.accounts.check_password("nfd", "ma\u0323\u0302t") is not None


def test_an_account_without_a_password_is_opened_by_none(database: Database) -> None:
    with database.begin() as db:
        db.accounts.add(an_account("trong"), None)
        assert db.accounts.check_password("trong", "") is None


def test_an_inactive_account_opens_to_nothing(database: Database) -> None:
    with database.begin() as db:
        db.accounts.add(an_account("nghi"), "x")
        bearer = db.accounts.issue_token("nghi", "máy")
        db.accounts.set_active("nghi", False)
        assert db.accounts.check_password("nghi", "x") is None
        assert db.accounts.by_token(bearer) is None


def test_an_unknown_name_costs_the_same_time_as_a_wrong_password(database: Database) -> None:
    with database.begin() as db:
        db.accounts.add(an_account("lau"), "x")
        db.accounts.check_password("khong", "y")  # the first call also makes the hash of nobody's password
        times = {}
        for name in ("lau", "khong"):
            start = perf_counter()
            db.accounts.check_password(name, "y")
            times[name] = perf_counter() - start
    assert times["khong"] > times["lau"] / 4


def test_a_token_opens_its_account_until_it_is_revoked(database: Database) -> None:
    with database.begin() as db:
        db.accounts.add(an_account("may"), None)
        scanner, desk = db.accounts.issue_token("may", "scanner"), db.accounts.issue_token("may", "desk")
        assert db.accounts.by_token(scanner) == an_account("may")
        assert db.accounts.by_token(scanner + "x") is None
        assert db.accounts.revoke("may", "scanner") == 1
        assert db.accounts.by_token(scanner) is None
        assert db.accounts.by_token(desk) is not None
        assert db.accounts.revoke("may") == 1
        assert db.accounts.by_token(desk) is None
        with pytest.raises(NotFound):
            db.accounts.issue_token("khong", "x")


def test_neither_passwords_nor_tokens_are_kept_in_the_clear(database: Database) -> None:
    with database.begin() as db:
        db.accounts.add(an_account("kin"), "bí mật")
        bearer = db.accounts.issue_token("kin", "x")
        kept = [*db.driver_connection.execute("SELECT * FROM account").fetchall()]
        kept += db.driver_connection.execute("SELECT * FROM token").fetchall()
    assert "bí mật" not in str(kept)
    assert bearer not in str(kept)


def test_a_second_account_of_one_name_is_refused(database: Database) -> None:
    with database.begin() as db:
        db.accounts.add(an_account("hai"), None)
        with pytest.raises(AlreadyExists):
            db.accounts.add(an_account("hai"), None)
