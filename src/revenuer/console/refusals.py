"""Requests that get no page: what happened, and what the reader can do."""


class Refused(Exception):
    """A request that is answered with an error page of this HTTP status."""

    def __init__(self, status: int, what: str, hint: str = "") -> None:
        self.status = status
        self.what = what
        self.hint = hint
        super().__init__(what)


def not_found(what: str = "There is no such page.") -> Refused:
    return Refused(404, what, "It may have been merged into another case, or mistyped.")
