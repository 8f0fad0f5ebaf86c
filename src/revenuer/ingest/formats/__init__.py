"""The log formats Revenuer reads: one file each, listed here once."""

from revenuer.ingest.formats.anthropic_messages import ANTHROPIC_MESSAGES
from revenuer.ingest.formats.bedrock import BEDROCK
from revenuer.ingest.formats.canonical import CANONICAL
from revenuer.ingest.formats.envoy import ENVOY
from revenuer.ingest.formats.format import Format
from revenuer.ingest.formats.helicone import HELICONE
from revenuer.ingest.formats.langfuse import LANGFUSE
from revenuer.ingest.formats.litellm import LITELLM
from revenuer.ingest.formats.litellm_spend import LITELLM_SPEND
from revenuer.ingest.formats.mapping import MAPPING
from revenuer.ingest.formats.openai_chat import OPENAI_CHAT
from revenuer.ingest.formats.otel_genai import OTEL_GENAI

FORMATS: tuple[Format, ...] = (
    CANONICAL,
    LITELLM,
    LITELLM_SPEND,
    OPENAI_CHAT,
    ANTHROPIC_MESSAGES,
    OTEL_GENAI,
    BEDROCK,
    HELICONE,
    LANGFUSE,
    ENVOY,
    MAPPING,
)

__all__ = ["FORMATS", "Format"]
