"""The folder a scan works in: whose work it is, and whether it can be taken up again."""

import shutil
from pathlib import Path
from typing import Any

import orjson

from revenuer.problems import Problem
from revenuer.records.case_store import CASE_STORE
from revenuer.scan.outputs import write_json

OUTPUTS = (
    "campaigns.json",
    "membership.parquet",
    "accounts.parquet",
    "quarantine.jsonl",
    "exhibits.json",
    "report.html",
    "manifest.json",
)


class Workspace:
    """`out` as the user named it, with the parts of an unfinished scan in `out/work`."""

    def __init__(self, out: Path) -> None:
        self.out = out
        self.work = out / "work"

    def open(self, identity: dict[str, Any], resume: bool) -> None:
        """Make ready for a scan with this identity (inputs, settings, versions)."""
        if self.out.exists() and not self.out.is_dir():
            raise Problem(
                "The output is a file, not a folder.",
                where=str(self.out),
                hint="name another folder with --out",
            )
        self._refuse_foreign_folder()
        stored = self.work / "identity.json"
        if resume and stored.exists():
            if orjson.loads(stored.read_bytes()) != orjson.loads(orjson.dumps(identity)):
                raise Problem(
                    "The unfinished scan there is of other input, settings or version.",
                    where=str(self.work),
                    hint="run again without --resume to start anew, or name another --out",
                )
            return
        if self.work.exists():
            shutil.rmtree(self.work)
        for name in OUTPUTS:
            (self.out / name).unlink(missing_ok=True)
        self.work.mkdir(parents=True)
        write_json(stored, identity)

    def _refuse_foreign_folder(self) -> None:
        known = {*OUTPUTS, "work"}
        foreign = (
            sorted(
                p.name
                for p in self.out.iterdir()
                if p.name not in known and not p.name.startswith(CASE_STORE)
            )
            if self.out.exists()
            else []
        )
        if foreign:
            raise Problem(
                f"The output folder holds other files ({foreign[0]}, …)."
                if len(foreign) > 1
                else f"The output folder holds another file ({foreign[0]}).",
                where=str(self.out),
                hint="name an empty or new folder with --out",
            )

    def close(self) -> None:
        """Remove what only an unfinished scan needs."""
        shutil.rmtree(self.work, ignore_errors=True)
