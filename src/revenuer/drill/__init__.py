"""Staged traffic: campaigns, pools, look-alikes and ordinary customers, with the truth beside them.

`demo.write` writes a fortnight of a small provider's log, `volume.write` a log of any size for
measuring. A scenario is one file in `scenarios`; what it says comes from `bank`, who carries it
from `dispatch`, when from `schedule`. Nothing here knows how detection works.
"""
