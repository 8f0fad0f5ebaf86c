"""The relay deals as relays do: idlest account first, sticky, on to the next after a refusal."""

import numpy as np
import pytest

from revenuer.drill.clients import Client
from revenuer.drill.conversation import Ask, Conversation, tokens, turns
from revenuer.drill.dice import Dice
from revenuer.drill.dispatch import RelayHabits, Seat, at_random, own_account, places, relay
from revenuer.drill.exchange import Exchange
from revenuer.drill.operator import bought_accounts, relay_seats
from revenuer.drill.world import DAY, HOUR, World

WORLD = World(1)
CALM = RelayHabits(race=0.0, overload=0.0)


def pool(n: int) -> list[Seat]:
    accounts = bought_accounts(
        Dice(1), n, begin=WORLD.start - 9 * DAY, end=WORLD.start - DAY, cards=3, card_share=0.5,
        domains=["m.example"],
    )  # fmt: skip
    return relay_seats(Dice(2), accounts, warm_up=1.0)


def talk(key: str, times: list[float]) -> Conversation:
    return Conversation(
        key=key, asks=[Ask(WORLD.start + t, f"q{i}", f"a{i}") for i, t in enumerate(times)],
        client=Client("c"), model=lambda _: "m", scenario="s", role="r",
    )  # fmt: skip


def served(entries: list[Exchange]) -> list[Exchange]:
    return [entry for entry in entries if entry.status == 200]


def test_new_conversations_go_round_the_pool() -> None:
    seats = pool(7)
    entries = relay(WORLD, [talk(str(i), [60.0 * i]) for i in range(70)], seats, Dice(3), CALM)
    first = [entry.account.account_id for entry in entries[:7]]
    assert len(set(first)) == 7
    assert [e.account.account_id for e in entries] == first * 10


def test_random_dispatch_is_less_even_than_rotation() -> None:
    jobs = [talk(str(i), [60.0 * i]) for i in range(600)]
    spread = {}
    for name, habits in (("lru", CALM), ("random", RelayHabits(at_random, race=0.0, overload=0.0))):
        entries = relay(WORLD, jobs, pool(30), Dice(3), habits)
        names = [entry.account.account_id for entry in entries]
        spread[name] = np.var(np.unique(names, return_counts=True)[1])
    assert spread["lru"] == 0
    assert spread["random"] > 5


def test_a_conversation_sticks_for_an_hour_and_then_moves() -> None:
    other = [talk(f"o{i}", [100.0 + i]) for i in range(5)]
    entries = relay(WORLD, [talk("k", [0, 600, 3000, 8000]), *other], pool(5), Dice(3), CALM)
    mine = [e for e in entries if e.messages[0][1] == "q0" and len(e.messages) > 1]
    ids = [e.account.account_id for e in mine]
    assert ids[0] == ids[1]
    assert ids[2] != ids[1]


def test_a_ban_hands_the_conversation_over_with_its_history() -> None:
    seats = pool(3)
    habits = CALM
    first = relay(WORLD, [talk("k", [0.0])], pool(3), Dice(3), habits)[0].account.account_id
    banned = next(seat for seat in seats if seat.account.account_id == first)
    banned.account.closed_at, banned.account.closed_reason = WORLD.start + 60, "ban"
    entries = relay(WORLD, [talk("k", [0.0, 120.0])], seats, Dice(3), habits)
    assert [e.status for e in entries] == [200, 403, 200]
    assert entries[0].account is entries[1].account is banned.account
    assert entries[2].account is not banned.account
    assert entries[2].messages == [("user", "q0"), ("assistant", "a0"), ("user", "q1")]
    assert entries[1].messages == entries[2].messages


def test_the_standby_pool_waits_for_the_first_one_to_fall() -> None:
    first, standby = pool(4), pool(4)
    for seat in standby:
        seat.priority = 1
    for seat in first:
        seat.account.closed_at = WORLD.start + DAY
    jobs = [talk(str(i), [i * HOUR]) for i in range(40)]
    entries = served(relay(WORLD, jobs, [*first, *standby], Dice(3), CALM))
    reserve = {seat.account for seat in standby}
    assert all((e.account in reserve) == (e.ts >= WORLD.start + DAY) for e in entries)


def test_rate_limits_rest_an_account() -> None:
    habits = RelayHabits(limit=3, limit_window=HOUR, cooldown=HOUR, race=0.0, overload=0.0)
    jobs = [talk(str(i), [30.0 * i]) for i in range(40)]
    entries = relay(WORLD, jobs, pool(2), Dice(3), habits)
    assert {e.status for e in entries} == {200, 429}
    assert len(served(entries)) == 6


def test_a_session_name_does_not_cross_accounts() -> None:
    conversation = talk("k", [0.0, 5000.0])
    conversation.session = "theirs"
    other = [talk(f"o{i}", [100.0 + i]) for i in range(3)]
    entries = relay(WORLD, [conversation, *other], pool(3), Dice(3), CALM)
    mine = [e for e in entries if e.session]
    assert len({e.account.account_id for e in mine}) == len({e.session for e in mine}) == 2
    assert "theirs" not in {e.session for e in mine}


@pytest.mark.parametrize("trouble", [0.0, 1.0])
def test_own_traffic_stays_on_its_account(trouble: float) -> None:
    seat = pool(1)[0]
    entries = own_account([talk("k", [0, 10])], [seat], Dice(3), trouble=trouble)
    assert {e.account.account_id for e in entries} == {seat.account.account_id}
    assert len(entries) == (2 if trouble == 0 else 4)
    assert len(served(entries)) == 2


def test_each_seat_has_one_address_and_one_header_set() -> None:
    seats = pool(50)
    assert len({seat.ip for seat in seats}) == 50
    assert all(seat.client is not None for seat in seats)
    assert len(places(seats[0].account, Dice(1))) >= 3


def test_turns_carry_the_whole_history() -> None:
    sent = list(turns(talk("k", [0, 5, 9])))
    assert [len(turn.messages) for turn in sent] == [1, 3, 5]
    assert sent[2].messages[:3] == sent[1].messages
    assert sent[0].input_tokens < sent[1].input_tokens < sent[2].input_tokens
    assert tokens("四个字呢") > tokens("four")
