"""A small log with everyday accounts and a few planted groups among them."""

from collections.abc import Sequence

import numpy as np
from exchange_rows import Row, messages, user
from numpy.random import Generator
from planted_logs import HOUR, START

LETTERS = np.array(list("abcdefghijklmnopqrstuvwxyz"))


def words(rng: Generator, count: int) -> list[str]:
    return ["".join(rng.choice(LETTERS, rng.integers(4, 9))) for _ in range(count)]


def prompts(rng: Generator, vocabulary: Sequence[str], count: int) -> list[str]:
    """Prompts of twenty words drawn from a vocabulary."""
    return [" ".join(rng.choice(vocabulary, 20)) for _ in range(count)]


def sent(rng: Generator, account: str, texts: Sequence[str], **fields: object) -> list[Row]:
    """One exchange a text, at any time of three days."""
    return [
        {
            "account_id": account,
            "ts": START + int(rng.integers(0, 72 * HOUR)),
            "messages": user(text),
            **fields,
        }
        for text in texts
    ]


def strangers(rng: Generator, count: int, openings: int = 6) -> list[Row]:
    """Accounts with a vocabulary, an address and a header set each of their own."""
    rows: list[Row] = []
    for i in range(count):
        own = words(rng, 25)
        fields = {"ip": f"192.0.2.{i}", "headers": {"x-client": f"v{i}"}, "model": f"m{i % 2}"}
        rows += sent(rng, f"s{i:03d}", prompts(rng, own, openings), **fields)
    return rows


def pool(count: int, name: str = "p") -> list[str]:
    return [f"{name}{i:03d}" for i in range(count)]


def dealt(rng: Generator, accounts: Sequence[str], texts: Sequence[str]) -> list[Row]:
    """One stream of texts dealt out to accounts in turn."""
    return [
        row
        for i, text in enumerate(texts)
        for row in sent(rng, accounts[i % len(accounts)], [text], model="m0")
    ]


def passed_on(accounts: Sequence[str], start: int, subject: str) -> list[Row]:
    """One conversation, each turn under the next account, an hour apart."""
    rows: list[Row] = []
    said: list[tuple[str | None, str | None]] = []
    for i, account in enumerate(accounts):
        said.append(("user", f"Question {i} on {subject}"))
        answer = f"Answer {i} on {subject}"
        rows.append(
            {
                "account_id": account,
                "ts": START + start + i * HOUR,
                "messages": messages(*said),
                "response": answer,
            }
        )
        said.append(("assistant", answer))
    return rows
