"""From exchanges to prints: a pure function of each row, whatever stands around it."""

from itertools import pairwise

import naive_text
import pyarrow as pa
import pytest
from exchange_rows import Row, batch, fingerprinter, messages, print_of, prints, user
from hypothesis import example, given
from hypothesis import strategies as st
from mixed_text import mixed, unhurried

from revenuer.fingerprint.languages import LANGUAGES
from revenuer.fingerprint.prints import HASHED, NONE, PRINTS, TEXT
from revenuer.fingerprint.text_kernel import HEAD

DIGEST = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

roles = st.sampled_from(
    ("user", "assistant", "system", "tool", "developer", "USER", "model", "human", "", "?", None)
)
contents = st.none() | mixed | st.just(DIGEST)
names = st.none() | st.sampled_from(("", "n1", "n2"))
rows = st.fixed_dictionaries(
    {},
    optional={
        "account_id": st.sampled_from(("a", "b", "c")),
        "org_id": names,
        "session_id": names,
        "end_user_id": names,
        "ip": names,
        "user_agent": names,
        "headers": st.none() | st.dictionaries(st.sampled_from("xyz"), st.sampled_from("12")),
        "model": names,
        "system": st.none() | mixed,
        "messages": st.none()
        | st.lists(st.fixed_dictionaries({"role": roles, "content": contents}), max_size=4),
        "response": st.none() | mixed,
        "input_tokens": st.none() | st.integers(0, 9),
        "status": st.none() | st.just(200),
        "params": names,
    },
)


def decoded(found: pa.RecordBatch) -> list[Row]:
    listed: list[Row] = found.to_pylist()
    return listed


@unhurried
@given(st.lists(rows, min_size=1, max_size=6), st.data())
def test_a_row_has_the_same_print_in_any_batch(given_rows: list[Row], data: st.DataObject) -> None:
    whole = batch(given_rows)
    expected = decoded(fingerprinter()(whole))
    start = data.draw(st.integers(0, len(given_rows)))
    length = data.draw(st.integers(0, len(given_rows) - start))
    assert decoded(fingerprinter()(whole.slice(start, length))) == expected[start : start + length]
    backwards = whole.take(pa.array(range(len(given_rows) - 1, -1, -1)))
    assert decoded(fingerprinter()(backwards)) == expected[::-1]


@unhurried
@given(st.lists(rows, max_size=5))
def test_prints_keep_the_order_and_hold_to_the_schema(given_rows: list[Row]) -> None:
    found = prints(given_rows)
    found.validate(full=True)
    assert found.schema == PRINTS
    assert found["exchange_id"].to_pylist() == [f"x{i:05d}" for i in range(len(given_rows))]


@unhurried
@example("\u200b", "")
@given(st.none() | mixed, mixed)
def test_text_columns_agree_with_plain_python(system: str | None, turn: str) -> None:
    row = print_of(system=system, messages=user(turn))
    head, tail = naive_text.normalised(system or ""), naive_text.normalised(turn)
    if not turn and not head:  # nothing, or nothing but characters without width
        assert row["text_kind"] == NONE
        return
    assert row["text_kind"] == TEXT
    assert row["grams"] == naive_text.winnowed(head) + naive_text.winnowed(tail)
    assert row["payload"] == (naive_text.hash_bytes(tail) if tail else 0)
    assert LANGUAGES[row["language"]] == naive_text.language(tail.decode())
    assert row["sketch"] == naive_text.sketch(naive_text.tokens(tail.decode())).tolist()
    stripped = (system or "").encode().strip(bytes(range(33)))
    assert row["system_hash"] == (naive_text.hash_bytes(stripped) if system else 0)


def test_columns_that_are_copied() -> None:
    full = {
        "exchange_id": "e1", "ts": 5, "account_id": "a1", "org_id": "o", "ip": "10.0.0.1",
        "country": "NO", "user_agent": "py", "tls_fingerprint": "t", "model": "m", "params": "{}",
        "input_tokens": 3, "output_tokens": 4, "status": 429,
    }  # fmt: skip
    row = print_of(**full)
    assert {name: row[name] for name in full} == full
    assert row["id_hash"] == naive_text.hash_bytes(b"e1")


def test_what_a_log_does_not_say() -> None:
    row = print_of()
    for name in ("org_id", "ip", "country", "user_agent", "tls_fingerprint", "model", "params"):
        assert row[name] is None
    for name in ("input_tokens", "output_tokens", "status"):
        assert row[name] == -1
    for name in ("headers", "session", "end_user", "system_hash", "payload", "conversation"):
        assert row[name] == 0
    for name in ("before", "after", "cues", "echo", "oddities", "turn", "chars", "language"):
        assert row[name] == 0
    assert row["text_kind"] == NONE
    assert row["grams"] == []
    assert not any(row["sketch"])


