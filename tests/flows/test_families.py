"""A fixed text is one family however long it is and whatever stands beside it."""

from pathlib import Path

import numpy as np
import pytest
from exchange_rows import Row, user
from numpy.random import Generator
from planted_logs import assigned, numbered, write_prints

from revenuer.flows.families import MIN_EXCHANGES, Families, family_weights

LETTERS = np.array(list("abcdefghijklmnopqrstuvwxyz"))


def prose(rng: Generator, words: int) -> str:
    """Words that occur nowhere else."""
    return " ".join("".join(rng.choice(LETTERS, rng.integers(3, 9))) for _ in range(words))


def found(rows: list[Row], folder: Path, parts: int = 1) -> tuple[Families, list[int], list[int]]:
    rows = numbered(rows)
    families, shares = assigned(write_prints(rows, folder, parts))
    return (
        families,
        np.concatenate([family for family, _ in shares]).tolist(),
        np.concatenate([cover for _, cover in shares]).tolist(),
    )


@pytest.mark.parametrize("parts", [1, 3])
def test_templates_of_different_lengths_are_one_family_each(tmp_path: Path, parts: int) -> None:
    rng = np.random.default_rng(11)
    lengths = (25, 60, 150, 400, 1_500)
    templates = [prose(rng, n) for n in lengths]
    rows: list[Row] = []
    planted: list[int] = []
    for i in range(60):
        for t, template in enumerate(templates):
            account = f"a{rng.integers(12)}"
            rows.append({"account_id": account, "messages": user(f"{template} {prose(rng, 12)}")})
            planted.append(t)
        rows.append({"account_id": f"a{i % 12}", "messages": user(prose(rng, 60))})
        planted.append(-1)
    families, own, cover = found(rows, tmp_path, parts)
    of = {t: {f for f, p in zip(own, planted, strict=True) if p == t} for t in range(-1, 5)}
    assert of[-1] == {-1}
    assert all(len(of[t]) == 1 and of[t] != {-1} for t in range(5))
    assert len(set.union(*of.values())) == 6
    for t in range(5):
        family = of[t].pop()
        assert families.exchanges[family] >= 55
    covered = [
        np.mean([c for c, p in zip(cover, planted, strict=True) if p == t]) for t in range(5)
    ]
    assert covered == sorted(covered)
    assert covered[-1] > 230


def test_a_system_prompt_is_a_family_whatever_the_turn(tmp_path: Path) -> None:
    rng = np.random.default_rng(12)
    system = prose(rng, 80)
    rows: list[Row] = [
        {"account_id": f"a{i % 5}", "system": system, "messages": user(prose(rng, 20))}
        for i in range(30)
    ]
    _, own, _ = found(rows, tmp_path)
    assert len(set(own)) == 1
    assert own[0] >= 0


def test_text_of_two_accounts_is_nobodys_family(tmp_path: Path) -> None:
    rng = np.random.default_rng(13)
    template = prose(rng, 80)
    rows = [
        {"account_id": f"a{i % 2}", "messages": user(f"{template} {prose(rng, 5)}")}
        for i in range(40)
    ]
    families, own, cover = found(rows, tmp_path)
    assert len(families.gram) == 0
    assert set(own) == {-1}
    assert set(cover) == {0}


@pytest.mark.parametrize(("times", "family"), [(MIN_EXCHANGES - 1, False), (MIN_EXCHANGES, True)])
def test_a_family_needs_eight_exchanges(tmp_path: Path, times: int, family: bool) -> None:
    text = prose(np.random.default_rng(14), 60)
    rows = [{"account_id": f"a{i}", "messages": user(text)} for i in range(times)]
    own = found(rows, tmp_path)[1]
    assert (set(own) != {-1}) is family


def test_an_exchange_belongs_to_its_rarer_text(tmp_path: Path) -> None:
    rng = np.random.default_rng(15)
    common, rare = prose(rng, 90), prose(rng, 90)
    rows: list[Row] = [
        {"account_id": f"a{i % 40}", "system": common, "messages": user(prose(rng, 9))}
        for i in range(600)
    ]
    rows += [
        {"account_id": f"a{i % 10}", "system": common, "messages": user(f"{rare} {prose(rng, 4)}")}
        for i in range(300)
    ]
    own = found(rows, tmp_path)[1]
    everyday, special = set(own[:600]), set(own[600:])
    assert len(everyday) == len(special) == 1
    assert everyday != special
    assert -1 not in everyday | special


def test_a_payload_repeated_a_dozen_times_does_not_hide_its_template(tmp_path: Path) -> None:
    rng = np.random.default_rng(18)
    template, payload = prose(rng, 60), prose(rng, 60)
    rows: list[Row] = [
        {"account_id": f"a{i % 10}", "messages": user(f"{template} {prose(rng, 30)}")}
        for i in range(300)
    ]
    rows += [
        {"account_id": f"a{i % 10}", "messages": user(f"{template} {payload}")} for i in range(12)
    ]
    assert len(set(found(rows, tmp_path)[1])) == 1


def test_numbers_in_a_template_do_not_split_it(tmp_path: Path) -> None:
    rng = np.random.default_rng(16)
    template = prose(rng, 60)
    rows = [
        {
            "account_id": f"a{i % 6}",
            "messages": user(f"Item {rng.integers(10, 99)}: {template} {prose(rng, 6)}"),
        }
        for i in range(40)
    ]
    assert len(set(found(rows, tmp_path)[1])) == 1


def test_chinese_templates_are_families(tmp_path: Path) -> None:
    rng = np.random.default_rng(17)

    def characters(n: int) -> str:
        return "".join(chr(c) for c in rng.integers(0x4E00, 0x9FA0, n))

    one, two = characters(60), characters(200)
    rows = [
        {"account_id": f"a{i % 6}", "messages": user((one if i % 2 else two) + characters(20))}
        for i in range(60)
    ]
    own = found(rows, tmp_path)[1]
    assert len(set(own[::2])) == len(set(own[1::2])) == 1
    assert own[0] != own[1]
    assert -1 not in own


def test_an_empty_log_has_no_family(tmp_path: Path) -> None:
    families, own, _ = found([{}, {"messages": user("hi")}], tmp_path)
    assert len(families.exchanges) == 0
    assert own == [-1, -1]


def test_rarer_families_weigh_more_and_hardly_repeated_text_less() -> None:
    counts = np.array([8, 16, 256, 2_000, 50_000])
    families = Families(
        np.arange(5, dtype=np.uint32), np.arange(5, dtype=np.int32), counts, np.ones(5, np.int32)
    )
    weight = family_weights(families, 100_000)
    assert weight[2] == weight.max()
    assert weight[2] > weight[3] > weight[4]
    assert weight[0] < weight[1] < weight[2]


def test_a_large_log_is_sampled_by_exchange_and_finds_the_same_template(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = np.random.default_rng(6)
    template = prose(rng, 40)
    rows: list[Row] = [
        {"account_id": f"a{i % 12}", "messages": user(f"{template} {prose(rng, 12)}")}
        for i in range(400)
    ]
    whole = found(rows, tmp_path)[1]
    monkeypatch.setattr("revenuer.flows.shared_text.MOST_COUNTED", 100)
    (tmp_path / "sampled").mkdir()
    families, own, _ = found(rows, tmp_path / "sampled")
    assert len(set(own)) == 1
    assert own == whole
    assert 60 <= families.exchanges[own[0]] <= 140
