"""The native text passes agree with plain Python, and keep what they promise."""

import naive_text
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from mixed_text import mixed, unhurried
from numpy.typing import NDArray

from revenuer.fingerprint import text_kernel, word_kernel
from revenuer.fingerprint.hashing import drawn_evenly, hash_bytes, hash_trimmed, mix
from revenuer.fingerprint.languages import LANGUAGES, function_word_table
from revenuer.fingerprint.text_kernel import GRAM, HEAD, WINDOW
from revenuer.fingerprint.word_kernel import SKETCH

WORDS = function_word_table()
GUARANTEED = GRAM + WINDOW - 1


def as_bytes(data: bytes) -> NDArray[np.uint8]:
    return np.frombuffer(data, np.uint8) if data else np.zeros(0, np.uint8)


def normalise(text: str) -> bytes:
    data = as_bytes(text.encode())
    out = np.full(len(data) + 4, 255, np.uint8)
    end = text_kernel.normalise(data, 0, len(data), out, 0)
    return out[:end].tobytes()


def winnow(text: bytes) -> list[int]:
    out = np.zeros(2 * HEAD, np.uint32)
    end = text_kernel.winnow(as_bytes(text), 0, len(text), out, 0)
    return [int(v) for v in out[:end]]


def tokenise(
    text: bytes,
) -> tuple[NDArray[np.uint64], NDArray[np.bool_], tuple[int, ...]]:
    tokens, content = np.zeros(len(text) // 2 + 8, np.uint64), np.zeros(len(text) // 2 + 8, bool)
    n, *counts = word_kernel.tokenise(as_bytes(text), 0, len(text), tokens, content)
    return tokens[:n], content[:n], tuple(int(v) for v in counts)


def language(text: bytes) -> str:
    tokens, _, counts = tokenise(text)
    return LANGUAGES[word_kernel.language_of(tokens, len(tokens), *counts, *WORDS)]


@unhurried
@given(st.integers(0, 2**64 - 1))
def test_mix_is_splitmix64s_finaliser(value: int) -> None:
    assert int(mix(np.uint64(value))) == naive_text.mix(value)


@unhurried
@given(st.binary(max_size=40))
def test_hash_of_bytes(data: bytes) -> None:
    assert int(hash_bytes(as_bytes(data), 0, len(data))) == naive_text.hash_bytes(data)


@unhurried
@given(st.binary(max_size=30), st.integers(0, 8), st.integers(0, 8))
def test_trimmed_hash_ignores_white_space_at_the_ends_only(
    data: bytes, left: int, right: int
) -> None:
    spaced = as_bytes(b" " * left + data + b"\r\n\t"[:right] + b" " * right)
    core = data.strip(bytes(range(33)))
    assert int(hash_trimmed(spaced, 0, len(spaced))) == naive_text.hash_bytes(core)


@unhurried
@given(mixed)
def test_normalise(text: str) -> None:
    assert normalise(text) == naive_text.normalised(text)


@unhurried
@given(mixed)
def test_normalise_is_idempotent(text: str) -> None:
    once = normalise(text)
    assert normalise(once.decode()) == once


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  Hello \t\r\n WORLD\u3000\u3000!  ", "hello world !"),
        ("ÄÖ Straße ДА", "ÄÖ straße ДА"),
        ("\u3001\u3000\u3002", "\u3001 \u3002"),
        (" \n\u3000", ""),
        ("", ""),
    ],
)
def test_normalised_examples(text: str, expected: str) -> None:
    assert normalise(text).decode() == expected


def test_normalise_reads_and_writes_only_its_range() -> None:
    data = as_bytes(b"XX  A  b  YY")
    out = np.full(16, 255, np.uint8)
    end = text_kernel.normalise(data, 2, 10, out, 3)
    assert out[3:end].tobytes() == b"a b"
    assert out[:3].tolist() == [255] * 3


letters = st.text("abcdefgh  0123456789", min_size=0, max_size=900).map(str.encode)


@unhurried
@given(letters | mixed.map(naive_text.normalised))
def test_winnow(text: bytes) -> None:
    assert winnow(text) == naive_text.winnowed(text)


