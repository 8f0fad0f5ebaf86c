"""Each chart on its own: what is drawn, within which bounds, at the edges of its input."""

import re
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from read_html import read

from revenuer.records.exhibits import Graph, Mark, Node, Raster, Span, Timeline, Wording
from revenuer.report import event_marks, linking, raster, shared_things, timeline, wording
from revenuer.report.axes import round_ticks, time_ticks
from revenuer.report.bins import added_pairs, added_up, coarsening
from revenuer.report.detail import detail_for
from revenuer.report.petals import arrange, ring_radius, rings

START = datetime(2026, 11, 1, tzinfo=UTC)
DETAIL = detail_for(1)


def _timeline(counts: tuple[int, ...], marks: tuple[Mark, ...] = ()) -> Timeline:
    return Timeline(START, 3_600, counts, tuple(2 * n for n in counts), marks)


# -- bins and ticks


@given(st.integers(1, 90_000), st.integers(1, 5_000), st.integers(1, 400))
def test_coarser_bins_never_exceed_the_bound(seconds: int, bins: int, most: int) -> None:
    factor = coarsening(seconds, bins, most)
    assert factor >= 1
    assert -(-bins // factor) <= most


def test_coarser_bins_are_natural_lengths() -> None:
    assert coarsening(3_600, 336, 168) == 2
    assert coarsening(3_600, 336, 120) == 3
    assert coarsening(900, 1_000, 168) == 8
    assert coarsening(7, 100, 50) == 2


@given(st.lists(st.integers(0, 50), max_size=60), st.integers(1, 9))
def test_nothing_is_lost_in_coarser_bins(counts: list[int], factor: int) -> None:
    assert sum(added_up(counts, factor)) == sum(counts)
    sparse = added_pairs(enumerate(counts), factor, len(counts))
    assert sparse == {i: n for i, n in enumerate(added_up(counts, factor)) if n}


@pytest.mark.parametrize(
    ("top", "ticks"),
    [(0, (0, 1)), (1, (0, 1)), (3, (0, 1, 2, 3)), (9, (0, 5, 10)), (312, (0, 200, 400))],
)
def test_round_ticks(top: float, ticks: tuple[float, ...]) -> None:
    assert round_ticks(top) == ticks


def test_time_ticks_are_midnights_or_round_hours() -> None:
    fortnight = time_ticks(START, 14 * 86_400, 732)
    assert [t.label for t in fortnight] == [f"{day} Nov" for day in range(1, 15, 2)]
    hours = time_ticks(START + timedelta(hours=5), 20 * 3_600, 732)
    assert [t.label for t in hours][:3] == ["1 Nov", "08:00", "10:00"]
    assert time_ticks(datetime(9999, 12, 31, tzinfo=UTC), 5 * 86_400, 732)[0].label == "31 Dec"


# -- timeline


def test_timeline_says_its_units_peak_and_marks() -> None:
    marks = (Mark(START + timedelta(hours=1), "m-2 released", "model"),)
    chart = timeline.draw(_timeline((0, 3, 1), marks), 168)
    assert chart is not None
    (svg,) = read(str(chart)).all("svg")
    assert svg.attributes["aria-label"] == (
        "Exchanges per hour. This group peaks at 3 on 1 Nov 2026, 01:00 UTC; all other traffic "
        "at 6. Marked: 1 model change."
    )
    tooltips = [e.text for e in read(str(chart)).all("title")]
    assert "1 Nov 2026, 01:00 UTC: 3 here, 6 elsewhere" in tooltips
    assert "1 Nov 2026, 01:00 UTC: m-2 released" in tooltips


@pytest.mark.parametrize("counts", [(), (0,), (0, 0, 0)])
def test_an_empty_timeline_is_not_drawn(counts: tuple[int, ...]) -> None:
    assert timeline.draw(_timeline(counts), 168) is None
    assert timeline.spark(_timeline(counts)) is None


def test_a_timeline_of_one_bin_and_unlike_lengths() -> None:
    assert timeline.draw(_timeline((7,)), 168) is not None
    short = Timeline(START, 3_600, (1, 2, 3), (), ())
    assert timeline.draw(short, 168) is not None


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=200))
def test_the_outline_returns_to_its_base(counts: list[int]) -> None:
    chart = timeline.draw(_timeline((*counts, 1)), 168)
    for path in re.findall(r'<path d="M[\d.]+ [\d.]+(v[^"]+)z" class="(?:own|others)"', str(chart)):
        assert abs(sum(map(float, re.findall(r"v(-?[\d.]+)", path)))) < 1e-6


def test_near_marks_are_one_and_labels_never_overlap() -> None:
    marks = [(60.0 + 3 * i, Mark(START, f"{i} accounts banned", "ban")) for i in range(200)]
    placed = event_marks.place(marks, 56, 788)
    assert 40 < len(placed) < 80
    assert placed[0].label == "3 bans"
    for row in range(3):
        ends = 0.0
        for mark in (p for p in placed if p.row == row):
            width = 6.0 * len(mark.label) + 12
            begin = mark.x if mark.anchor == "start" else mark.x - width
            assert begin >= ends
            ends = begin + width
    assert event_marks.rows_used(placed) == 3


# -- raster


def _raster(rows: list[list[tuple[int, int]]], bins: int = 48) -> Raster:
    names = tuple(f"a{i}" for i in range(len(rows)))
    return Raster(START, 3_600, bins, names, tuple(map(tuple, rows)), 24_000)