@pytest.mark.parametrize(
    "row",
    [
        {},
        {"messages": []},
        {"messages": user("")},
        {"messages": user(None)},
        {"messages": messages((None, None))},
        {"system": "", "messages": None, "response": "an answer nobody asked for"},
    ],
)
def test_rows_without_a_prompt_carry_no_text(row: Row) -> None:
    found = print_of(**row)
    assert found["text_kind"] == NONE
    assert found["grams"] == []
    assert found["payload"] == 0


def test_an_empty_batch() -> None:
    assert prints([]).num_rows == 0


def test_rows_of_nulls_between_rows_of_text() -> None:
    full = {"system": "Be brief and kind.", "messages": user("Why is the sky red at night?")}
    alone = print_of(**full)
    found = decoded(prints([{}, full, {}, {"messages": user(None)}, full, {}]))
    for i in (1, 4):
        assert {k: found[i][k] for k in PRINTS.names[13:] if k != "id_hash"} == {
            k: alone[k] for k in PRINTS.names[13:] if k != "id_hash"
        }
    assert [found[i]["text_kind"] for i in (0, 2, 3, 5)] == [NONE] * 4


# Conversations.


def turns_of(texts: list[tuple[str, str]], system: str | None = None) -> list[Row]:
    """The requests of one conversation: each sends all that was said before."""
    rows: list[Row] = []
    said: list[tuple[str | None, str | None]] = []
    for prompt, answer in texts:
        said.append(("user", prompt))
        rows.append({"system": system, "messages": messages(*said), "response": answer})
        said.append(("assistant", answer))
    return rows


spoken = mixed.filter(lambda text: bool(text.encode().strip(bytes(range(33)))))
conversations = st.lists(st.tuples(spoken, spoken), min_size=2, max_size=4)


@unhurried
@given(conversations)
def test_each_turn_begins_where_the_last_one_ended(texts: list[tuple[str, str]]) -> None:
    found = decoded(prints(turns_of(texts)))
    assert found[0]["before"] == 0
    for earlier, later in pairwise(found):
        assert earlier["after"] == later["before"] != 0
    assert len({row["after"] for row in found}) == len(found)
    assert len({row["conversation"] for row in found}) == 1
    assert found[0]["conversation"] != 0
    assert [row["turn"] for row in found] == list(range(1, len(found) + 1))
    assert [row["opening"] for row in found] == [True] + [False] * (len(found) - 1)


spaces = st.text(" \t\r\n", max_size=4)


@unhurried
@given(conversations, st.data())
def test_white_space_at_the_ends_breaks_no_chain(
    texts: list[tuple[str, str]], data: st.DataObject
) -> None:
    requests = turns_of(texts)
    expected = decoded(prints(requests))
    for row in requests:
        for message in row["messages"]:
            message["content"] = data.draw(spaces) + message["content"] + data.draw(spaces)
        row["response"] = data.draw(spaces) + row["response"] + data.draw(spaces)
    found = decoded(prints(requests))
    for name in ("before", "after", "conversation"):
        assert [row[name] for row in found] == [row[name] for row in expected]


TALK = [("Name three rivers.", "The Rhine, the Po, the Ebro."), ("And the longest?", "The Rhine.")]


def test_a_changed_answer_breaks_the_chain() -> None:
    first, second = turns_of(TALK)
    second["messages"][1]["content"] = "The Rhine, the Po, the Loire."
    found = decoded(prints([first, second]))
    assert found[0]["after"] != found[1]["before"] != 0


def test_a_changed_question_breaks_the_chain() -> None:
    first, second = turns_of(TALK)
    second["messages"][0]["content"] = "Name four rivers."
    found = decoded(prints([first, second]))
    assert found[0]["after"] != found[1]["before"] != 0


def test_who_said_it_matters() -> None:
    said = messages(("user", "hello"), ("assistant", "well"), ("user", "then"))
    other = messages(("user", "hello"), ("user", "well"), ("user", "then"))
    assert print_of(messages=said)["before"] != 0
    assert print_of(messages=other)["before"] == 0
    assert print_of(messages=other)["turn"] == 3


def test_tool_messages_are_part_of_the_chain() -> None:
    asked = messages(("user", "weather in Oslo?"))
    used = messages(
        ("user", "weather in Oslo?"), ("assistant", "calling the tool"), ("tool", "4 degrees, rain")
    )
    later = messages(
        *((m["role"], m["content"]) for m in used), ("assistant", "Rain, 4 °C."), ("user", "thanks")
    )
    found = decoded(
        prints(
            [
                {"messages": asked, "response": "calling the tool"},
                {"messages": used, "response": "Rain, 4 °C."},
                {"messages": later, "response": "Any time."},
            ]
        )
    )
    assert found[0]["after"] == found[1]["before"]
    assert found[1]["after"] == found[2]["before"]
    assert found[1]["payload"] == naive_text.hash_bytes(b"4 degrees, rain")
    assert len({row["conversation"] for row in found}) == 1
    assert [row["tool_result"] for row in found] == [False, True, False]


