"""What an operator asks for: one function a kind of harvest.

Each takes dice, with which it settles once what stays the same in the whole campaign (wording,
parameters, tools), and the material, and returns what makes one job after the other.
"""

import base64
from collections.abc import Callable
from dataclasses import dataclass, field

from revenuer.drill import bank
from revenuer.drill.dice import Dice
from revenuer.drill.grammar import Context
from revenuer.drill.material import Item, Material, worked


@dataclass(frozen=True, slots=True)
class Job:
    """One conversation to be had: its turns as (prompt, answer), and what goes with them. The
    first is asked; the next `results` of them report what a tool did."""

    role: str
    turns: tuple[tuple[str, str], ...]
    params: dict[str, object] = field(default_factory=dict)
    system: str | None = None
    tools: tuple[str, ...] = ()
    results: int = 0


Work = Callable[[Dice], Job]
Workload = Callable[[Dice, Material], Work]


_SLOTS = ("payload", "reply", "rubric", "raw")


def _frame(rule: str, dice: Dice) -> Callable[[Context], str]:
    """A campaign's own wording of a frame, drawn once; it returns the frame filled."""
    fixed = bank.grammar("frames").say(rule, dice, {slot: f"\x00{slot}\x00" for slot in _SLOTS})

    def filled(words: Context) -> str:
        text = fixed
        for slot in _SLOTS:
            if slot in words:
                text = text.replace(f"\x00{slot}\x00", str(words[slot]))
        return text

    return filled


def _voice(item: Item) -> str:
    return "elicit" if item.lang == "en" else f"elicit_{item.lang}"


def _reasoned(dice: Dice, item: Item) -> str:
    return bank.grammar(_voice(item)).say("answer_block", dice, item.words)


def fixed_prompt(dice: Dice, material: Material) -> Work:
    """A fixed demand for the reasoning before and after long varying payloads."""
    wording = {
        lang: tuple(
            bank.grammar("frames" if lang == "en" else f"elicit_{lang}").say(rule, dice)
            for rule in ("prefix", "suffix")
        )
        for lang in material.langs
    }
    params: dict[str, object] = {"temperature": 0.6, "top_p": 0.95, "max_tokens": 8192}

    def work(dice: Dice) -> Job:
        item = material.long_item(dice)
        prefix, suffix = wording[item.lang]
        prompt = f"{prefix}\n\n{item.prompt}\n\n{suffix}"
        return Job("harvest", ((prompt, _reasoned(dice, item)),), params)

    return work


def varied_prompt(dice: Dice, material: Material) -> Work:
    """The same demand in other words and another order each time."""

    def work(dice: Dice) -> Job:
        item = material.item(dice)
        voice = bank.grammar("elicit_varied" if item.lang == "en" else f"elicit_{item.lang}")
        prompt = voice.say("whole", dice, {**item.words, "payload": item.prompt})
        return Job("harvest", ((prompt, _reasoned(dice, item)),), {"temperature": 0.6})

    return work


def unique_tasks(dice: Dice, material: Material) -> Work:
    """Tens of thousands of different tasks, no template."""

    def work(dice: Dice) -> Job:
        item = material.item(dice)
        return Job(
            "harvest",
            ((item.prompt, worked(dice, item)),),
            {"temperature": 0.7, "max_tokens": 4096},
        )

    return work


def _graded(dice: Dice, material: Material) -> tuple[Context, Item]:
    """A task, another model's answer to it, and a rubric."""
    grammar, item = bank.grammar("grading"), material.item(dice)
    words: Context = {**item.words, "payload": item.prompt}
    made = {rule: grammar.say(rule, dice, words) for rule in ("reply", "rubric", "raw")}
    return {**words, **made}, item


def grading(dice: Dice, material: Material) -> Work:
    """Other models' answers graded by rubric."""
    frame = _frame("grade", dice)

    def work(dice: Dice) -> Job:
        words, _ = _graded(dice, material)
        turn = (frame(words), bank.grammar("grading").say("verdict", dice, words))
        return Job("grading", (turn,), {"temperature": 0.0, "max_tokens": 1024})

    return work


def cleaning(dice: Dice, material: Material) -> Work:
    """Raw chains of thought from elsewhere sent in for clean-up."""
    frame = _frame("clean", dice)

    def work(dice: Dice) -> Job:
        words, _ = _graded(dice, material)
        turn = (frame(words), bank.grammar("grading").say("cleaned", dice, words))
        return Job("clean-up", (turn,), {"temperature": 0.0, "max_tokens": 2048})

    return work


def safe_rewrites(dice: Dice, material: Material) -> Work:
    """Answers rewritten so that a censor would pass them."""

    def work(dice: Dice) -> Job:
        words, item = _graded(dice, material)
        words = {**words, "reply": worked(dice, item)}
        turn = (bank.grammar("agentic").say("safe", dice, words), worked(dice, item))
        return Job("safe rewrite", (turn,), {"temperature": 0.3, "max_tokens": 2048})

    return work


def probing(dice: Dice, material: Material) -> Work:
    """One technique after another for getting at the reasoning."""

    def work(dice: Dice) -> Job:
        item = material.item(dice)
        words = {**item.words, "payload": item.prompt}
        turn = (bank.grammar("elicit").say("probe", dice, words), _reasoned(dice, item))
        return Job("probe", (turn,), {"temperature": dice.pick((0.0, 0.6, 1.0))})

    return work


def agentic(frame: str, task: str) -> Workload:
    """Tool-using work under a fixed frame (`system_coding`, `system_analyst`), several turns
    whose later ones are tool results."""

    def workload(dice: Dice, material: Material) -> Work:
        voice = bank.grammar("agentic")
        system = bank.grammar("frames").say(frame, dice)

        def work(dice: Dice) -> Job:
            turns = [(voice.say(task, dice), voice.say("answer", dice))]
            turns += [
                (voice.say("tool_result", dice), voice.say("answer", dice))
                for _ in range(dice.geometric(1.8) - 1)
            ]
            return Job(
                "harvest", tuple(turns[:8]), {"temperature": 1.0, "max_tokens": 16384}, system,
                ("run_tests", "read_file", "apply_patch", "list_dir", "query"), results=7,
            )  # fmt: skip

        return work

    return workload


def replayed(dice: Dice, material: Material) -> Work:
    """A task, then its sealed reasoning carried into a second turn to be transcribed."""
    voice = bank.grammar("agentic")

    def work(dice: Dice) -> Job:
        item = material.item(dice)
        sealed = base64.b64encode(dice.rng.bytes(dice.between(90, 240))).decode()
        answer = f"[sealed:{sealed}]\n{worked(dice, item)}"
        ask = (voice.say("transcribe", dice), _reasoned(dice, item))
        return Job("harvest", ((item.prompt, answer), ask), {"temperature": 0.0})

    return work


def blended(parts: tuple[tuple[Workload, float], ...]) -> Workload:
    """Several workloads in given shares."""

    def workload(dice: Dice, material: Material) -> Work:
        works = [kind(dice.child(str(i)), material) for i, (kind, _) in enumerate(parts)]
        shares = [share for _, share in parts]
        return lambda dice: dice.weighted(works, shares)(dice)

    return workload
