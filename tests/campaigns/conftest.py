"""Lets the tests here write small logs as the tests of the earlier steps do."""

import sys
from pathlib import Path

for part in ("fingerprint", "flows", "groups"):
    sys.path.insert(0, str(Path(__file__).parents[1] / part))