@pytest.mark.parametrize("repeated", [b"the same words again and ", b"ab ", b"x"])
def test_winnow_of_repeated_text(repeated: bytes) -> None:
    for start in range(40):
        text = b"something else stood here at first, and then: "[start:] + repeated * 40
        assert winnow(text) == naive_text.winnowed(text)


def test_of_equal_minima_the_rightmost_counts() -> None:
    rng = np.random.default_rng(9)
    for _ in range(150):
        before, block, after = (
            rng.integers(97, 123, n).astype(np.uint8).tobytes() for n in (60, 28, 70)
        )
        text = before + block + block + after
        assert winnow(text) == naive_text.winnowed(text)


def test_winnow_keeps_both_ends_of_a_long_text() -> None:
    rng = np.random.default_rng(3)
    text = rng.integers(97, 123, 20_000).astype(np.uint8).tobytes()
    every = naive_text.every_gram(text)
    assert len(every) > 1_000
    assert winnow(text) == every[:HEAD] + every[-HEAD:]


@pytest.mark.parametrize(("size", "count"), [(0, 0), (GRAM - 1, 0), (GRAM, 1), (GUARANTEED, 1)])
def test_a_text_of_one_window_has_one_fingerprint(size: int, count: int) -> None:
    assert len(winnow(b"x" * size)) == count


plain = st.text("abcdefghijklmnop ", max_size=250).map(str.encode)


@unhurried
@given(plain, plain, plain, plain, st.text("qrstuvwxyz 0", min_size=GUARANTEED, max_size=120))
def test_a_shared_run_shares_a_fingerprint(
    before: bytes, after: bytes, other_before: bytes, other_after: bytes, shared: str
) -> None:
    one = before + shared.encode() + after
    other = other_before + shared.encode() + other_after
    assume(max(len(naive_text.every_gram(t)) for t in (one, other)) <= 2 * HEAD)
    assert set(winnow(one)) & set(winnow(other))


@unhurried
@given(st.text("qrstuvwxyz 0", min_size=60, max_size=400), st.randoms(use_true_random=False))
def test_numbers_do_not_matter_to_fingerprints(text: str, rng: "object") -> None:
    renumbered = "".join(rng.choice("0123456789") if c == "0" else c for c in text)  # type: ignore[attr-defined]
    assert winnow(text.encode()) == winnow(renumbered.encode())


def test_unrelated_texts_share_no_fingerprint() -> None:
    rng = np.random.default_rng(5)
    one, other = (rng.integers(97, 123, 3_000).astype(np.uint8).tobytes() for _ in range(2))
    assert len(winnow(one)) == 2 * HEAD
    assert not set(winnow(one)) & set(winnow(other))


@unhurried
@given(mixed)
def test_tokenise(text: str) -> None:
    data = naive_text.normalised(text)
    tokens, content, counts = tokenise(data)
    found = list(zip(tokens.tolist(), content.tolist(), strict=True))
    assert found == naive_text.tokens(data.decode())
    assert counts == naive_text.scripts(data.decode())


@unhurried
@given(st.binary(max_size=60))
def test_tokenise_survives_text_cut_inside_a_character(data: bytes) -> None:
    tokens, content, counts = tokenise(data)
    assert len(tokens) == len(content) <= len(data) // 2 + 1
    assert sum(counts) <= len(data)


@unhurried
@given(mixed)
def test_language(text: str) -> None:
    data = naive_text.normalised(text)
    assert language(data) == naive_text.language(data.decode())


