"""Who is used as much, and as long, as some others; and what is still evidence on them."""

from pathlib import Path

import numpy as np
import pytest
from exchange_rows import Row
from planted_groups import pool, prompts, sent, words
from planted_logs import traffic_of

from revenuer.campaigns.judged import judge_group
from revenuer.campaigns.reference import shipped
from revenuer.groups.build import ViewBuilder
from revenuer.groups.candidate import Candidate
from revenuer.groups.paces import PACE
from revenuer.groups.usage import used_alike


def test_those_within_the_range_of_nearly_all(tmp_path: Path) -> None:
    rng = np.random.default_rng(5)
    text = words(rng, 9)
    rows: list[Row] = []
    for account in pool(40):
        rows += sent(rng, account, prompts(rng, text, int(rng.integers(3, 6))))
    for account, count in (("few", 1), ("even", 4), ("many", 60)):
        rows += sent(rng, account, prompts(rng, text, count))
    traffic = traffic_of(rows, tmp_path)
    place = {name: i for i, name in enumerate(traffic.accounts.ids)}
    like = np.array([place[a] for a in pool(40)], np.int32)
    others = np.array([place[a] for a in ("few", "even", "many")], np.int32)
    assert used_alike(like, others, traffic).tolist() == [place["even"]]
    assert used_alike(like, others[:0], traffic).tolist() == []


@pytest.mark.parametrize("seed", range(3))
def test_strangers_chosen_for_even_counts_do_not_stand_alone(tmp_path: Path, seed: int) -> None:
    """Null hypothesis: forty people, each with subjects and hours of their own, picked because
    each sent four requests. Without what the choice has spent, nothing is left against them."""
    rng = np.random.default_rng(seed)
    rows: list[Row] = []
    for account in pool(40):
        rows += sent(rng, account, prompts(rng, words(rng, 9), 4))
    traffic = traffic_of(rows, tmp_path)
    everybody = np.arange(40, dtype=np.int32)
    chosen = Candidate("a test", everybody, found_by=frozenset({"births", PACE}))
    found = judge_group(chosen, ViewBuilder(traffic).view(0, chosen), shipped())
    assert found.coordination < 10, "the bar is a hundred"
