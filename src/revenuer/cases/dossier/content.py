"""Everything a dossier says, as one JSON value: the page shows it, the pack keeps it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from revenuer import __version__
from revenuer.cases.attribution import SCALE
from revenuer.cases.dossier.conclusion import conclusions, would_change
from revenuer.cases.dossier.pseudonyms import Pseudonyms
from revenuer.cases.findings.found import WORDING, Print
from revenuer.cases.moments import written
from revenuer.cases.policy.terms import Terms
from revenuer.cases.policy.touched import touched
from revenuer.cases.reading import prints_of_case
from revenuer.cases.records import Account, Case, Scan

if TYPE_CHECKING:
    from revenuer.cases.store import CaseStore

SCHEMA = "revenuer/dossier/1"


@dataclass(frozen=True, slots=True)
class Parts:
    """What a dossier is made of. `accounts` are the current ones, surest first."""

    case: Case
    scan: Scan
    accounts: tuple[Account, ...]
    prints: tuple[Print, ...]
    exhibit: Mapping[str, Any] | None


def parts_of(store: "CaseStore", case_id: str) -> Parts:
    """Collect them. Raises NoSuchCase."""
    case = store.case(case_id)
    accounts: list[Account] = []
    while len(accounts) < case.row.accounts:
        page = store.accounts(case_id, page=len(accounts) // 5_000 + 1, size=5_000)
        if not page.rows:
            break
        accounts += page.rows
    with store.read() as connection:
        prints = prints_of_case(connection, case_id)
    return Parts(
        case, store.scan(case.row.scan_number), tuple(accounts), prints, store.exhibit(case_id)
    )


def content(store: "CaseStore", parts: Parts, terms: Terms, names: Pseudonyms) -> dict[str, Any]:
    """The dossier. Every account and identifier in it has its name in the dossier only."""
    names.learn("account", (account.account_id for account in parts.accounts))
    for item in parts.prints:
        if item.kind != WORDING:
            names.learn(item.kind, [item.value])
    case, row, campaign = parts.case, parts.case.row, parts.case.campaign
    told: dict[str, Any] = {
        "schema": SCHEMA,
        "version": __version__,
        "written_at": written(store.now()),
        "case": {
            "id": row.id,
            "state": row.state.value,
            "revision": row.revision,
            "opened_at": row.opened_at,
            "verdict": row.verdict,
        },
        "observations": _observations(parts),
        "inferences": {
            "coordination": _evidence(campaign, "coordination"),
            "extraction": _evidence(campaign, "extraction"),
            "expected_wrong_accounts": row.expected_wrong,
            "false_discovery_rate": parts.scan.scan.get("fdr"),
            "targets": list(row.targets),
        },
        "conclusions": conclusions(campaign),
        "would_change": would_change(
            campaign, parts.scan.cannot_assess, parts.scan.scan, len(case.sightings) > 1
        ),
        "cannot_assess": [dict(m) for m in parts.scan.cannot_assess],
        "attribution": [
            asdict(h) | {"low": h.low, "high": h.high} for h in store.hypotheses(row.id)
        ],
        "attribution_scale": [[term, low, high] for term, (low, high) in SCALE.items()],
        "terms": {"name": terms.name, "version": terms.version, "source": terms.source},
        "clauses": [
            {
                "id": t.clause.id,
                "topic": t.clause.topic,
                "title": t.clause.title,
                "text": t.clause.text,
                "why": t.why,
                "support": [{"signal": s.signal, "e_value": s.e_value} for s in t.support],
            }
            for t in touched(terms, campaign)
        ],
        "history": {
            "sightings": [asdict(s) for s in case.sightings],
            "links": [asdict(link) for link in case.links],
            "judgements": [asdict(j) for j in case.judgements],
            "actions": [
                {
                    "id": a.id,
                    "kind": a.kind.value,
                    "status": a.status.value,
                    "proposed_by": a.proposed_by,
                    "proposed_at": a.proposed_at,
                    "approved_by": a.approved_by,
                    "effective_at": a.effective_at,
                    "ends_at": a.ends_at,
                    "accounts": a.accounts,
                    "lifted": a.lifted,
                }
                for a in store.actions().all(row.id)
            ],
            "indicators": [
                {k: v for k, v in asdict(m).items() if k != "subject"}
                for m in store.indicators().of_case(row.id)
            ],
        },
        "scan": _scan(parts.scan),
    }
    return names.scrub(told)


def _observations(parts: Parts) -> dict[str, Any]:
    row = parts.case.row
    shared: dict[str, int] = {}
    for item in parts.prints:
        if item.kind != WORDING and item.rare:
            shared[item.kind] = shared.get(item.kind, 0) + 1
    exhibit = parts.exhibit or {}
    return {
        "accounts": row.accounts,
        "exchanges": row.exchanges,
        "input_tokens": row.input_tokens,
        "output_tokens": row.output_tokens,
        "first_seen": row.first_seen,
        "last_seen": row.last_seen,
        "models": list(row.models),
        "shared": shared,
        "timeline": exhibit.get("timeline"),
        "wording": [
            {
                "fixed": [str(s["text"]) if s["fixed"] else None for s in w["spans"]],
                "accounts": w["accounts"],
                "exchanges": w["exchanges"],
                "elsewhere_accounts": w["elsewhere_accounts"],
            }
            for w in exhibit.get("wording", ())
        ],
    }


def _evidence(campaign: Mapping[str, Any], axis: str) -> dict[str, Any]:
    return {
        "e_value": campaign[axis]["e_value"],
        "findings": [dict(finding) for finding in campaign[axis]["findings"]],
    }


def _scan(scan: Scan) -> dict[str, Any]:
    kept = ("versions", "settings", "seeds", "inputs", "reference", "outputs", "counts")
    manifest = {name: scan.manifest[name] for name in kept if name in scan.manifest}
    for item in manifest.get("inputs", ()):
        item["source"] = str(item.get("source", "")).rsplit("/", 1)[-1]
    return {
        "id": scan.id,
        "campaigns_json_sha256": scan.document_sha256,
        "exchanges": scan.exchanges,
        "accounts": scan.accounts,
        "first_seen": scan.first_seen,
        "last_seen": scan.last_seen,
        "groups_tested": scan.scan.get("groups_tested"),
        "manifest": manifest,
    }
