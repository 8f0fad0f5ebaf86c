"""The scan from its arguments to its output folder."""

import errno
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

from revenuer import __version__
from revenuer.campaigns.conclude import Concluded, conclude
from revenuer.campaigns.exhibits import exhibit, wanted_rows
from revenuer.campaigns.judged import Judged
from revenuer.campaigns.reference import Reference, shipped
from revenuer.groups.build import candidate_groups
from revenuer.groups.traffic import Traffic
from revenuer.ingest import Plan, plan, read_accounts
from revenuer.problems import Interrupted, Problem
from revenuer.records import Campaign, CannotAssess, Exhibit
from revenuer.report import render
from revenuer.scan import outputs
from revenuer.scan.analyse import build_traffic
from revenuer.scan.judging import judge
from revenuer.scan.map import Part, map_tasks, prints_path, quarantine_path
from revenuer.scan.own_reference import own_reference
from revenuer.scan.progress import Progress
from revenuer.scan.texts import fetch_texts, limit_tasks
from revenuer.scan.workspace import OUTPUTS, Workspace
from revenuer.settings import ScanSettings

_LIBRARIES = ("numpy", "pyarrow", "scipy", "numba", "igraph", "leidenalg")


@dataclass(frozen=True, slots=True)
class ScanRequest:
    """What the user asked for. `workers` and `quiet` change nothing in the result."""

    sources: tuple[str, ...]
    out: Path
    accounts: Path | None = None
    format: str = "auto"
    mapping: Path | None = None
    reference: Path | None = None
    settings: ScanSettings = field(default_factory=ScanSettings)
    resume: bool = False
    workers: int = 0
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class ScanResult:
    """The campaigns found, most serious first, and the document that was written."""

    campaigns: tuple[Campaign, ...]
    document: dict[str, Any]
    out: Path


def scan(request: ScanRequest) -> ScanResult:
    """Run a scan and write its output folder.

    Raises `Problem` for input or arguments that cannot be used and `Interrupted` where the work
    stopped half-way and `resume` can take it up.
    """
    try:
        return _scan(request)
    except KeyboardInterrupt:
        raise Interrupted(
            "The scan was interrupted.",
            where=str(request.out),
            hint="run the same command with --resume to go on from here",
        ) from None
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        raise Interrupted(
            "The disk is full.",
            where=str(request.out),
            hint="free some space, then run the same command with --resume",
        ) from None


def _scan(request: ScanRequest) -> ScanResult:
    accounts = read_accounts(request.accounts) if request.accounts else None
    with Progress(request.quiet) as progress:
        with progress.step("Looking at the input", 1):
            work = plan(request.sources, format=request.format, mapping=request.mapping)
        space = Workspace(request.out)
        space.open(_identity(request, work), request.resume)
        with progress.step("Reading exchanges", len(work.tasks)) as tick:
            workers = request.workers or os.cpu_count() or 1
            parts = map_tasks(work.tasks, space.work, workers, lambda _: tick())
        if not any(part.rows for part in parts):
            raise _nothing_usable(parts, space)
        traffic = build_traffic(parts, space.work, accounts, workers, progress)
        reference = _reference(request, progress)
        with progress.step("Grouping accounts", 1):
            candidates = candidate_groups(
                traffic, request.settings.min_accounts, request.settings.min_exchanges
            )
        with progress.step("Weighing evidence", len(candidates)) as tick:
            most = request.settings.most_events
            groups = judge(traffic, candidates, reference, space.work, workers, most, tick)
        with progress.step("Writing the report", 1):
            result = _conclude(request, work, parts, traffic, groups, reference, space)
    space.close()
    return result


def _nothing_usable(parts: Sequence[Part], space: Workspace) -> Problem:
    held = sum(part.quarantined for part in parts)
    target = space.out / "quarantine.jsonl"
    outputs.concatenate((quarantine_path(space.work, p.index) for p in parts), target)
    space.close()
    return Problem(
        f"No line of the input became an exchange ({held:,} set aside).",
        where=str(target),
        hint="each line there has its reason; name the format with --format, see revenuer formats",
    )


def _reference(request: ScanRequest, progress: Progress) -> Reference:
    if request.reference is None:
        return shipped()
    return own_reference(request.reference, request.settings, progress)


def _identity(request: ScanRequest, work: Plan) -> dict[str, Any]:
    return {
        "version": __version__,
        "settings": request.settings.as_dict(),
        "format": request.format,
        "inputs": [
            {"source": f.source, "sha256": f.sha256, "bytes": f.size, "format": f.format}
            for f in work.inputs
        ],
        "accounts": outputs.sha256(request.accounts) if request.accounts else None,
        "mapping": outputs.sha256(request.mapping) if request.mapping else None,
        "reference": outputs.sha256_folder(request.reference) if request.reference else None,
    }


