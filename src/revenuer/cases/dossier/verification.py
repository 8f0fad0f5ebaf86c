"""Verifies a pack with nothing but the pack and a public key."""

import csv
import hashlib
import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from revenuer.cases.audit.chain import GENESIS, content_of, digest_of
from revenuer.cases.audit.envelope import unseal
from revenuer.cases.audit.keys import verifier_from
from revenuer.cases.dossier.conclusion import words_for
from revenuer.cases.dossier.pack import KEY, KIND, MANIFEST
from revenuer.cases.dossier.page import render
from revenuer.mark.checkpoints import Checkpoint
from revenuer.mark.notes import NoteError, Verifier
from revenuer.problems import Problem

MOST_BYTES = 1 << 30
MOST_FILES = 100


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was checked. `flaw` says what is wrong, empty where nothing is."""

    name: str
    told: str
    flaw: str = ""


@dataclass(frozen=True, slots=True)
class PackVerification:
    """All checks, in order. `own_key` where the key came from the pack itself: a forger would have
    put his own there."""

    case_id: str
    key: str
    own_key: bool
    checks: tuple[Check, ...]

    @property
    def whole(self) -> bool:
        """Whether nothing was found."""
        return not any(check.flaw for check in self.checks)


Files = Mapping[str, bytes]


def verify_pack(path: Path, key: str | None = None) -> PackVerification:
    """Verify a pack, zipped or as a folder. Raises Problem where it is none."""
    files = read_pack(path)
    if MANIFEST not in files or KEY not in files:
        raise Problem(
            "That is not a dossier's pack.", where=str(path), hint=f"it has no {MANIFEST}"
        )
    verifier = verifier_from(key if key else files[KEY].decode("ascii", "replace"))
    checks: list[Check] = []
    try:
        manifest = unseal(files[MANIFEST], KIND, verifier)
        checks.append(Check("signature", f"signed by {verifier.name}"))
    except Problem as problem:
        checks.append(Check("signature", "", problem.what))
        return PackVerification("", str(verifier), key is None, tuple(checks))
    checks.append(_files(files, manifest))
    for name, check in _CHECKS.items():
        try:
            checks.append(Check(name, check(files, verifier)))
        except Flawed as flaw:
            checks.append(Check(name, "", str(flaw)))
        except (KeyError, ValueError, TypeError, IndexError, AttributeError) as error:
            checks.append(Check(name, "", f"it cannot be read: {error!r}"))
    return PackVerification(str(manifest["case"]), str(verifier), key is None, tuple(checks))


class Flawed(Exception):
    """A check found something."""


def read_pack(path: Path) -> dict[str, bytes]:
    """The files of a pack by name; nothing is unpacked to disk. Raises Problem."""
    try:
        if path.is_dir():
            inside = sorted(p for p in path.iterdir() if p.is_file())
            _limit(len(inside), sum(p.stat().st_size for p in inside), path)
            return {p.name: p.read_bytes() for p in inside}
        with zipfile.ZipFile(path) as archive:
            listed = archive.infolist()
            _limit(len(listed), sum(entry.file_size for entry in listed), path)
            names = [entry.filename for entry in listed]
            if len(set(names)) != len(names):
                raise Problem("The pack names one file twice.", where=str(path))
            return {entry.filename: archive.read(entry) for entry in listed}
    except (OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise Problem(f"The pack cannot be read: {error}.", where=str(path)) from error


def _limit(files: int, size: int, path: Path) -> None:
    if files > MOST_FILES or size > MOST_BYTES:
        raise Problem("The pack is too large.", where=str(path), hint="at most 1 GiB, 100 files")


def _files(files: Files, manifest: Mapping[str, Any]) -> Check:
    listed = manifest["files"]
    for name in sorted(set(listed) | (set(files) - {MANIFEST})):
        if name not in files:
            return Check("files", "", f"{name} is missing")
        if name not in listed:
            return Check("files", "", f"{name} was added")
        if hashlib.sha256(files[name]).hexdigest() != listed[name]["sha256"]:
            return Check("files", "", f"{name} was changed")
    return Check("files", f"{len(listed)} files are as signed")


def _rows(files: Files, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(files[name].decode("utf-8"), newline="")))


def _counts(files: Files, _: Verifier) -> str:
    told = orjson.loads(files["dossier.json"])
    accounts = _rows(files, "accounts.csv")
    if len(accounts) != told["observations"]["accounts"]:
        raise Flawed(f"{len(accounts)} rows of accounts, the dossier says otherwise")
    wrong = sum(1.0 - float(row["membership"]) for row in accounts)
    if abs(wrong - told["inferences"]["expected_wrong_accounts"]) > 1e-3 + 5e-5 * len(accounts):
        raise Flawed(f"the rows give {wrong:.3f} wrong accounts, the dossier says otherwise")
    if "exchanges.csv" in files:
        exchanges = len(_rows(files, "exchanges.csv"))
        if exchanges != told["observations"]["exchanges"]:
            raise Flawed(f"{exchanges} rows of exchanges, the dossier says otherwise")
    return "the rows give the numbers of the dossier"


def _shared(files: Files, _: Verifier) -> str:
    told = orjson.loads(files["dossier.json"])["observations"]["shared"]
    counts: dict[str, int] = {}
    for row in _rows(files, "shared.csv"):
        if row["kind"] != "wording" and int(row["elsewhere"]) * 3 <= int(row["accounts"]):
            counts[row["kind"]] = counts.get(row["kind"], 0) + 1
    if counts != told:
        raise Flawed("shared.csv does not give what the dossier says is shared")
    return "what is shared is in the rows"


def _words(files: Files, _: Verifier) -> str:
    told = orjson.loads(files["dossier.json"])
    for conclusion in told["conclusions"]:
        e_value = float(told["inferences"][conclusion["axis"]]["e_value"] or 0.0)
        if conclusion["e_value"] != e_value or conclusion["words"] != words_for(e_value):
            raise Flawed(f"the words on {conclusion['axis']} are not those of its e-value")
    return "the conclusions' words are those of their e-values"


def _page(files: Files, verifier: Verifier) -> str:
    told = orjson.loads(files["dossier.json"])
    if render(told, str(verifier)).encode("utf-8", "replace") != files["dossier.html"]:
        raise Flawed(
            f"the page is not what this version makes of the data; {told['version']} wrote it"
        )
    return "the page says what the data say"


def _audit(files: Files, verifier: Verifier) -> str:
    trail = orjson.loads(files["audit.json"])
    digest, contents = GENESIS, trail["content_hashes"]
    for content in contents:
        digest = digest_of(digest, content)
    for entry in trail["entries"]:
        fields = (entry[k] for k in ("number", "at", "actor", "action", "subject", "detail"))
        if content_of(*fields) != contents[entry["number"]]:
            raise Flawed(f"entry {entry['number']} of the audit trail was edited")
    try:
        checkpoint = Checkpoint.open(trail["checkpoint"].encode(), verifier)
    except NoteError as error:
        raise Flawed(f"the audit trail's checkpoint is not genuine: {error}") from error
    if (checkpoint.size, checkpoint.root.hex()) != (len(contents), digest):
        raise Flawed("the audit trail does not lead to its signed head")
    _judgements(files, trail)
    return f"{len(trail['entries'])} entries of this case lead to the signed head of the trail"


def _judgements(files: Files, trail: Mapping[str, Any]) -> None:
    told = orjson.loads(files["dossier.json"])
    recorded = [
        orjson.loads(e["detail"])
        for e in trail["entries"]
        if e["action"] == "case.judged" and e["subject"] == told["case"]["id"]
    ]
    said = [(d["number"], d["before"], d["after"]) for d in recorded]
    shown = [(j["number"], j["before"], j["after"]) for j in told["history"]["judgements"]]
    if said != shown:
        raise Flawed("the judgements shown are not those of the audit trail")


_CHECKS: dict[str, Callable[[Files, Verifier], str]] = {
    "counts": _counts,
    "shared": _shared,
    "words": _words,
    "page": _page,
    "audit": _audit,
}
