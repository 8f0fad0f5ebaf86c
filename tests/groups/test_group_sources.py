"""Each source finds the group planted for it, and nobody else."""

from pathlib import Path

import numpy as np
import pytest
from exchange_rows import Row, user
from planted_groups import dealt, passed_on, pool, prompts, sent, strangers, words
from planted_logs import HOUR, START, traffic_of

from revenuer.groups.build import ViewBuilder, candidate_groups
from revenuer.groups.candidate import Candidate, Tie
from revenuer.groups.sources import (
    SOURCES,
    chains,
    cohorts,
    conversations,
    identifiers,
    shared_text,
)
from revenuer.groups.sources.neighbours import candidates as neighbours
from revenuer.groups.traffic import Traffic
from revenuer.signals.coordination.infrastructure import SIGNAL as SHARED_THINGS
from revenuer.signals.signal import Measurement

LEAST = 3


def members(traffic: Traffic, candidate: Candidate) -> list[str]:
    return [traffic.accounts.ids[i] for i in candidate.accounts]


def found(source: object, traffic: Traffic) -> list[tuple[str, list[str]]]:
    return [(c.origin, members(traffic, c)) for c in source(traffic, LEAST)]  # type: ignore[operator]


def test_strangers_are_no_group(tmp_path: Path) -> None:
    traffic = traffic_of(strangers(np.random.default_rng(1), 30, 4), tmp_path)
    assert candidate_groups(traffic, LEAST) == []


def templated(rng: np.random.Generator, accounts: list[str], each: int, text: str) -> list[Row]:
    return [
        row
        for account in accounts
        for row in sent(rng, account, [f"{text} {p}" for p in prompts(rng, words(rng, 9), each)])
    ]


def test_one_shared_text_is_one_group_of_its_exchanges(tmp_path: Path) -> None:
    rng = np.random.default_rng(2)
    text = " ".join(words(rng, 40))
    everyday = strangers(rng, 30, 4)
    for row in everyday[:8]:  # two strangers use the text too, once
        row["messages"] = user(row["messages"][0]["content"])
    rows = [*everyday, *templated(rng, pool(8), 5, text), *strangers_of(rng, pool(8))]
    traffic = traffic_of(rows, tmp_path)
    candidates = list(shared_text(traffic, LEAST))
    assert [members(traffic, c) for c in candidates] == [pool(8)]
    assert candidates[0].origin == "the same rare fixed text"
    assert candidates[0].families is not None
    family = traffic.events["family"]
    assert set(family[np.isin(family, candidates[0].families)]) == set(candidates[0].families)
    assert np.isin(family, candidates[0].families).sum() == 40


def strangers_of(rng: np.random.Generator, accounts: list[str]) -> list[Row]:
    """What the accounts send besides."""
    return [row for a in accounts for row in sent(rng, a, prompts(rng, words(rng, 20), 2))]


def test_several_texts_of_the_same_accounts_are_a_bundle(tmp_path: Path) -> None:
    rng = np.random.default_rng(3)
    rows = strangers(rng, 30, 3)
    for _ in range(3):
        rows += templated(rng, pool(8), 4, " ".join(words(rng, 40)))
    rows += strangers_of(rng, pool(8))
    traffic = traffic_of(rows, tmp_path)
    candidates = list(shared_text(traffic, LEAST))
    assert all(members(traffic, c) == pool(8) for c in candidates)
    bundle, everything, *single = candidates
    assert bundle.families is not None
    assert len(bundle.families) == 3
    assert everything.families is None
    assert sorted(c.families for c in single if c.families) == [(f,) for f in bundle.families]


@pytest.mark.parametrize(("carriers", "shown"), [(50, True), (52, False)])
def test_popular_text_brings_nobody_together(tmp_path: Path, carriers: int, shown: bool) -> None:
    rows: list[Row] = [{"account_id": a} for a in pool(carriers)]
    rows += [{"account_id": a} for a in pool(60, "z")]
    families = [0] * carriers + [-1] * 60
    traffic = traffic_of(rows, tmp_path, families=families)
    assert bool(list(shared_text(traffic, LEAST))) is shown


@pytest.mark.parametrize(("each", "shown"), [(6, False), (7, True)])
def test_a_text_of_few_exchanges_brings_nobody_together(
    tmp_path: Path, each: int, shown: bool
) -> None:
    rows: list[Row] = [{"account_id": a} for a in pool(3) * each]
    traffic = traffic_of(rows, tmp_path, families=[0] * len(rows))
    assert bool(list(shared_text(traffic, LEAST))) is shown


