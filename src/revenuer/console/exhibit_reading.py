"""Exhibits as the store keeps them (what a scan wrote, untrusted) back into records."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from revenuer.records.exhibits import (
    Exhibit,
    Graph,
    Mark,
    Node,
    Raster,
    Sample,
    Span,
    Timeline,
    Wording,
)
from revenuer.report import moments

_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def read(exhibit: Mapping[str, Any]) -> Exhibit | None:
    """The exhibit; None where it is not what `exhibits.json` promises."""
    try:
        return Exhibit(
            campaign_id=str(exhibit["campaign_id"]),
            timeline=_timeline(exhibit["timeline"]),
            raster=_raster(exhibit["raster"]),
            graph=_graph(exhibit["graph"]),
            wording=tuple(_wording(entry) for entry in exhibit["wording"]),
            samples=tuple(_sample(entry) for entry in exhibit["samples"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError, IndexError):
        return None


def _moment(value: object) -> datetime:
    return moments.parse(value) or _NEVER


def _whole(values: Sequence[Any]) -> tuple[int, ...]:
    return tuple(int(value) for value in values)


def _timeline(kept: Mapping[str, Any]) -> Timeline:
    return Timeline(
        start=_moment(kept["start"]),
        bin_seconds=int(kept["bin_seconds"]),
        counts=_whole(kept["counts"]),
        background=_whole(kept["background"]),
        marks=tuple(Mark(_moment(m["ts"]), str(m["label"]), str(m["kind"])) for m in kept["marks"]),
    )


def _raster(kept: Mapping[str, Any]) -> Raster:
    return Raster(
        start=_moment(kept["start"]),
        bin_seconds=int(kept["bin_seconds"]),
        bins=int(kept["bins"]),
        accounts=tuple(str(account) for account in kept["accounts"]),
        rows=tuple(tuple((int(at), int(n)) for at, n in row) for row in kept["rows"]),
        account_total=int(kept["account_total"]),
    )


def _graph(kept: Mapping[str, Any]) -> Graph:
    nodes = tuple(
        Node(
            str(node["id"]),
            str(node["kind"]),
            str(node["label"]),
            int(node["accounts"]),
            int(node.get("elsewhere", 0)),
        )
        for node in kept["nodes"]
    )
    edges = tuple((int(a), int(b), float(weight)) for a, b, weight in kept["edges"])
    if any(not (0 <= a < len(nodes) and 0 <= b < len(nodes)) for a, b, _ in edges):
        raise ValueError("an edge leads nowhere")
    return Graph(nodes, edges, int(kept["account_total"]))


def _wording(kept: Mapping[str, Any]) -> Wording:
    return Wording(
        family=str(kept["family"]),
        spans=tuple(Span(str(span["text"]), bool(span["fixed"])) for span in kept["spans"]),
        accounts=int(kept["accounts"]),
        exchanges=int(kept["exchanges"]),
        elsewhere_accounts=int(kept["elsewhere_accounts"]),
    )


def _sample(kept: Mapping[str, Any]) -> Sample:
    return Sample(
        exchange_id=str(kept["exchange_id"]),
        account_id=str(kept["account_id"]),
        ts=_moment(kept["ts"]),
        model=str(kept["model"]),
        prompt=str(kept["prompt"]),
        response=str(kept["response"]),
        note=str(kept["note"]),
    )
