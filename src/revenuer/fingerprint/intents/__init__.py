"""What prompts ask for: one file an intent, and the one list of them."""

from revenuer.fingerprint.intent import Intent
from revenuer.fingerprint.intents import (
    agentic_tools,
    chain_of_thought,
    coding,
    creative_writing,
    data_analysis,
    extraction_of_fields,
    logic,
    mathematics,
    reasoned_answer,
    reasoning_cleanup,
    role_play,
    rubric_grading,
    safe_rewriting,
    summarisation,
    synthetic_dialogue,
    takes_up_answer,
    task_generation,
    trace_coercion,
    translation,
)

INTENTS: tuple[Intent, ...] = (
    trace_coercion.INTENT,
    chain_of_thought.INTENT,
    rubric_grading.INTENT,
    task_generation.INTENT,
    reasoning_cleanup.INTENT,
    safe_rewriting.INTENT,
    synthetic_dialogue.INTENT,
    coding.INTENT,
    mathematics.INTENT,
    logic.INTENT,
    agentic_tools.INTENT,
    data_analysis.INTENT,
    translation.INTENT,
    summarisation.INTENT,
    extraction_of_fields.INTENT,
    creative_writing.INTENT,
    role_play.INTENT,
    takes_up_answer.INTENT,
    reasoned_answer.INTENT,
)
"""Every intent; the place in this list is the intent's bit in an exchange."""
