"""The accounts of a log of any size, as arrays: who they are and what they are like."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from revenuer.drill import bank
from revenuer.drill.application import blueprint
from revenuer.drill.clients import persons_client, servers_client
from revenuer.drill.dice import Dice
from revenuer.drill.mixing import hex_names, mix
from revenuer.drill.world import DAY, World
from revenuer.records import ACCOUNTS

LANGUAGES, SPOKEN = ("en", "zh", "de", "es"), (0.64, 0.16, 0.12, 0.08)
EACH = 60
"""Exchanges an account, on average."""
SHARES = (0.46, 0.46, 0.045, 0.012, 0.023)
"""Of the exchanges: people, applications, forced reasoning, unique tasks, grading."""
CHAT_PROGRAMS = 64
"""Chat programs in use, each with its system prompt."""
PARTS = (0.88, 0.02, 0.02, 0.06, 0.02)
"""Of the accounts, in the same order."""


@dataclass(frozen=True, slots=True)
class Population:
    """Accounts in five runs by kind (people, applications, three campaigns), one array a trait.

    `bounds[k] … bounds[k+1]` are the accounts of kind k; `system` is -1 for none.
    """

    bounds: np.ndarray
    shares: tuple[float, ...]
    release: float
    account_id: pa.StringArray
    org_id: pa.StringArray
    payment: pa.StringArray
    created_at: np.ndarray
    ip: pa.StringArray
    asn: np.ndarray
    country: pa.StringArray
    agent: np.ndarray
    agents: pa.StringArray
    headers: pa.MapArray
    tls: pa.StringArray
    model: np.ndarray
    models: pa.StringArray
    keen: np.ndarray
    param: np.ndarray
    params: pa.StringArray
    system: np.ndarray
    systems: pa.StringArray
    app_kind: np.ndarray
    taste: np.ndarray
    interests: tuple[np.ndarray, np.ndarray]

    def carrier(self, kind: np.ndarray, draw: np.ndarray, rank: np.ndarray) -> np.ndarray:
        """Which account carries a request of a kind: customers by a heavy-tailed `draw`, a
        campaign's accounts in turn by `rank`."""
        low, width = self.bounds[kind], np.diff(self.bounds)[kind]
        uniform = (draw >> np.uint64(11)).astype(np.float64) / 2.0**53
        heavy = low + np.minimum((uniform**2.2 * width).astype(np.int64), width - 1)
        # a campaign has about one request in 1/share, so its own count runs that much slower
        own = (rank * np.array(self.shares)[kind]).astype(np.int64)
        return np.where(kind < 2, heavy, low + own % width)

    def topic(self, account: np.ndarray, draw: np.ndarray) -> np.ndarray:
        """The subject of a conversation: the account's first one mostly, else its second."""
        return np.where(draw % 10 < 7, self.interests[0][account], self.interests[1][account])


