"""The log formats Revenuer reads: one file each, listed here once."""

from revenuer.ingest.formats.canonical import CANONICAL
from revenuer.ingest.formats.format import Format
from revenuer.ingest.formats.litellm import LITELLM
from revenuer.ingest.formats.mapping import MAPPING

FORMATS: tuple[Format, ...] = (
    CANONICAL,
    LITELLM,
    MAPPING,
)

__all__ = ["FORMATS", "Format"]