SENTENCES = {
    "en": (
        "Could you explain how the tide is linked to the position of the moon?",
        "Write a short note to my landlord about the broken heating in this flat.",
        "List the steps for changing a bicycle tyre and what tools are needed.",
    ),
    "de": (
        "Wie erkläre ich meiner Tochter, warum der Himmel am Abend rot ist?",
        "Schreibe bitte eine kurze Einladung für das Sommerfest der Schule.",
        "Was ist der Unterschied zwischen einem Vertrag und einer Zusage?",
    ),
    "fr": (
        "Explique-moi pourquoi les marées sont plus fortes au printemps.",
        "Je voudrais une recette de soupe pour quatre personnes avec des poireaux.",
        "Quelle est la différence entre un contrat et une promesse dans le droit ?",
    ),
    "es": (
        "Escribe una carta al casero por el calentador roto de la cocina.",
        "¿Qué diferencia hay entre un contrato y una promesa para los abogados?",
        "Dame los pasos para cambiar la rueda de una bicicleta con poco dinero.",
    ),
    "zh": (
        "请用简单的话解释一下为什么天空在傍晚是红色的。",
        "帮我写一封给房东的信，说明暖气坏了。",
        "列出更换 iPhone 电池的步骤，并说明需要哪些工具。",
    ),
    "ja": (
        "夕方の空が赤い理由を子どもにもわかるように説明してください。",
        "大家さんに暖房の故障を知らせる短い手紙を書いて。",
        "契約と約束の違いは何ですか。",
    ),
    "ko": (
        "저녁 하늘이 붉은 이유를 아이에게 설명해 주세요.",
        "난방이 고장 났다고 집주인에게 보낼 편지를 써 줘.",
        "계약과 약속의 차이는 무엇인가요?",
    ),
    "ru": (
        "Объясни ребёнку, почему вечером небо бывает красным.",
        "Напиши короткое письмо хозяину квартиры о сломанном отоплении.",
        "Чем договор отличается от обещания?",
    ),
    "ar": (
        "اشرح لطفل لماذا تكون السماء حمراء في المساء.",
        "اكتب رسالة قصيرة إلى صاحب البيت عن التدفئة المعطلة.",
        "ما الفرق بين العقد والوعد؟",
    ),
}


@pytest.mark.parametrize(("code", "sentence"), [(c, s) for c, ss in SENTENCES.items() for s in ss])
def test_language_of_plain_sentences(code: str, sentence: str) -> None:
    assert language(normalise(sentence)) == code


def test_foreign_names_do_not_change_the_language() -> None:
    assert language(normalise("请用 TypeScript 写出来")) == "zh"
    assert language(normalise("What does 请用 mean in this sentence of the book?")) == "en"


@pytest.mark.parametrize("text", ["", "12 + 7 = 19", "🙂🙂", "xyzzy plugh frobnicate"])
def test_text_of_no_known_language(text: str) -> None:
    assert language(normalise(text)) == "other"


@unhurried
@given(mixed)
def test_sketch(text: str) -> None:
    data = naive_text.normalised(text)
    tokens, content, _ = tokenise(data)
    row = np.zeros(SKETCH, np.int8)
    word_kernel.sketch_of(tokens, content, len(tokens), row)
    np.testing.assert_array_equal(row, naive_text.sketch(naive_text.tokens(data.decode())))


def test_sketch_has_unit_variance_at_any_length() -> None:
    rng = np.random.default_rng(8)
    for length in (30, 300):
        rows = np.zeros((400, SKETCH), np.int8)
        for row in rows:
            tokens = rng.integers(0, 2**63, length).astype(np.uint64)
            word_kernel.sketch_of(tokens, np.ones(length, np.bool_), length, row)
        assert 14 < rows.astype(float).std() < 18


@unhurried
@given(
    st.lists(st.integers(1, 30), max_size=40),
    st.lists(st.tuples(st.integers(1, 30), st.booleans()), max_size=40),
)
def test_echo_is_the_share_of_words_seen_before(
    before: list[int], turn: list[tuple[int, bool]]
) -> None:
    bloom = np.ones(1 << 14, np.bool_)
    tokens = np.array([t for t, _ in turn], np.uint64)
    content = np.array([c for _, c in turn], np.bool_)
    earlier = np.array(before, np.uint64)
    found = word_kernel.echo_of(earlier, len(earlier), tokens, content, len(tokens), bloom)
    used = [t for t, c in turn if c]
    expected = 255 * sum(t in before for t in used) // len(used) if used else 0
    assert int(found) == expected


def test_an_even_sample_is_about_its_size_and_keeps_equal_keys_together() -> None:
    keys = np.repeat(np.arange(1, 50_001, dtype=np.uint64), 2)
    drawn = drawn_evenly(keys, 20_000, len(keys))
    assert abs(int(drawn.sum()) - 20_000) < 1_000
    assert (drawn[::2] == drawn[1::2]).all()
    assert (drawn == drawn_evenly(keys[::-1], 20_000, len(keys))[::-1]).all()
