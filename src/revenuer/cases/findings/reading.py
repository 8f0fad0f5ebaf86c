"""Reads the folder that `revenuer scan --out` wrote. The folder is input: what does not fit is
refused with its place, never guessed."""

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import orjson

from revenuer.cases.findings.account_traffic import account_traffic
from revenuer.cases.findings.found import WORDING, Found, Member, Print, ScanFolder
from revenuer.cases.findings.wording_prints import wording_prints
from revenuer.cases.moments import read as read_moment
from revenuer.problems import Problem
from revenuer.records.campaigns import SCHEMA, VERDICT_RANK

EXHIBITS = "revenuer/exhibits/1"
_LONGEST = 200
_NOT_KEYS = frozenset({"account", "text", "handover"})
"""Nodes of the linking graph whose label means nothing outside its scan."""


def read_scan(folder: Path) -> ScanFolder:
    """Read `campaigns.json`, `exhibits.json` and `manifest.json` of a scan. Raises Problem."""
    path = folder / "campaigns.json"
    data = _bytes(path)
    document = _object(path, data)
    if document.get("schema") != SCHEMA:
        raise _wrong(path, f"its schema is not {SCHEMA}")
    digest = hashlib.sha256(data).hexdigest()
    exhibits = _exhibits(folder / "exhibits.json")
    manifest = folder / "manifest.json"
    traffic = account_traffic(folder)
    try:
        _check_scan(document["scan"])
        return ScanFolder(
            id=digest[:12],
            folder=folder.resolve().name.encode("utf-8", "replace").decode(),
            document_sha256=digest,
            scan=dict(document["scan"]),
            cannot_assess=tuple(dict(m) for m in document["cannot_assess"]),
            manifest=_object(manifest, _bytes(manifest)) if manifest.exists() else {},
            found=tuple(_found(c, exhibits, traffic) for c in document["campaigns"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _wrong(path, f"it does not hold what a scan writes ({error!r})") from error


def _found(
    record: Mapping[str, Any],
    exhibits: Mapping[str, Mapping[str, Any]],
    traffic: Mapping[str, int],
) -> Found:
    campaign = {key: value for key, value in record.items() if key != "accounts"}
    _check(campaign)
    campaign["id"] = _kept(str(campaign["id"]))
    members: dict[str, Member] = {}
    for member in record["accounts"]:
        account = str(member["account_id"])
        kept = _kept(account)
        members[kept] = Member(kept, _share(member["membership"]), traffic.get(account, 0))
    exhibit = exhibits.get(str(record["id"]))
    return Found(campaign, exhibit, tuple(members.values()), prints_of(exhibit))


def _check_scan(scan: Mapping[str, Any]) -> None:
    for name in ("first_seen", "last_seen"):
        read_moment(scan[name])
    for name in ("exchanges", "accounts"):
        if not isinstance(scan[name], int) or not 0 <= scan[name] < 1 << 62:
            raise ValueError(f"{name} {scan[name]!r}")
    float(scan.get("fdr", 0.0))


def _check(campaign: Mapping[str, Any]) -> None:
    """Everything a case's row is made of has its type. Raises ValueError, KeyError, TypeError."""
    if campaign["verdict"] not in VERDICT_RANK:
        raise ValueError(f"verdict {campaign['verdict']!r}")
    if not 0 < len(str(campaign["id"])) <= 64:
        raise ValueError("id")
    for name in ("first_seen", "last_seen"):
        read_moment(campaign[name])
    for number in (campaign["exchange_count"], *(campaign["tokens"][k] for k in _TOKENS)):
        if not isinstance(number, int) or not 0 <= number < 1 << 62:
            raise ValueError(f"count {number!r}")
    for axis in ("coordination", "extraction"):
        float(campaign[axis]["e_value"] or 0.0)
        for finding in campaign[axis]["findings"]:
            str(finding["signal"]), str(finding["detail"]), str(finding["benign_explanation"])
    if not all(isinstance(name, str) for name in [*campaign["models"], *campaign["targets"]]):
        raise TypeError("models and targets are lists of names")
    float(campaign["expected_wrong_accounts"])


_TOKENS = ("input", "output")


def _kept(identifier: str) -> str:
    """An identifier as a database can keep it: no null characters, and never endless."""
    text = identifier.replace("\x00", "\u2400")
    if len(text) <= _LONGEST:
        return text
    return f"sha256:{hashlib.sha256(identifier.encode()).hexdigest()}"


def _share(value: Any) -> float:
    share = float(value)
    if not 0 <= share <= 1:
        raise ValueError(f"membership {value!r}")
    return share


def prints_of(exhibit: Mapping[str, Any] | None) -> tuple[Print, ...]:
    """Hashes of the exhibit's fixed wording, and the identifiers its linking graph shows as
    shared."""
    if exhibit is None:
        return ()
    found: dict[tuple[str, str], Print] = {}
    for wording in exhibit["wording"]:
        fixed = [str(span["text"]) for span in wording["spans"] if span["fixed"]]
        for value in wording_prints(fixed):
            found.setdefault(
                (WORDING, value),
                Print(WORDING, value, int(wording["accounts"]), int(wording["elsewhere_accounts"])),
            )
    for node in exhibit["graph"]["nodes"]:
        kind, label = _kept(str(node["kind"]))[:20], _kept(str(node["label"]))
        if kind not in _NOT_KEYS and label:
            found[kind, label] = Print(kind, label, int(node["accounts"]), int(node["elsewhere"]))
    return tuple(found[key] for key in sorted(found))


def _exhibits(path: Path) -> dict[str, Mapping[str, Any]]:
    if not path.exists():
        return {}
    document = _object(path, _bytes(path))
    exhibits: Sequence[Any] = document.get("exhibits", [])
    if document.get("schema") != EXHIBITS or not isinstance(exhibits, list):
        raise _wrong(path, f"its schema is not {EXHIBITS}")
    try:
        return {str(exhibit["campaign_id"]): exhibit for exhibit in exhibits}
    except (KeyError, TypeError) as error:
        raise _wrong(path, f"an exhibit lacks its campaign ({error!r})") from error


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Problem(
            f"There is no readable {path.name} in the folder.",
            where=str(path.parent),
            hint="give the folder that `revenuer scan --out` or `revenuer demo` wrote",
        ) from error


def _object(path: Path, data: bytes) -> dict[str, Any]:
    try:
        value = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise _wrong(path, f"it is not JSON ({error})") from error
    if not isinstance(value, dict):
        raise _wrong(path, "it is not a JSON object")
    return value


def _wrong(path: Path, why: str) -> Problem:
    return Problem(
        f"{path.name} cannot be read as a scan's output: {why}.",
        where=str(path),
        hint="run the scan again, or give another folder",
    )
