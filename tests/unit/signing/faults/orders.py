"""One order to sign, and the two steps in which a server carries it out whose signers keep their keys.

As a program this is such a step in a process of its own, to be killed:
`python -m tests.unit.signing.faults.orders prepare|embed DRAWER PAPER OUT LEVEL TSA ROOT`.
"""

import json
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from signing import Level, Patience, Pending, Signed, Trust, embed, load_certificate, load_trust, prepare


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is to be signed, and how."""

    paper: Path
    out: Path
    level: Level
    tsa: str
    root: Path
    patience: Patience | None = None

    @property
    def trust(self) -> Trust:
        """The root alone."""
        return load_trust([self.root])

    def words(self) -> list[str]:
        """As `main` reads it."""
        return [str(self.paper), str(self.out), self.level.value, self.tsa, str(self.root)]


@dataclass(frozen=True, slots=True)
class Drawer:
    """Where a document lies until its value comes: files, and nothing else."""

    folder: Path

    @property
    def certificate(self) -> Path:
        """The signer's, with its authority's; PEM."""
        return self.folder / "certificate.pem"

    @property
    def prepared(self) -> Path:
        """The document with room."""
        return self.folder / "prepared.pdf"

    @property
    def value(self) -> Path:
        """What the key made."""
        return self.folder / "value"

    @property
    def state(self) -> Path:
        """What is awaited, JSON."""
        return self.folder / "state.json"

    def pending(self) -> Pending:
        """What is awaited."""
        return Pending.from_json(json.loads(self.state.read_text()))

    def prepare(self, order: Order) -> None:
        """The first step."""
        holder = load_certificate(self.certificate.read_bytes())
        pending = prepare(order.paper, self.prepared, holder, trust=order.trust, patience=order.patience)
        self.state.write_text(json.dumps(pending.to_json()))

    def embed(self, order: Order, now: datetime | None = None) -> Signed:
        """The second step."""
        return embed(
            self.pending(),
            self.prepared,
            order.out,
            self.value.read_bytes(),
            load_certificate(self.certificate.read_bytes()),
            level=order.level,
            tsa=order.tsa,
            trust=order.trust,
            now=now,
            patience=order.patience,
        )

    def empty(self) -> None:
        """Begin anew."""
        for path in (self.prepared, self.state, self.value):
            path.unlink(missing_ok=True)


def main(step: str, drawer: str, paper: str, out: str, level: str, tsa: str, root: str) -> None:
    order = Order(paper=Path(paper), out=Path(out), level=Level(level), tsa=tsa, root=Path(root))
    steps = {"prepare": Drawer.prepare, "embed": Drawer.embed}
    steps[step](Drawer(Path(drawer)), order)


if __name__ == "__main__":
    main(*sys.argv[1:])
