"""The secrets of an installation are made once and never made up for lost ones."""

import json
from pathlib import Path

import pytest

from service.local.errors import Damaged
from service.local.keys import Keys, load_keys


def test_keys_are_the_same_the_second_time(tmp_path: Path) -> None:
    path = tmp_path / "secrets.json"
    assert load_keys(path, fresh=True) == load_keys(path, fresh=False)


def test_two_installations_share_no_key(tmp_path: Path) -> None:
    one, other = (json.loads(_made(tmp_path / name).read_text()) for name in "ab")
    assert not set(one.values()) & set(other.values())
    assert len(set(one.values())) == len(one)


def test_only_the_owner_can_read_the_file(tmp_path: Path) -> None:
    assert _made(tmp_path / "secrets.json").stat().st_mode & 0o777 == 0o600


def test_lost_keys_are_not_replaced_while_data_exists(tmp_path: Path) -> None:
    with pytest.raises(Damaged, match="sao lưu"):
        load_keys(tmp_path / "secrets.json", fresh=False)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("text", ["", "{", "[1]", '{"session": 5}', "\x00"])
def test_a_damaged_file_is_refused_and_left_as_it_is(tmp_path: Path, text: str) -> None:
    path = tmp_path / "secrets.json"
    path.write_text(text)
    with pytest.raises(Damaged):
        load_keys(path, fresh=True)
    assert path.read_text() == text


def test_a_key_that_a_newer_version_needs_is_added_to_the_others(tmp_path: Path) -> None:
    path = _made(tmp_path / "secrets.json")
    old = json.loads(path.read_text())
    path.write_text(json.dumps({name: value for name, value in old.items() if name != "session"}))
    new = load_keys(path, fresh=False)
    assert new.session != old["session"]
    assert json.loads(path.read_text()) == {**old, "session": new.session}


def test_secrets_stay_out_of_what_is_printed(tmp_path: Path) -> None:
    keys = load_keys(tmp_path / "secrets.json", fresh=True)
    shown = repr(keys)
    assert keys.s3_app_access in shown
    secrets = [getattr(keys, name) for name in Keys.__slots__ if not name.endswith("_access")]
    assert not [secret for secret in secrets if secret in shown]


def _made(path: Path) -> Path:
    load_keys(path, fresh=True)
    return path