def test_shared_addresses_headers_and_fingerprints(tmp_path: Path) -> None:
    rng = np.random.default_rng(4)
    rows = strangers(rng, 30, 2)
    for name, fields in (
        ("i", {"ip": "198.51.100.1"}),
        ("h", {"headers": {"x-client": "same"}}),
        ("t", {"tls_fingerprint": "771,4865"}),
    ):
        for account in pool(4, name):
            rows += sent(rng, account, prompts(rng, words(rng, 9), 2), **fields)
    assert found(identifiers, traffic_of(rows, tmp_path)) == [
        ("the same network address", pool(4, "i")),
        ("the same rare client header set", pool(4, "h")),
        ("the same rare TLS fingerprint", pool(4, "t")),
    ]


@pytest.mark.parametrize(
    ("column", "origin"),
    [
        ("payment_fingerprint", "the same payment fingerprint"),
        ("email_domain", "the same rare mail domain"),
        ("signup_ip", "the same sign-up address"),
        ("device_id", "the same device"),
        ("org_id", "the same organisation"),
    ],
)
def test_shared_account_keys(tmp_path: Path, column: str, origin: str) -> None:
    accounts: list[Row] = [
        {"account_id": a, column: "shared" if i in (1, 4, 5) else f"own{i}"}
        for i, a in enumerate(pool(30))
    ]
    traffic = traffic_of([{"account_id": a} for a in pool(30)], tmp_path, accounts)
    assert found(identifiers, traffic) == [(origin, ["p001", "p004", "p005"])]


def test_a_key_of_most_accounts_brings_nobody_together(tmp_path: Path) -> None:
    rows: list[Row] = [{"account_id": a, "ip": "198.51.100.1"} for a in pool(25)]
    rows += [{"account_id": a} for a in pool(35, "z")]
    assert found(identifiers, traffic_of(rows, tmp_path)) == []


def test_keys_whose_accounts_largely_agree_are_one_group(tmp_path: Path) -> None:
    rows: list[Row] = [
        {"account_id": a, "ip": f"198.51.100.{n}"} for n in range(4) for a in pool(10)[n % 2 :]
    ]
    rows += [{"account_id": a} for a in pool(30, "z")]
    assert found(identifiers, traffic_of(rows, tmp_path)) == [
        ("the same network address", pool(10))
    ]


def test_conversations_handed_on(tmp_path: Path) -> None:
    rng = np.random.default_rng(5)
    rows = strangers(rng, 10, 2)
    for ring, name in ((0, "a"), (1, "b")):
        accounts = pool(5, name)
        for i in range(5):
            handed = [*accounts[i:], *accounts[:i]]
            rows += passed_on(handed, (i * 7 + ring) * HOUR, f"{name} subject {i}")
    traffic = traffic_of(rows, tmp_path)
    origin = "conversations handed from one account to another"
    assert sorted(found(conversations, traffic)) == [
        (origin, pool(5, "a")),
        (origin, pool(5, "b")),
    ]


def test_two_accounts_that_share_a_conversation_are_too_few(tmp_path: Path) -> None:
    traffic = traffic_of(passed_on(["a", "b"] * 3, 0, "tin"), tmp_path)
    assert found(conversations, traffic) == []


def accounts_on(cards: str, domains: str) -> list[Row]:
    """Accounts p000, p001… with the payment and the mail domain at their place; "." is none."""
    return [
        {"account_id": a}
        | ({"payment_fingerprint": f"card {card}"} if card != "." else {})
        | ({"email_domain": f"{domain}.example"} if domain != "." else {})
        for a, card, domain in zip(pool(len(cards)), cards, domains, strict=True)
    ]


def test_things_that_tie_a_few_each_chain_all_of_them(tmp_path: Path) -> None:
    rows: list[Row] = [{"account_id": a} for a in [*pool(9), *pool(200, "z")]]
    traffic = traffic_of(rows, tmp_path, accounts_on("aaa.bbbb.", "..xxx...."))
    assert [who for _, who in found(chains, traffic)] == [pool(8)]


def test_what_made_a_chain_is_no_evidence_on_it(tmp_path: Path) -> None:
    rows: list[Row] = [{"account_id": a} for a in [*pool(9), *pool(200, "z")]]
    traffic = traffic_of(rows, tmp_path, accounts_on("aaa.bbbb.", "..xxx...."))
    (chain,) = chains(traffic, LEAST)
    measured = SHARED_THINGS.measure(ViewBuilder(traffic).view(0, chain))
    assert isinstance(measured, Measurement)
    assert measured.p_value is None


def test_accounts_on_one_thing_are_no_chain(tmp_path: Path) -> None:
    rows: list[Row] = [{"account_id": a} for a in [*pool(9), *pool(200, "z")]]
    traffic = traffic_of(rows, tmp_path, accounts_on("aaaaaaaaa", "........."))
    assert found(chains, traffic) == []


