"""Coined exchanges: the teacher samples answers, a ledger's coins choose which are served."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from revenuer.lab.examples import Example, tasks
from revenuer.lab.world import island
from revenuer.mark.beginning import init
from revenuer.mark.ledger import Ledger
from revenuer.mark.requests import PairRequest
from revenuer.mark.selection import Selection
from revenuer.problems import Problem

Ask = Callable[[Sequence[str], int], list[str]]  # prompts, seed -> one answer each

ACCOUNTS = tuple(f"acct-{number:02}" for number in range(1, 11))
MOST_ROUNDS = 6  # prompts are asked in rounds, as some answers are too alike for a coin
SELECTION = Selection(longest_ratio=2.5)


@dataclass(frozen=True, slots=True)
class Exposure:
    """Coined sets, in the order of the ledger. `members[i][0]` was served, the others kept."""

    leaves: tuple[int, ...]
    accounts: tuple[str, ...]
    prompts: tuple[str, ...]
    members: tuple[tuple[str, ...], ...]

    def served(self) -> list[Example]:
        """What the accounts got."""
        return [Example(p, m[0]) for p, m in zip(self.prompts, self.members, strict=True)]

    def kept(self) -> list[Example]:
        """The first twin of each set: what a student of the twins would be trained on."""
        return [Example(p, m[1]) for p, m in zip(self.prompts, self.members, strict=True)]

    def first(self, count: int) -> "Exposure":
        """The first `count` sets."""
        return self.picked(range(count))

    def picked(self, rows: Sequence[int]) -> "Exposure":
        """These sets only."""
        return Exposure(
            tuple(self.leaves[i] for i in rows),
            tuple(self.accounts[i] for i in rows),
            tuple(self.prompts[i] for i in rows),
            tuple(self.members[i] for i in rows),
        )


def expose(
    ask: Ask, folder: Path, count: int, twins: int, seed: int, *, times: int = 1
) -> Exposure:
    """`count` coined exchanges on towns only teachers know, kept in `folder` and read back there.

    Each prompt is asked `times` times, by another account each time, with a coin of its own.
    The ledger in `folder`/ledger holds the same pairs, as an auditor would get them.
    """
    saved = folder / "exposure.parquet"
    if saved.is_file():
        return _read(saved)
    folder.mkdir(parents=True, exist_ok=True)
    init(folder / "ledger", f"lab.example/{folder.name}", keep_texts=True)
    requests = list(islice(_requests(ask, count, twins, seed, times), count))
    if not requests:
        raise Problem(
            "The teacher's answers are too alike, too short or too uneven for coins.",
            where=str(folder),
            hint="train the teacher longer",
        )
    with Ledger(folder / "ledger") as ledger:
        receipts = ledger.append_many(requests)
    rows = [
        (receipt.index, request, str(receipt.answer))
        for receipt, request in zip(receipts, requests, strict=True)
    ]
    exposure = Exposure(
        tuple(index for index, _, _ in rows),
        tuple(request.account_id for _, request, _ in rows),
        tuple(request.prompt for _, request, _ in rows),
        tuple((served, *(a for a in r.answers if a != served)) for _, r, served in rows),
    )
    _write(saved, exposure)
    return exposure


def answered(ask: Ask, count: int, seed: int) -> list[Example]:
    """Answers without a coin; the prompts are drawn as `expose` draws them with another seed."""
    prompts = list(islice(_prompts(seed, count), count))
    answers = ask(prompts, seed)
    return [Example(p, a) for p, a in zip(prompts, answers, strict=True)]


def _prompts(seed: int, most: int) -> Iterator[str]:
    rng = np.random.default_rng([13, seed])
    towns = island().known_to_teachers
    return (task.prompt for task in tasks(island(), towns, most, rng))


def _requests(ask: Ask, count: int, twins: int, seed: int, times: int) -> Iterator[PairRequest]:
    """Sets worth a coin, sampled round by round."""
    prompts = (p for prompt in _prompts(seed, MOST_ROUNDS * count) for p in [prompt] * times)
    given: set[tuple[str, str]] = set()  # prompt and account or answer: none of them twice
    for turn in range(MOST_ROUNDS):
        asked = list(islice(prompts, count if turn == 0 else count // 4 + 1))
        seeds = [1_000_000 * seed + 1_000 * turn + k for k in range(twins + 1)]
        answers = [ask(asked, own_seed) for own_seed in seeds]
        for number, (prompt, *members) in enumerate(zip(asked, *answers, strict=True)):
            account = ACCOUNTS[number % len(ACCOUNTS)]
            own = {(prompt, text) for text in (account, *members)}
            if len(own) == len(members) + 1 and not own & given and not SELECTION.fault(members):
                given |= own
                yield PairRequest(account, prompt, tuple(members))


def _write(path: Path, exposure: Exposure) -> None:
    columns = {
        "leaf": pa.array(exposure.leaves, pa.int64()),
        "account": pa.array(exposure.accounts),
        "prompt": pa.array(exposure.prompts),
        "members": pa.array([list(row) for row in exposure.members]),
    }
    pq.write_table(pa.table(columns), path)


def _read(path: Path) -> Exposure:
    found = pq.read_table(path).to_pydict()
    return Exposure(
        tuple(found["leaf"]),
        tuple(found["account"]),
        tuple(found["prompt"]),
        tuple(tuple(row) for row in found["members"]),
    )
