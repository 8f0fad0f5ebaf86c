"""What a log must hold before a coordination question can be put to it, in plain words."""

from collections.abc import Iterable

import numpy as np

from revenuer.groups.view import GroupView
from revenuer.records import CannotAssess

_PLAIN = {
    "text": "prompt texts",
    "text_hashes": "hashes of prompt texts",
    "account_table": "account records",
    "created_at": "account creation times",
    "closed_at": "account closing times",
    "headers": "client headers",
    "params": "request parameters",
    "plan": "account plans",
    "tools": "the tools that requests offer",
    "conversation": "a way to tell which turns belong to one conversation",
}


def lacking(view: GroupView, signal: str, needs: Iterable[str]) -> CannotAssess | None:
    """The refusal for fields the log does not have, or None. The order of the words is fixed."""
    absent = sorted(set(needs) - view.fields)
    if not absent:
        return None
    words = " and ".join(_PLAIN.get(name, name.replace("_", " ")) for name in absent)
    return CannotAssess(signal, f"the log does not have {words}")


def too_few_customers(view: GroupView, signal: str, least: int = 2) -> CannotAssess | None:
    """The refusal for a group whose accounts belong to fewer than `least` declared customers.

    Accounts of one declared customer are openly one operator: their likeness shows nothing.
    """
    count = customer_count(view)
    if count >= least:
        return None
    if count == 1:
        why = "all accounts belong to one declared customer, who may run them alike openly"
    else:
        why = f"the accounts belong to {count} declared customers; at least {least} are needed"
    return CannotAssess(signal, why)


def customer_count(view: GroupView) -> int:
    """Unrelated customers among the group's accounts."""
    return len(np.unique(view.customers))
