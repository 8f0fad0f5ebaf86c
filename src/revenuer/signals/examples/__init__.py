"""Small synthetic groups that signals show themselves on: guilty and innocent shapes alike.

Two pure cases and what lies between. *Own*: every account is an independent customer with its own
topics, language, hours, parameters, rate (log-normal) and bursts. *Dealt*: one stream of
conversations is drawn first and its conversations are then given to accounts, at random or to the
account idle longest (`lru`). Everything else is a keyword; `changed` replaces single arrays.
"""

from revenuer.signals.examples.clock import DAY, HOUR, SECOND, START
from revenuer.signals.examples.view import ALL_FIELDS, PARAMS, build_view, changed

__all__ = ["ALL_FIELDS", "DAY", "HOUR", "PARAMS", "SECOND", "START", "build_view", "changed"]