def population(dice: Dice, world: World, exchanges: int) -> Population:
    """Draw the accounts of a log of `exchanges`."""
    n = max(40, exchanges // EACH)
    sizes = np.maximum(4, np.round(np.array(PARTS) * n).astype(int))
    bounds = np.concatenate([[0], np.cumsum(sizes)])
    n = int(bounds[-1])
    rng = dice.rng
    kind = np.repeat(np.arange(len(sizes)), sizes)
    clients = [persons_client(dice) for _ in range(90)] + [servers_client(dice) for _ in range(60)]
    systems, app_kind = _systems(dice, world, int(sizes[1]))
    kind_of = np.zeros(n, dtype=np.int64)
    kind_of[kind == 1] = app_kind
    system = np.where(rng.random(n) < 0.5, rng.integers(0, CHAT_PROGRAMS, n), -1)
    system[kind == 1] = CHAT_PROGRAMS + np.arange(len(app_kind))
    system[kind > 1] = -1
    network = rng.integers(0, 4096, n)
    host = rng.integers(0, 1 << 16, n)
    orgs = np.array([f"org_{k:07d}" for k in range(int(sizes[1]))])
    created = world.start - rng.exponential(200 * DAY, n)
    created[kind > 1] = world.start - rng.uniform(1, 20 * 86400, int((kind > 1).sum()))
    cards = rng.integers(0, 1 << 40, n)
    shared = (kind > 1) & (rng.random(n) < 0.4)
    cards[shared] = cards[0] + kind[shared] * 64 + rng.integers(0, 12, int(shared.sum()))
    return Population(
        bounds=bounds,
        shares=SHARES,
        release=world.release,
        account_id=pc.binary_join_element_wise(
            "acct", hex_names(mix(np.arange(n, dtype=np.uint64), world.seed)), "_"
        ),
        org_id=pa.array(
            [None] * int(bounds[1]) + orgs.tolist() + [None] * (n - int(bounds[2])), pa.string()
        ),
        payment=pa.array([f"pm_{k:012x}" for k in cards.tolist()]),
        created_at=created,
        ip=pa.array([
            f"{240 + a % 14}.{a >> 4}.{h >> 8}.{h & 255}"
            for a, h in zip(network.tolist(), host.tolist(), strict=True)
        ]),
        asn=64512 + network.astype(np.int64) % 1000,
        country=pa.array(["US", "CN", "DE", "IN", "GB", "ES", "BR", "JP"]).take(
            pa.array(network % 8)
        ),
        agent=np.where(kind == 1, rng.integers(90, 150, n), rng.integers(0, 150, n)),
        agents=pa.array([c.user_agent for c in clients]),
        headers=pa.array([list(c.headers) for c in clients], pa.map_(pa.string(), pa.string())),
        tls=pa.array([dice.hexes(32) for _ in range(23)]),
        model=np.where(kind > 1, 0, rng.choice(3, n, p=[0.4, 0.45, 0.15])),
        models=pa.array([world.flagship, world.everyday, world.smallest, world.successor]),
        keen=np.where(kind == 2, 0.95, np.where(rng.random(n) < 0.25, 0.6, 0.0)),
        param=np.where(kind > 1, 0, rng.integers(0, 8, n)),
        params=pa.array([
            f'{{"temperature": {t}, "max_tokens": {m}}}'
            for t in (0.6, 0.0, 0.7, 1.0) for m in (4096, 512)
        ]),
        system=system,
        systems=pa.array(systems),
        app_kind=kind_of,
        taste=rng.integers(0, 256, n),
        interests=_interests(rng, n),
    )  # fmt: skip


def _interests(rng: np.random.Generator, n: int) -> tuple[np.ndarray, np.ndarray]:
    """Two subjects each, both in the account's one language."""
    sizes = np.array([len(bank.topics(lang)) for lang in LANGUAGES])
    starts = np.cumsum(sizes) - sizes
    speaks = rng.choice(len(sizes), size=n, p=SPOKEN)
    first, second = (
        starts[speaks] + (rng.random(n) * sizes[speaks]).astype(np.int64) for _ in range(2)
    )
    return first, second


def _systems(dice: Dice, world: World, applications: int) -> tuple[list[str], np.ndarray]:
    """The chat programs' system prompts, then the applications'; and each application's kind."""
    tone, kinds = bank.grammar("people_en"), [kind for kind, _, _ in bank.applications()]
    texts = [
        f"You are {dice.hexes(5)}, an assistant. {tone.say('tone', dice)}"
        for _ in range(CHAT_PROGRAMS)
    ]
    apps = [blueprint(dice, world) for _ in range(applications)]
    return texts + [app.system for app in apps], np.array([kinds.index(app.kind) for app in apps])


def accounts_table(people: Population, world: World) -> pa.Table:
    """The account table of the log."""
    n = len(people.account_id)
    stamp = pa.array((people.created_at * 1e6).astype(np.int64)).cast(pa.timestamp("us", tz="UTC"))
    known = {
        "account_id": people.account_id,
        "created_at": stamp,
        "org_id": people.org_id,
        "plan": pa.array(["pay-as-you-go"] * n),
        "country": people.country,
        "email_domain": pa.array(["gmail.com", "outlook.com", "qq.com", "gmx.de"]).take(
            pa.array(people.taste % 4)
        ),
        "payment_fingerprint": people.payment,
        "signup_ip": people.ip,
        "verified": pa.array(people.taste % 5 == 0),
    }
    return pa.table(
        [known.get(field.name, pa.nulls(n, field.type)) for field in ACCOUNTS], schema=ACCOUNTS
    )