def test_raster_draws_one_run_for_neighbours_of_one_shade() -> None:
    drawn = raster.draw(_raster([[(0, 1), (1, 1), (2, 9), (5, 1)], [(3, 1)]]), (), DETAIL)
    assert drawn is not None
    assert drawn.rows == 2
    cells = dict(re.findall(r'<path d="([^"]+)" class="(shade\d)"', str(drawn.svg)))
    assert cells == {"M0 0.5h2m3 0h1M3 1.5h1": "shade1", "M2 0.5h1": "shade4"}
    assert "Activity of 2 of 24,000 accounts" in drawn.svg
    assert "a0: 12 exchanges, 1 Nov 2026" in drawn.svg


def test_raster_keeps_within_its_bounds() -> None:
    dense = [[(b, 1 + b % 9) for b in range(0, 400, 2)] for _ in range(2_000)]
    for groups in (1, 15, 40):
        detail = detail_for(groups)
        drawn = raster.draw(_raster(dense, 400), (), detail)
        assert drawn is not None
        assert 8 <= drawn.rows <= detail.rows
        assert len(drawn.svg) < 40_000 + 9 * detail.runs


def test_raster_leaves_out_what_is_not_there() -> None:
    assert raster.draw(_raster([]), (), DETAIL) is None
    assert raster.draw(_raster([[], [(99, 4)]]), (), DETAIL) is None
    assert raster.draw(_raster([[(0, 1)]], bins=0), (), DETAIL) is None


@given(st.integers(1, 10**7))
def test_shades_cover_every_count_once(highest: int) -> None:
    bounds = raster._bounds(highest)
    assert bounds[0] == 1
    assert bounds[-1] == highest + 1
    assert list(bounds) == sorted(set(bounds))
    assert 2 <= len(bounds) <= 5


# -- linking graph


def _graph(hubs: list[set[int]], accounts: int) -> Graph:
    nodes = [Node(f"a{i}", "account", f"a{i}", 1) for i in range(accounts)]
    nodes += [Node(f"h{i}", "ip", f"h{i}", len(who)) for i, who in enumerate(hubs)]
    edges = [(a, accounts + h, 1.0) for h, who in enumerate(hubs) for a in sorted(who)]
    return Graph(tuple(nodes), tuple(edges), accounts)


_hubs = st.lists(st.sets(st.integers(0, 39), min_size=1), max_size=30)


@settings(max_examples=30, deadline=None)
@given(_hubs)
def test_every_account_is_drawn_once_around_the_rarest_thing_it_carries(
    hubs: list[set[int]],
) -> None:
    linked = shared_things.read(_graph(hubs, 40), DETAIL)
    dots = [name for thing in linked.things for name in thing.dots] + list(linked.loose)
    assert sorted(dots) == sorted(f"a{i}" for i in range(40))
    for thing in linked.things:
        for name in thing.dots:
            account = int(name[1:])
            assert thing.accounts == min(len(who) for who in hubs if account in who)
    svg = linking.draw(linked, 40)
    if hubs:
        page = read(str(svg))
        assert len(page.all("circle")) - len(page.all("circle", "disc")) - bool(linked.loose) == 40
    else:
        assert svg is None


@settings(max_examples=30, deadline=None)
@given(st.lists(st.floats(10, 90), min_size=1, max_size=40), st.integers(0, 10_000))
def test_discs_do_not_overlap(radii: list[float], seed: int) -> None:
    r = np.array(radii)
    pulls = np.random.default_rng(seed).integers(0, 5, (len(r), len(r))).astype(float)
    centres = arrange(r, pulls + pulls.T, 12.0)
    assert np.array_equal(centres, arrange(r, pulls + pulls.T, 12.0))
    gaps = np.linalg.norm(centres[:, None] - centres[None], axis=2) - r[:, None] - r[None]
    np.fill_diagonal(gaps, np.inf)
    assert gaps.min() > 0


@pytest.mark.parametrize("number", [0, 1, 5, 60, 400])
def test_dots_on_rings_keep_apart(number: int) -> None:
    places = np.array(rings(number, 18.0, 8.6)).reshape(-1, 2)
    assert len(places) == number
    if number:
        assert np.linalg.norm(places, axis=1).max() <= ring_radius(number, 18.0, 8.6) + 1e-9
    gaps = np.linalg.norm(places[:, None] - places[None], axis=2)
    np.fill_diagonal(gaps, np.inf)
    assert gaps.min(initial=np.inf) > 2 * 2.9


def test_a_graph_keeps_within_its_bounds() -> None:
    hubs = [{i, i + 1} for i in range(0, 1_000, 2)]
    linked = shared_things.read(_graph(hubs, 1_001), DETAIL)
    assert len(linked.things) == DETAIL.hubs
    assert linked.left_out == 500 - DETAIL.hubs
    assert sum(len(t.dots) for t in linked.things) + len(linked.loose) == DETAIL.dots


# -- wording


def test_wording_shortens_the_varying_first_and_counts_what_it_left_out() -> None:
    spans = (Span("F" * 50, True), Span("v" * 500, False), Span("G" * 100, True))
    shown = wording.shown(Wording("f", spans, 3, 9, 1), 200)
    assert [run.fixed for run in shown.runs] == [True, False, True]
    assert shown.runs[1].text == "v" * 50 + " … [450 more characters]"
    assert shown.runs[2].text.startswith("G" * 76)
    assert shown.fixed_share == pytest.approx(150 / 650)
    rest = wording.shown(Wording("f", (Span("F" * 300, True), Span("v" * 40, False)), 1, 1, 0), 200)
    assert rest.left_out == 40
    assert wording.shown(Wording("f", (), 1, 1, 0), 200).runs == ()
