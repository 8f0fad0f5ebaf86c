"""A command line that imports a verb when it is used: help and the small verbs come at once."""

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any, cast

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command, get_group


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb, the panel of the help it stands in, its help in a line, and the module under
    `revenuer.cli` whose attribute of the verb's name, or `app`, it is."""

    name: str
    panel: str
    about: str
    module: str

    def load(self) -> Any:
        """The command, with all that it imports."""
        module = import_module(f"revenuer.cli.{self.module}")
        command: Any
        if hasattr(module, "app"):
            command = get_group(module.app)
        else:
            alone = typer.Typer(add_completion=False)
            alone.command(name=self.name)(getattr(module, self.name))
            command = get_command(alone)
        command.name = self.name
        return command

    def outline(self) -> TyperCommand:
        """What the help shows of it."""
        return TyperCommand(self.name, help=self.about, rich_help_panel=self.panel)


class _Loaded(Mapping[str, Any]):
    """Commands by name, each loaded when it is asked for."""

    def __init__(self, verbs: tuple[Verb, ...]) -> None:
        self._verbs = {verb.name: verb for verb in verbs}
        self._commands: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._commands:
            self._commands[name] = self._verbs[name].load()
        return self._commands[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._verbs)

    def __len__(self) -> int:
        return len(self._verbs)


def group_of(verbs: tuple[Verb, ...]) -> type[TyperGroup]:
    """The class of a command line with these verbs, in this order."""

    class OnDemand(TyperGroup):
        def __init__(self, **settings: Any) -> None:
            super().__init__(**{**settings, "commands": None})
            self.commands = cast(Any, _Loaded(verbs))

        def list_commands(self, ctx: Any) -> list[str]:
            return list(self.commands)

        def format_help(self, ctx: Any, formatter: Any) -> None:
            outlined = copy.copy(self)
            outlined.commands = {verb.name: verb.outline() for verb in verbs}
            TyperGroup.format_help(outlined, ctx, formatter)

    return OnDemand
