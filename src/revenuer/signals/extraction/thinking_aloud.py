"""Do the models of a log write out their reasoning for everybody, asked or not?"""

from revenuer.groups.view import Background

TRACE = "reasoned_answer"
"""The intent of an answer that is a trace."""
_ALOUD = 0.05
"""Share of traces among answers from which the models think aloud."""


def thinks_aloud(background: Background, traces: int = 0, exchanges: int = 0) -> bool:
    """Whether more than one in twenty of the log's answers is a trace, so that one says nothing;
    also where traces were not looked for. `traces` of `exchanges` are a group's own, left out."""
    if TRACE not in background.intents:
        return True
    everywhere = background.intent_share[background.intents.index(TRACE)] * background.exchanges
    return bool((everywhere - traces) / max(1, background.exchanges - exchanges) > _ALOUD)
