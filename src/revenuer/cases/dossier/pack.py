"""The pack: the page, the rows behind it, and a signed list of both. Same case, same bytes."""

import hashlib
import io
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import sqlalchemy as sa

from revenuer.cases.audit.chain import Entry, head
from revenuer.cases.audit.envelope import seal
from revenuer.cases.audit.trail import READ
from revenuer.cases.dossier.content import Parts, content, parts_of
from revenuer.cases.dossier.page import render
from revenuer.cases.dossier.printing import print_pdf
from revenuer.cases.dossier.pseudonyms import Pseudonyms, salt_for
from revenuer.cases.findings.found import WORDING, Print
from revenuer.cases.policy.terms import Terms
from revenuer.cases.spreadsheet import rows_as_csv
from revenuer.cases.tables import AUDIT
from revenuer.problems import Problem

if TYPE_CHECKING:
    from revenuer.cases.store import CaseStore

MANIFEST = "manifest.dsse.json"
KIND = "application/vnd.revenuer.dossier+json"
KEY = "public.vkey"
QUERIES = {
    "accounts": "SELECT count(*) FROM 'accounts.csv'",
    "expected_wrong_accounts": "SELECT sum(1 - membership) FROM 'accounts.csv'",
    "exchanges": "SELECT count(*) FROM 'exchanges.csv'",
    "shared": "SELECT kind, count(*) FROM 'shared.csv' WHERE elsewhere * 3 <= accounts GROUP BY 1",
}
"""What the numbers of the page are in the rows of the pack."""


def build(
    store: "CaseStore",
    case_id: str,
    actor: str,
    terms: Terms,
    *,
    identify: bool = False,
    scan_folder: Path | None = None,
) -> dict[str, bytes]:
    """The files of the pack by name. `identify` keeps accounts and identifiers as they are;
    `scan_folder` adds a hashed row for each exchange. That a dossier was written is put on record
    before. Raises Problem."""
    key = store.key
    with store.write() as connection:
        store.audit(connection, actor, "dossier.written", case_id, identify=identify)
    checkpoint = store.checkpoint()
    parts = parts_of(store, case_id)
    names = Pseudonyms(salt_for(key, case_id), identify=identify)
    told = content(store, parts, terms, names)
    data = orjson.dumps(told, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS)
    told = orjson.loads(data)  # the page is made of what a reader will have
    files = {
        "dossier.json": data,
        "dossier.html": render(told, str(key.verifier)).encode("utf-8", "replace"),
        "accounts.csv": _accounts(parts, names),
        "shared.csv": _shared(parts, names),
        "audit.json": _audit(store, case_id, checkpoint, reads=identify),
        "queries.json": orjson.dumps(QUERIES, option=orjson.OPT_INDENT_2),
        KEY: f"{key.verifier}\n".encode(),
    }
    if scan_folder is not None:
        files["exchanges.csv"] = _exchanges(scan_folder, parts, names)
    files[MANIFEST] = seal(KIND, _manifest(told, files), key)
    return files


def write(files: Mapping[str, bytes], out: Path, *, pdf: bool = False) -> list[Path]:
    """Write the pack as `NAME.zip`, and beside it the page, and a PDF of it if asked for. Raises
    Problem."""
    told = orjson.loads(files["dossier.json"])
    name = told["case"]["id"]
    out.mkdir(parents=True, exist_ok=True)
    archive, page = out / f"{name}.zip", out / f"{name}.html"
    archive.write_bytes(as_zip(files))
    page.write_bytes(files["dossier.html"])
    written = [archive, page]
    if pdf:
        print_pdf(page, out / f"{name}.pdf")
        written.append(out / f"{name}.pdf")
    return written


def as_zip(files: Mapping[str, bytes]) -> bytes:
    """A zip archive with fixed times and order."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, files[name])
    return out.getvalue()


def _manifest(told: Mapping[str, Any], files: Mapping[str, bytes]) -> dict[str, Any]:
    return {
        "schema": "revenuer/pack/1",
        "case": told["case"]["id"],
        "written_at": told["written_at"],
        "version": told["version"],
        "scan": told["scan"]["id"],
        "files": {
            name: {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}
            for name, data in sorted(files.items())
        },
    }


def _accounts(parts: Parts, names: Pseudonyms) -> bytes:
    rows = sorted(
        (names.account(a.account_id), a.membership, a.exchanges, a.first_scan)
        for a in parts.accounts
    )
    return rows_as_csv(("account", "membership", "exchanges_in_log", "first_scan"), rows)


def _shared(parts: Parts, names: Pseudonyms) -> bytes:
    def named(item: Print) -> str:
        return item.value if item.kind == WORDING else names.thing(item.kind, item.value)

    rows = sorted((named(p), p.kind, p.accounts, p.elsewhere) for p in parts.prints)
    return rows_as_csv(("value", "kind", "accounts", "elsewhere"), rows)


def _audit(store: "CaseStore", case_id: str, checkpoint: bytes, *, reads: bool) -> bytes:
    """The whole chain as hashes, and in full the entries about this case: so a stranger can follow
    the chain to its signed head without reading about other cases. Entries of `reads` name
    exchanges as they are, so they stay hashes unless asked for."""
    with store.read() as connection:
        entries = [Entry(**row._mapping) for row in connection.execute(_all_entries())]
        size, digest = head(connection)
    own = {case_id} | {a.id for a in store.actions().all(case_id)}
    return orjson.dumps(
        {
            "size": size,
            "head": digest,
            "checkpoint": checkpoint.decode(),
            "content_hashes": [entry.content() for entry in entries],
            "entries": [
                {
                    "number": e.number,
                    "at": e.at,
                    "actor": e.actor,
                    "action": e.action,
                    "subject": e.subject,
                    "detail": e.detail,
                }
                for e in entries
                if e.subject in own and (reads or e.action != READ)
            ],
        }
    )


def _all_entries() -> sa.Select[Any]:
    return sa.select(AUDIT).order_by(AUDIT.c.number)


def _exchanges(folder: Path, parts: Parts, names: Pseudonyms) -> bytes:
    path = folder / "campaigns.json"
    if not path.exists() or _sha256(path) != parts.scan.document_sha256:
        raise Problem(
            "That folder is not of the scan that the case rests on.",
            where=str(folder),
            hint=f"campaigns.json must have the SHA-256 {parts.scan.document_sha256[:16]}…",
        )
    membership = folder / "membership.parquet"
    expected = parts.scan.manifest.get("outputs", {}).get("membership.parquet")
    if expected is not None and _sha256(membership) != expected:
        raise Problem("membership.parquet was changed since the scan.", where=str(membership))
    return rows_as_csv(("exchange", "membership"), _rows(membership, parts, names))


def _rows(path: Path, parts: Parts, names: Pseudonyms) -> Iterator[tuple[str, float]]:
    try:
        table = pq.read_table(path)
    except (pa.ArrowException, OSError) as error:
        raise Problem("membership.parquet cannot be read.", where=str(path)) from error
    own = table.filter(pc.equal(table["campaign_id"], parts.case.row.campaign_id))
    pairs = zip(own["exchange_id"].to_pylist(), own["membership"].to_pylist(), strict=True)
    yield from sorted((names.exchange(e), round(m, 4)) for e, m in pairs)


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise Problem(f"{path.name} cannot be read.", where=str(path)) from error
