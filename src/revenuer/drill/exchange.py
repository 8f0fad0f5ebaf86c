"""What scenarios emit: one request and its answer, with the truth about it."""

from dataclasses import dataclass

from revenuer.drill.accounts import Account
from revenuer.drill.clients import Client

Message = tuple[str, str]
"""(role, content)"""


@dataclass(slots=True, eq=False)
class Exchange:
    """One line of the log to be. `ts` and `latency` in seconds; `messages` without the system
    prompt; `role` says what this exchange is within its scenario (harvest, customer, probe…)."""

    ts: float
    account: Account
    key: str
    ip: str
    client: Client
    model: str
    system: str | None
    messages: list[Message]
    response: str
    params: dict[str, object]
    input_tokens: int
    output_tokens: int
    latency: float
    scenario: str
    role: str
    session: str | None = None
    end_user: str | None = None
    tools: tuple[str, ...] = ()
    status: int = 200
    error: str | None = None
    harvest: bool = False
