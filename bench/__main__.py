"""`make bench`: how fast and how well, as ratios measured in one run, since machines differ and drift."""

import sys

from bench import ceremony, recognition, signatures


def main() -> int:
    """Print every table. Nothing here passes or fails: figures are for people to compare."""
    for bench in (recognition, signatures, ceremony):
        print(bench.TITLE)
        for line in bench.lines():
            print("  " + line, flush=True)
        print()
    return 0


if __name__ == "__main__":
    sys.exit(main())
