"""The page as a whole: what stands where, in which words, in how many bytes."""

import copy
from itertools import pairwise

import pytest
import staged_report
from read_html import Page, read

from revenuer.problems import Problem
from revenuer.report import render


@pytest.fixture(scope="module")
def page(staged_html: str) -> Page:
    return read(staged_html)


def _text(page: Page, tag: str, class_: str = "") -> list[str]:
    return [" ".join(element.text.split()) for element in page.all(tag, class_)]


def test_the_answer_comes_first(page: Page) -> None:
    assert _text(page, "h1") == [
        "Three campaigns and one pool of shared access among 3,012 accounts."
    ]
    assert _text(page, "p", "deck")[:3] == [
        "422 accounts are named in three campaigns; about 5.9 of them expected to be wrong.",
        "152 accounts in one pool of shared access: run by one operator, but not shown to harvest.",
        "One group to watch has evidence on one question only and no accusation rests on that.",
    ]


def test_the_order_of_the_sections(page: Page) -> None:
    ids = [element.attributes.get("id") for element in page.all("section")]
    groups = [f"g{rank}" for rank in range(1, 6)]
    assert ids == ["ranking", *groups, "not-assessed", "how-to-read", "input"]


def test_headings_never_skip_a_level(page: Page) -> None:
    levels = [int(e.tag[1]) for e in page.elements if e.tag in {"h1", "h2", "h3", "h4", "h5"}]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_the_ranked_table(page: Page) -> None:
    rows = _text(page, "tr")
    assert rows[0] == (
        "Group Activity Accounts Exchanges Tokens taken Operatore-value Harveste-value "
        "Wrongexpected"
    )
    assert rows[1] == (
        "1campaign-7f31a0c49b02campaign reasoning traces, mathematics, code repair "
        "2–11 Nov 2026 240 14,256 21.1 million 3.1 × 10¹⁴ 8.2 × 10⁹ 1.8"
    )


def test_tables_and_charts_are_readable_without_seeing_them(page: Page) -> None:
    assert all(element.attributes.get("scope") in {"col", "row"} for element in page.all("th"))
    for chart in page.all("svg", "chart"):
        assert chart.attributes["role"] == "img"
        assert len(chart.attributes["aria-label"]) > 10
    timeline = page.all("svg", "timeline")[0].attributes["aria-label"]
    assert timeline.startswith("Exchanges per 2 hours. This group peaks at ")
    assert timeline.endswith("Marked: 3 bans, 1 model change.")


def test_every_group_has_its_exhibits(page: Page) -> None:
    for name in ("timeline", "raster", "linking"):
        assert len(page.all("svg", name)) == 5
    assert len(page.all("figure", "wording")) == 2 * 4
    assert len(page.all("article", "sample")) == 3 * 5
    fixed = [e.text for e in page.all("span", "fixed")]
    assert any("请逐步写出完整的推理过程" in text for text in fixed)


def test_the_three_questions_are_answered_apart(page: Page) -> None:
    answers = [e.text for e in page.all("b") if "questions" not in e.parents and "ul" in e.parents]
    answers = [text for text in answers if "evidence" in text or "bar" in text or "Not" in text]
    expected = {
        "campaign": ["The evidence says yes", "The evidence says yes"],
        "pool": ["The evidence says yes", "Not shown"],
        "watch": ["Some evidence", "Below the bar"],
    }
    verdicts = ("campaign", "campaign", "campaign", "pool", "watch")
    assert answers == [
        answer for v in verdicts for answer in (*expected[v], "Not answered by this report")
    ]


def test_findings_carry_number_and_innocent_explanation(page: Page) -> None:
    findings = _text(page, "li", "finding")
    assert findings[0].startswith("e = 1.0 × 10¹⁴ p = 1 in 20,000statistic 0.0007 Exchangeability")
    assert all("Innocent explanation tried." in finding for finding in findings)
    # A strong p-value ranks above a weak e-value.
    names = _text(page, "h5")[:4]
    assert names == ["Exchangeability", "Shared rare text", "Idle rank", "Birth cohort"]


