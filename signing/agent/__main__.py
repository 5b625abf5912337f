"""`python -m signing.agent`."""

import logging
import sys

from signing.agent.start import main

# Libraries' warnings would stand among the papers shown.
logging.getLogger().addHandler(logging.NullHandler())
sys.exit(main(sys.argv[1:]))
