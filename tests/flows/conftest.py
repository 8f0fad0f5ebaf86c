"""Lets the tests here write exchanges as the fingerprint tests do."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "fingerprint"))