def test_a_mail_domain_that_alone_holds_two_chains_together_is_left_out(tmp_path: Path) -> None:
    """Two operators deal their cards and domains, and have taken one domain both."""
    cards, domains = "aabbaaabbb" + "ccddcccddd", "rsrsxsrsrx" + "tutuxututx"
    rows: list[Row] = [{"account_id": a} for a in [*pool(20), *pool(500, "z")]]
    (tmp_path / "turned").mkdir()
    traffic = traffic_of(rows, tmp_path, accounts_on(cards, domains))
    assert [who for _, who in found(chains, traffic)] == [pool(20)[:10], pool(20)[10:]]
    turned = traffic_of(rows, tmp_path / "turned", accounts_on(domains, cards))
    assert [who for _, who in found(chains, turned)] == [pool(20)], "strangers share no card"


def test_a_chain_that_runs_through_everybody_is_looked_at_in_parts_too(tmp_path: Path) -> None:
    cards = "".join(letter * 6 for letter in "abcdefgh")
    # A family's card and a shared domain connect two households at a time.
    domains = "." * 5 + "".join(f"{n}{n}...." for n in range(1, 8)) + "."
    rows: list[Row] = [{"account_id": a} for a in pool(48)]
    groups = found(chains, traffic_of(rows, tmp_path, accounts_on(cards, domains)))
    whole, *parts = [who for _, who in groups]
    assert len(whole) == 48
    assert len(parts) >= 4
    assert max(len(part) for part in parts) < 24


def test_accounts_dealt_from_one_stream_are_neighbours(tmp_path: Path) -> None:
    rng = np.random.default_rng(7)
    rows = strangers(rng, 70, 8)
    rows += dealt(rng, pool(20), prompts(rng, words(rng, 25), 200))
    traffic = traffic_of(rows, tmp_path)
    groups = [set(who) for _, who in found(neighbours, traffic)]
    # Modularity cuts a small pool into several communities, but none mixes it with strangers.
    assert all(group <= set(pool(20)) for group in groups)
    assert len(set().union(*groups)) >= 18


def test_weak_identities_are_looked_at_up_to_a_number(tmp_path: Path) -> None:
    rows: list[Row] = [
        {"account_id": f"{kind}-{i}", "headers": {"x": str(kind)}, "ts": START + i}
        for kind in range(90)
        for i in range(8)
    ]
    traffic = traffic_of(rows, tmp_path)
    weak = [c for c in identifiers(traffic, 5) if c.origin == "the same rare client header set"]
    assert len(weak) == 64
    assert all(c.tie is Tie.TRACE for c in weak)


def test_a_log_without_text_has_no_neighbours(tmp_path: Path) -> None:
    traffic = traffic_of([{"account_id": a} for a in pool(20) * 30], tmp_path)
    assert found(neighbours, traffic) == []


def born(times: list[int]) -> tuple[list[Row], list[Row]]:
    """Exchanges and account file of accounts created at these hours."""
    names = pool(len(times))
    rows: list[Row] = [
        {"account_id": a, "ts": START + 3_000 * HOUR + i} for i, a in enumerate(names)
    ]
    return rows, [
        {"account_id": a, "created_at": START + t * HOUR} for a, t in zip(names, times, strict=True)
    ]


def test_accounts_born_together(tmp_path: Path) -> None:
    steady = [i * 53 for i in range(40)]
    rows, accounts = born([*steady, *([1_000] * 12)])
    traffic = traffic_of(rows, tmp_path, accounts)
    groups = [set(who) for _, who in found(cohorts, traffic)]
    planted = {f"p{i:03d}" for i in range(40, 52)}
    assert groups
    assert all(planted <= group and len(group - planted) <= 2 for group in groups)


def test_accounts_born_evenly_are_no_cohort(tmp_path: Path) -> None:
    rows, accounts = born([i * 5 for i in range(80)])
    assert found(cohorts, traffic_of(rows, tmp_path, accounts)) == []


def test_accounts_new_to_the_log_together_and_how_long_they_lived(tmp_path: Path) -> None:
    rows: list[Row] = [
        {"account_id": a, "ts": START + i * 40 * HOUR + h}
        for i, a in enumerate(pool(40))
        for h in (0, 400 * HOUR)
    ]
    for n, name in enumerate(("x", "y")):
        for a in pool(10, name):
            rows += [
                {"account_id": a, "ts": START + 801 * HOUR + h * HOUR} for h in (0, 2 + 40 * n)
            ]
    groups = found(cohorts, traffic_of(rows, tmp_path))
    whole = [set(who) for origin, who in groups if origin == "accounts that appeared together"]
    parts = [set(who) for origin, who in groups if origin.endswith("lived as long")]
    planted = {*pool(10, "x"), *pool(10, "y")}
    assert whole
    assert all(planted <= group and len(group - planted) <= 3 for group in whole)
    assert set(pool(10, "x")) in parts
    assert any(set(pool(10, "y")) <= part for part in parts)