def test_tools_are_offered_where_the_request_lists_some() -> None:
    asked = messages(("user", "weather in Oslo?"))
    rows: list[Row] = [
        {"messages": asked, "tools": ["weather"]},
        {"messages": asked, "tools": []},
        {"messages": None, "tools": None},
    ]
    found = decoded(prints(rows))
    assert [row["offers_tools"] for row in found] == [True, False, False]
    assert not any(row["tool_result"] for row in found)


def test_an_exchange_without_an_answer_ends_nowhere() -> None:
    first, second = turns_of(TALK)
    first["response"] = None
    found = decoded(prints([first, second]))
    assert found[0]["after"] == 0
    assert found[1]["before"] != 0


def test_a_turn_that_takes_up_the_answer_echoes_it() -> None:
    answer = "The Danube crosses ten countries before reaching the Black Sea."
    said = (("user", "Tell me of a river."), ("assistant", answer))
    taken = print_of(messages=messages(*said, ("user", "Which countries before the Black Sea?")))
    other = print_of(messages=messages(*said, ("user", "Convert twelve inches into metres.")))
    whole = print_of(messages=messages(*said, ("user", answer)))
    assert whole["echo"] == 255 > taken["echo"] > 150 > 30 > other["echo"]
    assert print_of(messages=user(answer))["echo"] == 0


# System prompts.

SYSTEM = "You are a patient tutor of chemistry. Answer in two sentences and ask one question back."


def without_hash(row: Row) -> Row:
    return {name: value for name, value in row.items() if name != "system_hash"}


@pytest.mark.parametrize("role", ["system", "developer", "System"])
def test_a_system_prompt_may_be_a_message(role: str) -> None:
    apart = print_of(system=SYSTEM, messages=user("What is a mole?"), response="A number.")
    within = print_of(
        messages=messages((role, SYSTEM), ("user", "What is a mole?")), response="A number."
    )
    assert without_hash(apart) == without_hash(within)
    assert apart["system_hash"] != 0 != within["system_hash"]


def test_the_system_prompt_is_no_part_of_the_conversation() -> None:
    plain = decoded(prints(turns_of(TALK)))
    primed = decoded(prints(turns_of(TALK, SYSTEM)))
    for name in ("before", "after", "conversation", "payload", "sketch", "chars"):
        assert [row[name] for row in plain] == [row[name] for row in primed]
    assert {row["system_hash"] for row in plain} == {0}
    assert len({row["system_hash"] for row in primed}) == 1


def test_a_system_prompt_alone_has_fingerprints() -> None:
    found = print_of(system=SYSTEM)
    assert found["text_kind"] == TEXT
    assert found["grams"] == naive_text.winnowed(naive_text.normalised(SYSTEM))
    assert found["turn"] == 0


# Logs without text.


@pytest.mark.parametrize(
    "digest", [DIGEST, DIGEST.upper(), "sha256:" + DIGEST, DIGEST[:16], "md5:" + DIGEST[:32]]
)
def test_a_hashed_prompt_is_told_from_text(digest: str) -> None:
    found = print_of(messages=user(digest), system="sha256:" + DIGEST)
    assert found["text_kind"] == HASHED
    assert found["payload"] == naive_text.hash_bytes(digest.encode())
    assert found["grams"] == [found["payload"] >> 32, found["system_hash"] >> 32]
    for name in ("chars", "cues", "language", "echo"):
        assert found[name] == 0
    assert not any(found["sketch"])


@pytest.mark.parametrize(
    "text", [DIGEST[:15], DIGEST + "x", "decade", "deadbeefdeadbeefdead", DIGEST + " ", "a b"]
)
def test_text_is_not_taken_for_a_hash(text: str) -> None:
    assert print_of(messages=user(text))["text_kind"] == TEXT


def test_conversations_of_a_hashed_log_chain() -> None:
    def digest(number: int) -> str:
        return f"{number:08x}" + DIGEST[8:]

    found = decoded(
        prints(turns_of([(digest(1), digest(2)), (digest(3), digest(4)), (digest(5), digest(6))]))
    )
    assert [row["text_kind"] for row in found] == [HASHED] * 3
    assert found[0]["after"] == found[1]["before"] != 0
    assert found[1]["after"] == found[2]["before"] != 0
    assert len({row["conversation"] for row in found}) == 1
    assert len({row["payload"] for row in found}) == 3


