"""A small generative grammar: templates with slots, alternatives, numbers and memory.

`{thing}` expands a rule or a context entry; `{Thing}` the same, first letter upper-case;
`{a|b|}` one alternative, possibly empty, possibly with slots inside; `{#3-40}` a whole number;
`{who=person}` expands `person` and remembers it, so that `{who}` says it again. `{{` and `}}` are
literal braces.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

from revenuer.drill.dice import Dice

Context = Mapping[str, str | Sequence[str]]
Part = str | Callable[["Grammar", Dice, dict[str, str], Context], str]
Template = str | tuple[Part, ...]
"""A text without slots stays a plain string."""

_NAME = re.compile(r"[^\W\d]\w*\Z")
_BIND = re.compile(r"([^\W\d]\w*)=(.+)\Z", re.DOTALL)
_NUMBER = re.compile(r"#(\d+)-(\d+)\Z")


class Grammar:
    """Named rules, each a list of templates of which one is chosen at random."""

    def __init__(self, rules: Mapping[str, Sequence[str]]) -> None:
        self._rules: dict[str, tuple[Template, ...]] = {
            name: tuple(compile_template(text) for text in texts) for name, texts in rules.items()
        }

    def __contains__(self, name: str) -> bool:
        return name in self._rules

    def narrowed(self, dice: Dice, share: float, keep: Sequence[str] = ()) -> "Grammar":
        """The same grammar with fewer words: about `share` of each rule's alternatives, less of
        the long lists. What one firm or one customer talks about. Rules in `keep` stay whole."""
        narrow = Grammar({})
        for name, options in self._rules.items():
            n = len(options)
            part = share if n < 25 else share * share / 2
            whole = n < 4 or name in keep
            narrow._rules[name] = (
                options if whole else tuple(dice.sample(options, max(3, round(part * n))))
            )
        return narrow

    def say(self, rule: str, dice: Dice, context: Context | None = None) -> str:
        """Expand one template of `rule`. A missing rule or slot raises KeyError with its name."""
        return self._fill(dice.pick(self._rules[rule]), dice, {}, context or {})

    def fill(self, text: str, dice: Dice, context: Context | None = None) -> str:
        """Expand `text` itself as a template."""
        return self._fill(compile_template(text), dice, {}, context or {})

    def _fill(
        self, template: Template, dice: Dice, memory: dict[str, str], context: Context
    ) -> str:
        if type(template) is str:
            return template
        return "".join([p if type(p) is str else p(self, dice, memory, context) for p in template])  # type: ignore[operator]

    def resolve(self, name: str, dice: Dice, memory: dict[str, str], context: Context) -> str:
        """The text of slot `name`: remembered, given by the context, or a rule of the grammar."""
        if name in memory:
            return memory[name]
        given = context.get(name)
        if given is not None:
            # context text is said as it stands: it may hold braces of its own (code, JSON)
            return given if isinstance(given, str) else dice.pick(given)
        return self._fill(dice.pick(self._rules[name]), dice, memory, context)


@lru_cache(maxsize=1 << 16)
def compile_template(text: str) -> Template:
    """Parse a template into literals and slots. Raises ValueError on unbalanced braces."""
    parts: list[Part] = []
    literal: list[str] = []
    i = 0
    while i < len(text):
        char = text[i]
        if char in "{}" and text[i : i + 2] == char * 2:
            literal.append(char)
            i += 2
        elif char == "{":
            end = _closing(text, i)
            if literal:
                parts.append("".join(literal))
                literal = []
            parts.append(_slot(text[i + 1 : end]))
            i = end + 1
        elif char == "}":
            raise ValueError(f"unbalanced brace at {i} in template {text!r}")
        else:
            literal.append(char)
            i += 1
    if literal:
        parts.append("".join(literal))
    if all(type(part) is str for part in parts):
        return "".join(str(part) for part in parts)
    return tuple(parts)


def _closing(text: str, start: int) -> int:
    depth = 0
    for i in range(start, len(text)):
        depth += (text[i] == "{") - (text[i] == "}")
        if depth == 0:
            return i
    raise ValueError(f"unclosed brace at {start} in template {text!r}")


def _alternatives(body: str) -> list[str]:
    out, depth, start = [], 0, 0
    for i, char in enumerate(body):
        depth += (char == "{") - (char == "}")
        if char == "|" and depth == 0:
            out.append(body[start:i])
            start = i + 1
    return [*out, body[start:]]


def _slot(body: str) -> Part:
    options = _alternatives(body)
    if len(options) > 1:
        return _choice(tuple(compile_template(option) for option in options))
    if number := _NUMBER.match(body):
        return _number(int(number[1]), int(number[2]))
    if bind := _BIND.match(body):
        return _remember(bind[1], _slot(bind[2]))
    if not _NAME.match(body):
        raise ValueError(f"not a slot: {{{body}}}")
    return _capital(body[0].lower() + body[1:]) if body[0].isupper() else _name(body)


def _choice(options: tuple[Template, ...]) -> Part:
    if all(isinstance(option, str) for option in options):
        words = tuple(str(option) for option in options)
        return lambda grammar, dice, memory, context: dice.pick(words)

    def part(grammar: Grammar, dice: Dice, memory: dict[str, str], context: Context) -> str:
        return grammar._fill(dice.pick(options), dice, memory, context)

    return part


def _number(low: int, high: int) -> Part:
    def part(grammar: Grammar, dice: Dice, memory: dict[str, str], context: Context) -> str:
        return str(dice.between(low, high))

    return part


def _remember(name: str, inner: Part) -> Part:
    def part(grammar: Grammar, dice: Dice, memory: dict[str, str], context: Context) -> str:
        said = inner if isinstance(inner, str) else inner(grammar, dice, memory, context)
        memory[name] = said
        return said

    return part


def _name(name: str) -> Part:
    def part(grammar: Grammar, dice: Dice, memory: dict[str, str], context: Context) -> str:
        return grammar.resolve(name, dice, memory, context)

    return part


def _capital(name: str) -> Part:
    def part(grammar: Grammar, dice: Dice, memory: dict[str, str], context: Context) -> str:
        said = grammar.resolve(name, dice, memory, context)
        return said[:1].upper() + said[1:]

    return part
