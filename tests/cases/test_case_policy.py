"""Terms as data: a case names the clauses whose rule holds, and no other."""

from pathlib import Path

import pytest
import staged_cases as staged

from revenuer.cases.policy.terms import example, example_terms, read_terms
from revenuer.cases.policy.touched import touched
from revenuer.problems import Problem


def named(**changes: object) -> list[str]:
    campaign = staged.campaign(staged.names(0, 5)) | changes
    return [found.clause.id for found in touched(example_terms(), campaign)]


def test_the_example_covers_what_providers_forbid() -> None:
    topics = {clause.topic for clause in example_terms().clauses}
    assert topics == {
        "competing models",
        "resale",
        "false identity",
        "supported regions",
        "ownership",
    }


def test_only_clauses_the_evidence_touches() -> None:
    assert named() == ["2.1", "2.2", "4.1"]
    assert named(verdict="pool") == ["2.2", "3.1", "4.1"]
    nothing = {"e_value": 5000.0, "findings": [staged.finding("rotation", 9.9)]}
    empty = {"e_value": 5000.0, "findings": [staged.finding("trace_elicitation", None)]}
    # a strong axis names nothing by itself: the clause's own signals must speak
    assert named(coordination=nothing, extraction=empty) == []


def test_no_scan_touches_regions_or_ownership() -> None:
    for clause in example_terms().clauses:
        if clause.topic in ("supported regions", "ownership"):
            assert clause.touched_by == ()


def test_support_is_told_strongest_first() -> None:
    campaign = staged.campaign(staged.names(0, 5))
    campaign["extraction"]["findings"] = [
        staged.finding("reasoning_cleanup", 11.0),
        staged.finding("trace_elicitation", 80.0),
        staged.finding("rubric_grading", 9.0),
    ]
    first = touched(example_terms(), campaign)[0]
    assert [s.signal for s in first.support] == ["trace_elicitation", "reasoning_cleanup"]


def test_at_least_two_signals_where_a_rule_says_so(tmp_path: Path) -> None:
    text = example().replace("at_least = 1", "at_least = 2", 1)
    (tmp_path / "t.toml").write_text(text)
    campaign = staged.campaign(staged.names(0, 5))
    ids = [f.clause.id for f in touched(read_terms(tmp_path / "t.toml"), campaign)]
    assert ids == ["2.2", "4.1"]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('id = "2.2"', 'id = "2.1"', "Two clauses are numbered 2.1"),
        ('"rubric_grading"', '"guilt"', "There is no 'guilt' among signals"),
        ('verdicts = ["pool"]', 'verdicts = ["spy"]', "There is no 'spy' among verdicts"),
        ("least_e_value = 10", "least_e_value = 0.5", "must be a number of 1 or more"),
        ("at_least = 1", "at_least = 99", "at_least must be between 1 and"),
        ('topic = "resale"', "", "topic is missing"),
        ('name = "Example terms of use"', "", "name is missing"),
        ("[[clause]]", "[[klause]]", "hold no \\[\\[clause\\]\\]"),
        ("version =", "version", "cannot be read"),
    ],
)
def test_terms_that_cannot_be(tmp_path: Path, old: str, new: str, told: str) -> None:
    text = example()
    assert old in text
    (tmp_path / "t.toml").write_text(text.replace(old, new))
    with pytest.raises(Problem, match=told):
        read_terms(tmp_path / "t.toml")
