"""Every fault with every kind of key: a typed error or a word, nothing half done, and the next try signs."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from signing import Profile, Verdict, verify
from tests.unit.signing.faults.bench import Town, a_bench, a_town
from tests.unit.signing.faults.keys import Kind
from tests.unit.signing.faults.table import MEANINGLESS, TABLE
from tests.unit.signing.papers import leaving_nothing

CELLS = [(row, kind) for row, fault in TABLE.items() for kind in fault.endings]
PEOPLE_READ = Path(__file__).parents[4] / "docs" / "signing-faults.md"


@pytest.fixture(scope="module")
def town(token_reader: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with a_town(tmp_path_factory.mktemp("town")) as running:
        yield running


@pytest.mark.parametrize(("row", "kind"), CELLS, ids=[f"{row} - {kind}" for row, kind in CELLS])
def test_a_fault_is_told_leaves_nothing_half_done_and_the_next_try_signs(
    row: str, kind: Kind, town: Town, tmp_path: Path
) -> None:
    fault = TABLE[row]
    with a_bench(town, kind, tmp_path) as bench:
        order = bench.order(fault.level, fault.patience)
        source = sha256(order.paper.read_bytes()).hexdigest()
        must = fault.endings[kind]
        if must.error:
            with leaving_nothing(bench.desk):
                ended = fault.meets(bench, order)
        else:
            ended = fault.meets(bench, order)
        assert ended == must
        assert must.said in ended.said
        if must.exit == 0:
            report = verify(order.out, order.trust, profile=Profile.OWN)
            assert (report.verdict, report.signatures[0].level) == (Verdict.VALID, fault.level)
        assert bench.key.sign(bench.order(fault.level)).warnings == ()
        assert sha256(order.paper.read_bytes()).hexdigest() == source
        assert sorted(path.name for path in bench.desk.iterdir()) == ["out.pdf", "paper.pdf"]
    assert verify(order.out, order.trust, profile=Profile.OWN).verdict is Verdict.VALID


def test_every_cell_is_tried_or_has_a_reason_not_to_be() -> None:
    assert {(row, kind) for row in TABLE for kind in Kind} == set(CELLS) | MEANINGLESS.keys()
    assert MEANINGLESS.keys().isdisjoint(CELLS)


def test_people_can_read_how_every_fault_ends() -> None:
    told = PEOPLE_READ.read_text("utf-8")
    for fault in TABLE.values():
        for ending in fault.endings.values():
            assert f"`{ending.code}`" in told or ending.error in ("", "OSError")
