"""Arguments that tell which pages to measure on."""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from bench.samples import Order
from tests.paper import CONDITIONS

T = TypeVar("T")


def parser(program: str, about: str | None, *, pages: int) -> argparse.ArgumentParser:
    """With the arguments common to all: `pages` generated ones a condition and seed unless told otherwise."""
    asked = argparse.ArgumentParser(prog=program, description=about)
    asked.add_argument("--seeds", type=_many(int), default=[1], help="seeds, separated by spaces or commas")
    asked.add_argument("--pages", type=int, default=pages, help="generated pages a condition and seed; 0: none")
    asked.add_argument("--conditions", type=_many(_condition), default=[], help="some of the fifteen; none: all")
    asked.add_argument("--texts", type=folder, help="folder of *.txt for the bodies of generated pages")
    asked.add_argument("--code-mm", type=_millimetres, help="width of a QR code to print on generated pages")
    asked.add_argument("--folder", type=folder, help="folder of pages with .gt.txt beside them")
    return asked


def conditions(asked: argparse.Namespace) -> Sequence[str]:
    """Those to generate pages in."""
    return (asked.conditions or list(CONDITIONS)) if asked.pages else []


def order(asked: argparse.Namespace) -> Order:
    """What pages to generate."""
    return Order(seeds=asked.seeds, pages=asked.pages, texts=asked.texts, code_mm=asked.code_mm)


def _millimetres(text: str) -> float | None:
    return float(text) if text else None


def _many(kind: Callable[[str], T]) -> Callable[[str], list[T]]:
    return lambda text: [kind(part) for part in text.replace(",", " ").split()]


def _condition(name: str) -> str:
    if name not in CONDITIONS:
        raise argparse.ArgumentTypeError(f"{name}: one of {' '.join(CONDITIONS)}")
    return name


def folder(name: str) -> Path | None:
    """An empty name is none; a folder that is not there is an error, not a silent nothing."""
    if name and not Path(name).is_dir():
        raise argparse.ArgumentTypeError(f"{name}: no such folder")
    return Path(name) if name else None