def test_the_counts_add_up_on_the_page(page: Page) -> None:
    (equation,) = _text(page, "dl", "equation")
    assert equation == ("lines in200,904 exchanges=200,431 duplicates+312 quarantined+161")
    assert page.all("p", "notice") == []


def test_lost_lines_are_told_before_all_else() -> None:
    document = copy.deepcopy(staged_report.document())
    document["scan"]["counts"] = {"in": 100, "rows": 80, "duplicates": 5, "quarantined": 12}
    notices = _text(read(render(document, [])), "p", "notice")
    assert notices == [
        "The counts do not add up. 100 lines were read but 97 are accounted for. Treat every "
        "figure below as provisional until this is explained.",
        "12 lines (12 %) could not be read and are set aside with the reason in "
        "quarantine.jsonl; nothing below rests on them.",
    ]


def test_nothing_found_says_what_could_have_been_seen() -> None:
    page = read(render(staged_report.empty(), []))
    assert _text(page, "h1") == ["No campaign found among 3,012 accounts."]
    assert _text(page, "p", "deck") == [
        "412 groups of accounts were tested and none cleared the bar. That is no proof that there "
        "is none: see what this scan could have seen."
    ]
    (looked_for,) = [e.text for e in page.all("section") if e.attributes["id"] == "looked-for"]
    assert "a single group of ordinary size had to reach an e-value of about 41,000" in looked_for
    assert page.all("svg") == []


def test_a_bare_document_still_makes_a_page() -> None:
    page = read(render({"schema": "revenuer/campaigns/1"}, []))
    assert _text(page, "h1") == ["No campaign found in this log."]
    assert page.unbalanced == []


def test_watch_alone_is_no_finding() -> None:
    document = staged_report.document(staged_report.STAGES[4:])
    assert _text(read(render(document, [])), "h1") == [
        "No campaign found among 3,012 accounts; one group to watch."
    ]


def test_a_pool_alone_is_no_campaign() -> None:
    document = staged_report.document(staged_report.STAGES[3:4])
    assert _text(read(render(document, [])), "h1") == [
        "No campaign, but one pool of shared access, among 3,012 accounts."
    ]


def test_one_account_has_nothing_to_coordinate() -> None:
    document = staged_report.document(staged_report.STAGES[:1])
    document["campaigns"][0]["accounts"] = document["campaigns"][0]["accounts"][:1]
    page = read(render(document, []))
    assert "One account: nothing to coordinate" in page.all("body")[0].text
    assert "No exhibits were kept for this group" in page.all("body")[0].text


def test_an_account_in_two_campaigns_is_counted_once() -> None:
    document = staged_report.document(staged_report.STAGES[:1] * 2)
    deck = _text(read(render(document, [])), "p", "deck")[0]
    assert deck.startswith("240 accounts are named in two campaigns;")


def test_forty_groups_and_24000_accounts_stay_small(huge_html: str) -> None:
    assert len(huge_html.encode()) < 3_000_000
    text = read(huge_html).all("section")[1].text
    assert "First 20 of 24,000 accounts" in text
    assert "and 23,980 more, see accounts.parquet" in text


def test_same_input_same_bytes(staged_html: str) -> None:
    assert render(staged_report.document(), staged_report.exhibits()) == staged_html


def test_a_broken_document_is_a_problem() -> None:
    with pytest.raises(Problem) as lacking:
        render({"campaigns": [{"id": "c"}]}, [])
    assert str(lacking.value) == 'A campaign lacks "verdict".\n  where: campaigns[0]'
    document = staged_report.document()
    document["campaigns"][2]["verdict"] = "guilty"
    with pytest.raises(Problem) as unknown:
        render(document, [])
    assert str(unknown.value) == (
        "The verdict is 'guilty'.\n  where: campaigns[2]\n"
        "  try:   It is one of campaign, pool, watch."
    )


def test_fields_may_be_named_without_their_shares() -> None:
    document = staged_report.empty()
    document["scan"]["fields"] = ["ip", "text", "tls_fingerprint"]
    text = " ".join(read(render(document, [])).all("main")[0].text.split())
    assert "What the log has IP, Text, TLS fingerprint. Compared with" in text
