"""`python -m signing`."""

import logging
import sys

from signing.cli import main

# Libraries' warnings would stand between the caller and our one line on standard error.
logging.getLogger().addHandler(logging.NullHandler())
sys.exit(main(sys.argv[1:]))
