"""The one exception type whose text is written for a person."""


class Problem(Exception):
    """An input or argument that cannot be used. The command line prints it and exits with 2.

    `what` happened, `where` (file, line, field; may be empty), and `hint`: what to do about it.
    """

    exit_status = 2

    def __init__(self, what: str, *, where: str = "", hint: str = "") -> None:
        self.what = what
        self.where = where
        self.hint = hint
        super().__init__(str(self))

    def __str__(self) -> str:
        lines = [self.what]
        if self.where:
            lines.append(f"  where: {self.where}")
        if self.hint:
            lines.append(f"  try:   {self.hint}")
        return "\n".join(lines)


class Interrupted(Problem):
    """Work that stopped half-way and can be taken up again with `--resume`. Exits with 3."""

    exit_status = 3
