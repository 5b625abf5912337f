"""`python -m signing`."""

import sys

from signing.cli import main

sys.exit(main(sys.argv[1:]))