def test_accounts_there_from_the_start_were_not_born_together(tmp_path: Path) -> None:
    rows: list[Row] = [{"account_id": a, "ts": START + i} for i, a in enumerate(pool(30))]
    rows += [{"account_id": a, "ts": START + i * 40 * HOUR} for i, a in enumerate(pool(30, "z"))]
    assert found(cohorts, traffic_of(rows, tmp_path)) == []


# All sources together.


def test_a_group_found_twice_is_listed_once(tmp_path: Path) -> None:
    rng = np.random.default_rng(9)
    accounts: list[Row] = [
        {"account_id": a, "payment_fingerprint": "p", "device_id": "d"} for a in pool(6)
    ]
    rows = strangers(rng, 30, 2)
    for a in pool(6):
        rows += sent(rng, a, prompts(rng, words(rng, 9), 2), ip="198.51.100.1")
    traffic = traffic_of(rows, tmp_path, accounts)
    assert len(found(identifiers, traffic)) == 3
    candidates = candidate_groups(traffic, LEAST)
    assert [members(traffic, c) for c in candidates] == [pool(6)]
    assert candidates[0].origin == "the same network address"


def test_the_same_accounts_with_and_without_families_are_two_candidates(tmp_path: Path) -> None:
    rows: list[Row] = [{"account_id": a, "ip": "198.51.100.1"} for a in pool(6) * 5]
    rows += [{"account_id": a} for a in pool(30, "z")]
    traffic = traffic_of(rows, tmp_path, families=[0] * 30 + [-1] * 30)
    kinds = [c.families for c in candidate_groups(traffic, LEAST)]
    assert sorted(kinds, key=str) == [(0,), None]


def test_accounts_of_one_customer_are_no_candidate(tmp_path: Path) -> None:
    rows: list[Row] = [
        {"account_id": a, "ip": "198.51.100.1", "org_id": "firm"} for a in pool(6) * 2
    ]
    rows += [{"account_id": a} for a in pool(30, "z")]
    traffic = traffic_of(rows, tmp_path)
    assert len(found(identifiers, traffic)) == 2
    assert candidate_groups(traffic, LEAST) == []
    rows[0] |= {"account_id": "guest", "org_id": "other"}
    traffic = traffic_of(rows, tmp_path)
    assert [members(traffic, c) for c in candidate_groups(traffic, LEAST)] == [["guest", *pool(6)]]


@pytest.mark.parametrize(("bar", "kept"), [(12, True), (13, False)])
def test_groups_of_too_few_exchanges_are_left_out(tmp_path: Path, bar: int, kept: bool) -> None:
    rows: list[Row] = [{"account_id": a, "ip": "198.51.100.1"} for a in pool(6) * 2]
    rows += [{"account_id": a} for a in pool(30, "z")]
    traffic = traffic_of(rows, tmp_path)
    assert bool(candidate_groups(traffic, LEAST, bar)) is kept


def test_every_source_is_listed_and_repeats_itself(tmp_path: Path) -> None:
    rng = np.random.default_rng(10)
    rows = strangers(rng, 40, 8) + dealt(rng, pool(24), prompts(rng, words(rng, 25), 200))
    rows += passed_on(pool(6), 0, "tin") + passed_on(pool(6)[::-1], HOUR, "zinc")
    traffic = traffic_of(rows, tmp_path)
    assert len(set(SOURCES)) == 6
    first, second = candidate_groups(traffic, LEAST), candidate_groups(traffic, LEAST)
    assert len(first) >= 2
    assert [(c.origin, c.accounts.tolist(), c.families) for c in first] == [
        (c.origin, c.accounts.tolist(), c.families) for c in second
    ]
    for candidate in first:
        assert candidate.accounts.tolist() == sorted(set(candidate.accounts.tolist()))


def test_a_provider_that_grows_is_no_cohort(tmp_path: Path) -> None:
    """One account a day at first, twelve a day at last: the last are many and no burst."""
    times = [
        day * 24 + int(24 * i / n) for day in range(120) for n in [1 + day // 10] for i in range(n)
    ]
    rows, accounts = born(times)
    assert found(cohorts, traffic_of(rows, tmp_path, accounts)) == []
