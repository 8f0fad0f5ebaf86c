"""An intent: phrases in several languages, and which of them together mean it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Intent:
    """What a prompt asks for, recognised by its wording at native speed.

    `cues` maps a cue class ("reasoning", "verbatim") to lower-case phrases in any language; a
    phrase that begins or ends with a letter of a script with spaces matches at word boundaries
    only. `rules` are alternatives: each a set of cue classes that must all be present in the system
    prompt or the new turn. `target` is the capability named to people, or "". `examples` must be
    recognised, `counterexamples` must not. `in_answer`: the rules are asked of the answer.
    """

    name: str
    target: str
    cues: dict[str, tuple[str, ...]]
    rules: tuple[frozenset[str], ...]
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...]
    in_answer: bool = False
