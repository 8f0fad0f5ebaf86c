"""Any supported log to canonical exchanges: `plan` what to read, `read` each task."""

from revenuer.ingest.accounts import read_accounts
from revenuer.ingest.formats import FORMATS, Format
from revenuer.ingest.parsed import Parsed
from revenuer.ingest.plan import plan
from revenuer.ingest.read import read
from revenuer.ingest.task import InputFile, Plan, Task

__all__ = [
    "FORMATS",
    "Format",
    "InputFile",
    "Parsed",
    "Plan",
    "Task",
    "plan",
    "read",
    "read_accounts",
]
