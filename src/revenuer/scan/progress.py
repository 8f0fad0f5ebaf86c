"""Progress bars on the terminal; silent where there is none."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars


class Progress:
    """A list of steps, each with a bar. Written to standard error."""

    def __init__(self, quiet: bool = False) -> None:
        self._bars = Bars(
            TextColumn("{task.description:<22}"),
            BarColumn(bar_width=32),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=Console(stderr=True, quiet=quiet),
            disable=quiet,
        )

    def __enter__(self) -> Self:
        self._bars.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bars.stop()

    @contextmanager
    def step(self, name: str, total: int) -> Iterator[Callable[[], None]]:
        """A bar of `total` ticks; yields what advances it by one."""
        bar = self._bars.add_task(name, total=max(1, total))
        yield lambda: self._bars.advance(bar)
        self._bars.update(bar, completed=max(1, total))
