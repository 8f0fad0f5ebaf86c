"""What goes into the ledger and what comes back: a pair to be coined, and its receipt."""

from dataclasses import dataclass

from revenuer.mark.openings import PairOpening, Text
from revenuer.problems import Problem


@dataclass(frozen=True, slots=True)
class PairRequest:
    """Two or more answers to one prompt, of which the coin will choose the one to serve.

    `reference` is the caller's own name for the exchange.
    """

    account_id: str
    prompt: str
    answers: tuple[str, ...]
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """A pair that is in the ledger for good.

    `answer` is the one to serve; None where the ledger keeps no texts and the exchange is a
    repeat, whose answer the caller must find by `served_sha256`. `repeated`: this account had
    asked this before, so the pair and the coin of then hold.
    """

    index: int
    reference: str
    answer: str | None
    served_sha256: str
    repeated: bool

    @staticmethod
    def of_repeat(before: PairOpening) -> "Receipt":
        """The receipt of an exchange that was coined before."""
        served = before.members[before.coin]
        return Receipt(before.index, before.reference, served.text, served.digest.hex(), True)


@dataclass(frozen=True, slots=True)
class HashedPair:
    """A request with its hashes: `members` ascending, so nobody chooses their order."""

    request: PairRequest
    prompt: Text
    members: tuple[Text, ...]
    answers: dict[bytes, str]


def hashed(request: PairRequest, *, keep_texts: bool) -> HashedPair:
    """Hash a request. Raises Problem where it cannot be coined."""
    try:
        answers = {Text.of(answer, keep=False).digest: answer for answer in request.answers}
        prompt = Text.of(request.prompt, keep=keep_texts)
        Text.of(request.reference + request.account_id, keep=False)
    except UnicodeEncodeError as error:
        raise Problem(
            "A text holds characters that cannot be written as UTF-8.",
            where=ascii(request.reference),
            hint="replace lone surrogates before coining",
        ) from error
    if len(answers) < 2 or len(answers) < len(request.answers) or len(answers) > 255:
        raise Problem(
            "A coin needs 2 to 255 different answers.",
            where=request.reference,
            hint="drop prompts whose answers are the same",
        )
    members = tuple(
        Text(digest, answers[digest] if keep_texts else None) for digest in sorted(answers)
    )
    return HashedPair(request, prompt, members, answers)