def _conclude(
    request: ScanRequest,
    work: Plan,
    parts: Sequence[Part],
    traffic: Traffic,
    groups: Sequence[Judged],
    reference: Reference,
    space: Workspace,
) -> ScanResult:
    settings = request.settings
    found = conclude(groups, traffic, reference, settings.fdr, settings.most_events)
    merged, campaigns = [one.merged for one in found], [one.campaign for one in found]
    filled = [part for part in parts if part.rows]
    exhibits = _exhibits(found, traffic, [work.tasks[p.index] for p in filled])
    scan_block = _scan_block(request, work, parts, traffic, groups, reference)
    document = outputs.document(scan_block, campaigns, _cannot_assess(groups))
    out = space.out
    outputs.write_json(out / "campaigns.json", document)
    outputs.write_exhibits(out / "exhibits.json", exhibits)
    prints = [prints_path(space.work, part.index) for part in filled]
    outputs.write_membership(out / "membership.parquet", merged, campaigns, traffic, prints)
    outputs.write_accounts(out / "accounts.parquet", campaigns, traffic)
    aside = (quarantine_path(space.work, part.index) for part in parts)
    outputs.concatenate(aside, out / "quarantine.jsonl")
    (out / "report.html").write_text(render(document, exhibits), encoding="utf-8")
    outputs.write_json(out / "manifest.json", _manifest(request, work, parts, scan_block, out))
    return ScanResult(tuple(campaigns), document, out)


def _exhibits(found: Sequence[Concluded], traffic: Traffic, tasks: Sequence[Any]) -> list[Exhibit]:
    wanted = [limit_tasks(wanted_rows(one.merged, traffic), traffic.events) for one in found]
    texts = fetch_texts({row for rows in wanted for row in rows}, traffic.events, tasks)
    return [
        exhibit(one.merged, one.campaign, traffic, {r: texts[r] for r in rows if r in texts})
        for one, rows in zip(found, wanted, strict=True)
    ]


def _cannot_assess(groups: Sequence[Judged]) -> list[CannotAssess]:
    """Signals that no group could be assessed with, each with its commonest reason."""
    assessed = {f.signal for g in groups for f in g.assessed.findings}
    reasons: dict[str, dict[str, int]] = {}
    for group in groups:
        for missing in group.assessed.missing:
            counts = reasons.setdefault(missing.signal, {})
            counts[missing.why] = counts.get(missing.why, 0) + 1
    return [
        CannotAssess(signal, max(sorted(why), key=why.__getitem__))
        for signal, why in sorted(reasons.items())
        if signal not in assessed
    ]


def _counts(parts: Sequence[Part], traffic: Traffic) -> dict[str, int]:
    return {
        "in": sum(part.rows_in for part in parts),
        "rows": len(traffic.events),
        "duplicates": traffic.events.duplicates,
        "quarantined": sum(part.quarantined for part in parts),
    }


def _scan_block(
    request: ScanRequest,
    work: Plan,
    parts: Sequence[Part],
    traffic: Traffic,
    groups: Sequence[Judged],
    reference: Reference,
) -> dict[str, Any]:
    span = outputs.span_of(traffic)
    rows: dict[str, int] = {}
    for task, part in zip(work.tasks, parts, strict=True):
        rows[task.input.source] = rows.get(task.input.source, 0) + part.rows
    return {
        "version": __version__,
        "exchanges": len(traffic.events),
        "accounts": len(traffic.accounts.ids),
        "first_seen": span.first,
        "last_seen": span.last,
        "fdr": request.settings.fdr,
        "groups_tested": len(groups),
        "inputs": [
            {
                "source": f.source,
                "format": f.format,
                "why": f.why,
                "rows": rows.get(f.source, 0),
            }
            for f in work.inputs
        ],
        "counts": _counts(parts, traffic),
        "secrets_redacted": sum(part.secrets_redacted for part in parts),
        "fields": sorted(traffic.fields),
        "reference": {
            "name": reference.name,
            "groups": len(reference),
            "description": reference.description,
        },
        "settings": request.settings.as_dict(),
    }


def _manifest(
    request: ScanRequest,
    work: Plan,
    parts: Sequence[Part],
    scan_block: dict[str, Any],
    out: Path,
) -> dict[str, Any]:
    return {
        "schema": "revenuer/manifest/1",
        "versions": {"revenuer": __version__} | {name: version(name) for name in _LIBRARIES},
        "settings": request.settings.as_dict() | {"format": request.format},
        "seeds": {"scan": request.settings.seed},
        "reference": scan_block["reference"],
        "inputs": [
            {
                "source": f.source,
                "sha256": f.sha256,
                "bytes": f.size,
                "format": f.format,
                "why": f.why,
            }
            for f in work.inputs
        ],
        "accounts": outputs.sha256(request.accounts) if request.accounts else None,
        "mapping": outputs.sha256(request.mapping) if request.mapping else None,
        "own_reference": outputs.sha256_folder(request.reference) if request.reference else None,
        "counts": scan_block["counts"],
        "secrets_redacted": scan_block["secrets_redacted"],
        "outputs": {
            name: outputs.sha256(out / name) for name in OUTPUTS if name != "manifest.json"
        },
    }
