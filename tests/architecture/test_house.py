"""The house stands as drawn: directions, doors, sizes. Each rule says file and line."""

from pathlib import Path

import pytest

from tests.architecture import house

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def product() -> list[house.Source]:
    return house.sources(ROOT)


def test_imports_point_down(product: list[house.Source]) -> None:
    assert house.pointing_up(product) == []


def test_each_outside_tool_has_one_door(product: list[house.Source]) -> None:
    assert house.through_the_wall(product) == []


def test_only_the_settings_read_the_environment(product: list[house.Source]) -> None:
    assert house.reading_the_environment(product) == []


def test_files_and_functions_are_short(product: list[house.Source]) -> None:
    assert house.too_long(product) == []


def test_test_files_are_short(product: list[house.Source]) -> None:
    assert house.too_long(house.sources(ROOT, ["tests", "bench"])) == []


def test_imports_stand_at_the_top(product: list[house.Source]) -> None:
    assert house.importing_late(product) == []


def test_names_say_what_is_inside(product: list[house.Source]) -> None:
    assert house.badly_named([*product, *house.sources(ROOT, ["tests", "bench"])]) == []


def test_no_two_modules_need_each_other(product: list[house.Source]) -> None:
    assert house.cycles(product) == []


def test_only_the_workers_loop_catches_everything(product: list[house.Source]) -> None:
    found = house.catching_everything(product)
    assert len(found) <= 1, found
    assert all(place.startswith("service/jobs/") for place in found), found