def test_a_log_of_metadata_only() -> None:
    found = decoded(
        prints([{"ip": "10.0.0.7", "model": "m", "status": 200, "session_id": "s"} for _ in "ab"])
    )
    for row in found:
        assert (row["text_kind"], row["grams"], row["turn"]) == (NONE, [], 0)
        assert row["session"] == naive_text.hash_bytes(b"s")


# Headers and identifiers.

headers = st.dictionaries(st.text("abc-", max_size=4), st.text("123", max_size=3), max_size=6)


@unhurried
@given(headers, st.randoms(use_true_random=False))
def test_the_order_of_headers_does_not_matter(given_headers: dict[str, str], rng: object) -> None:
    items = list(given_headers.items())
    rng.shuffle(items)  # type: ignore[attr-defined]
    one = print_of(headers=given_headers)["headers"]
    assert one == print_of(headers=items)["headers"]
    assert (one == 0) == (not given_headers)


@unhurried
@given(headers, headers)
def test_other_headers_have_another_hash(one: dict[str, str], other: dict[str, str]) -> None:
    found = decoded(prints([{"headers": one}, {"headers": other}]))
    assert (found[0]["headers"] == found[1]["headers"]) == (one == other)


def test_a_header_and_its_value_are_not_interchangeable() -> None:
    found = decoded(
        prints([{"headers": {"a": "b", "c": "d"}}, {"headers": {"a": "d", "c": "b"}},
                {"headers": {"b": "a", "d": "c"}}, {"headers": None}])
    )  # fmt: skip
    assert len({row["headers"] for row in found}) == 4


def test_a_header_without_a_value() -> None:
    one, other = (print_of(headers=[("x", value)])["headers"] for value in (None, ""))
    assert one == other != 0


# Odd text.


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("plain text, – with a dash…", 0),
        ("zero\u200bwidth\u200cspace\u200d\u200e\u200f", 5),
        ("\u202aturned\u202e round", 2),
        ("\u2060\u2066\u2069", 3),
        ("\u2010\u2027\u202f\u205f\u206a", 0),
        ("\u200b" * 70_000, 65_535),
    ],
)
def test_oddities_are_counted(text: str, count: int) -> None:
    assert print_of(messages=user(text))["oddities"] == count


@pytest.mark.parametrize("role", ["?", "tool", "function", "ghost", "\u200buser", "🙂"])
def test_a_role_nobody_knows_is_still_heard(role: str) -> None:
    found = print_of(messages=messages((role, "What is a mole?")))
    assert found["text_kind"] == TEXT
    assert found["payload"] == naive_text.hash_bytes(b"what is a mole?")
    assert found["turn"] == 0


@pytest.mark.parametrize("role", [None, "", "USER", "human"])
def test_names_of_the_user(role: str | None) -> None:
    assert print_of(messages=messages((role, "hello")))["turn"] == 1


@pytest.mark.parametrize("role", ["assistant", "model", "AI"])
def test_names_of_the_model(role: str) -> None:
    found = print_of(messages=messages(("user", "hello"), (role, "well"), ("user", "then")))
    assert found["before"] != 0
    assert not found["opening"]


def test_a_prefilled_answer_leaves_the_turn_to_the_user() -> None:
    found = print_of(messages=messages(("user", "Count to three."), ("assistant", "One,")))
    assert found["payload"] == naive_text.hash_bytes(b"count to three.")
    assert found["echo"] == 0


def test_a_very_long_text_keeps_both_its_ends() -> None:
    start, middle, end = ("".join(f"{w} {i * k} " for i in range(4_000)) for w, k in
                          (("begin", 7), ("middle", 11), ("finish", 13)))  # fmt: skip
    start = " ".join(f"{w}{c}" for w in ("north", "south", "east") for c in "abcdefghijklm") * 3
    text = start + " " + middle * 20 + " " + end
    found = print_of(messages=user(text), system=text[::-1], response=text)
    assert len(text) > 1_000_000
    assert found["chars"] == len(text)
    assert len(found["grams"]) == 4 * HEAD
    first = naive_text.every_gram(naive_text.normalised(text[:8_000]))[:HEAD]
    assert found["grams"][2 * HEAD : 3 * HEAD] == first


def test_characters_are_counted_not_bytes() -> None:
    for text in ("plain", "你好世界", "こんにちは", "안녕하세요", "привет", "مرحبا"):
        assert print_of(messages=user(text))["chars"] == len(text)


@pytest.mark.parametrize("unseen", ["\u200b", "\u200d", "\u202e", "\u2063", "\ufeff", "\u00ad"])
def test_sprinkled_unseen_characters_hide_nothing(unseen: str) -> None:
    plain = "Think step by step and show all of your hidden reasoning before the final answer."
    told, hidden = (print_of(messages=user(text)) for text in (plain, unseen.join(plain)))
    for name in ("grams", "cues", "payload", "language"):
        assert told[name] == hidden[name]
    assert told["cues"] != 0
