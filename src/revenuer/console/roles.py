"""Who may do what: four roles, each holding all that the ones before it may."""

from enum import StrEnum


class Role(StrEnum):
    """`VIEWER` reads cases without third parties' text; `ANALYST` judges, proposes and may ask for
    text with a reason; `APPROVER` agrees to what others proposed; `ADMIN` keeps people and
    settings."""

    VIEWER = "viewer"
    ANALYST = "analyst"
    APPROVER = "approver"
    ADMIN = "admin"


_ORDER = tuple(Role)

MEANING = {
    Role.VIEWER: "reads cases; never third parties' text",
    Role.ANALYST: "judges cases, proposes actions, asks for text with a reason",
    Role.APPROVER: "also agrees to what others proposed",
    Role.ADMIN: "also keeps people and settings",
}


def may(role: Role, least: Role) -> bool:
    """Whether `role` holds what `least` holds."""
    return _ORDER.index(role) >= _ORDER.index(least)
