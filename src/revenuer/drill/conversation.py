"""A conversation as its author plans it, before anybody decides which account carries it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from revenuer.drill.clients import Client
from revenuer.drill.exchange import Message


@dataclass(frozen=True, slots=True)
class Ask:
    """One turn: when it is sent (POSIX seconds), what is asked, what comes back, and whether a
    person speaks or a tool reports what it did."""

    ts: float
    prompt: str
    answer: str
    speaker: str = "user"


@dataclass(slots=True, eq=False)
class Conversation:
    """Turns of one author, the later ones carrying the history of the earlier ones.

    `model` gives the model wanted at a time. `session` is what the client tells the log of the
    conversation's identity, if anything; `key` is the author's own and never logged.
    """

    key: str
    asks: list[Ask]
    client: Client
    model: Callable[[float], str]
    scenario: str
    role: str
    system: str | None = None
    params: dict[str, object] = field(default_factory=dict)
    tools: tuple[str, ...] = ()
    session: str | None = None
    end_user: str | None = None
    harvest: bool = False


@dataclass(frozen=True, slots=True)
class Turn:
    """One request as it goes out: the whole history, last message new."""

    conversation: Conversation
    ts: float
    messages: list[Message]
    answer: str
    input_tokens: int
    output_tokens: int


def tokens(text: str) -> int:
    """Roughly how many tokens a text is: four UTF-8 bytes each."""
    return 1 + (len(text) if text.isascii() else len(text.encode())) // 4


def turns(conversation: Conversation) -> Iterator[Turn]:
    """The conversation's requests in order."""
    history: list[Message] = []
    carried = tokens(conversation.system) if conversation.system else 0
    for ask in conversation.asks:
        history = [*history, (ask.speaker, ask.prompt)]
        carried += 4 + tokens(ask.prompt)
        produced = tokens(ask.answer)
        yield Turn(conversation, ask.ts, history, ask.answer, carried, produced)
        history = [*history, ("assistant", ask.answer)]
        carried += 4 + produced
