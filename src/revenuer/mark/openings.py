"""What the leaves commit to: one line of canonical JSON for each leaf after the first.

Private: it names accounts, coins and, where the ledger keeps texts, prompts and answers. Line k
(from 0) opens leaf k + 1.
"""

from dataclasses import dataclass
from typing import Any

import orjson

from revenuer.mark.coins import account_commitment, account_key, coin, salt
from revenuer.mark.leaves import Kind, Leaf, pair_commitment, record_commitment, text_hash


@dataclass(frozen=True, slots=True)
class Text:
    """A text or, where the ledger keeps none, its hash alone."""

    digest: bytes
    text: str | None

    @staticmethod
    def of(text: str, *, keep: bool) -> "Text":
        """The text's hash, with the text itself if `keep`."""
        return Text(text_hash(text), text if keep else None)

    def as_json(self) -> Any:
        """A string, or an object with the hash."""
        return self.text if self.text is not None else {"sha256": self.digest.hex()}

    @staticmethod
    def parse(found: Any) -> "Text":
        """Read what `as_json` wrote. Raises ValueError, KeyError or TypeError."""
        if isinstance(found, str):
            return Text(text_hash(found), found)
        return Text(bytes.fromhex(found["sha256"]), None)


@dataclass(frozen=True, slots=True)
class PairOpening:
    """A pair: `members` in ascending order of their hashes; `members[coin]` was served."""

    index: int
    account_leaf: int
    prompt: Text
    members: tuple[Text, ...]
    coin: int
    reference: str
    salt: bytes

    def line(self) -> bytes:
        """Its line, without the newline."""
        return canonical(
            {
                "account_leaf": self.account_leaf,
                "coin": self.coin,
                "index": self.index,
                "kind": "pair",
                "members": [member.as_json() for member in self.members],
                "prompt": self.prompt.as_json(),
                "reference": self.reference,
                "salt": self.salt.hex(),
            }
        )

    def leaf(self, account: bytes) -> Leaf:
        """The leaf this opens, given its account's commitment."""
        commitment = pair_commitment(
            salt=self.salt,
            prompt=self.prompt.digest,
            account=account,
            members=[member.digest for member in self.members],
            coin=self.coin,
            reference=text_hash(self.reference),
        )
        return Leaf(Kind.PAIR, self.index, commitment)

    def follows_its_coin(self, key: bytes) -> bool:
        """Whether the members are in order and the coin is the one the account's key gives."""
        digests = [member.digest for member in self.members]
        ordered = digests == sorted(set(digests))
        return ordered and self.coin == coin(key, self.index, len(digests))

    @staticmethod
    def parse(found: dict[str, Any]) -> "PairOpening":
        """Read a parsed line. Raises ValueError, KeyError or TypeError."""
        return PairOpening(
            index=int(found["index"]),
            account_leaf=int(found["account_leaf"]),
            prompt=Text.parse(found["prompt"]),
            members=tuple(Text.parse(member) for member in found["members"]),
            coin=int(found["coin"]),
            reference=str(found["reference"]),
            salt=bytes.fromhex(found["salt"]),
        )


@dataclass(frozen=True, slots=True)
class AccountOpening:
    """An account's first appearance."""

    index: int
    account_id: str

    def line(self) -> bytes:
        """Its line, without the newline."""
        return canonical({"account_id": self.account_id, "index": self.index, "kind": "account"})

    def leaf(self, key: bytes) -> Leaf:
        """The leaf this opens, given the account's key."""
        return Leaf(Kind.ACCOUNT, self.index, account_commitment(key, self.account_id))


@dataclass(frozen=True, slots=True)
class RecordOpening:
    """Any other leaf: its fields are what it commits to."""

    index: int
    kind: Kind
    fields: dict[str, Any]

    def line(self) -> bytes:
        """Its line, without the newline."""
        return canonical({**self.fields, "index": self.index, "kind": self.kind.name.lower()})

    def leaf(self) -> Leaf:
        """The leaf this opens."""
        return Leaf(self.kind, self.index, record_commitment(self.line()))


Opening = PairOpening | AccountOpening | RecordOpening


def parse_opening(line: bytes) -> Opening:
    """Read one line. Raises ValueError where it is not exactly what was written."""
    try:
        found = orjson.loads(line)
        opening = _parse(found)
    except (KeyError, TypeError, AttributeError, orjson.JSONDecodeError) as error:
        raise ValueError("the line is not an opening") from error
    if opening.line() != line:
        raise ValueError("the line is not in its canonical form")
    return opening


def _parse(found: dict[str, Any]) -> Opening:
    kind = found["kind"]
    if kind == "pair":
        return PairOpening.parse(found)
    if kind == "account":
        return AccountOpening(int(found["index"]), str(found["account_id"]))
    fields = {name: value for name, value in found.items() if name not in ("index", "kind")}
    return RecordOpening(int(found["index"]), Kind[kind.upper()], fields)


def opens(opening: Opening, leaf: Leaf, accounts: dict[int, Leaf], secret: bytes | None) -> bool:
    """Whether `opening` opens `leaf`. Coins and accounts are checked only with the secret.

    `accounts` holds the account leaves before this one, by index.
    """
    if isinstance(opening, RecordOpening):
        return opening.leaf() == leaf
    if isinstance(opening, AccountOpening):
        if secret is None:
            return leaf.kind is Kind.ACCOUNT and leaf.index == opening.index
        return opening.leaf(account_key(secret, opening.account_id)) == leaf
    account = accounts.get(opening.account_leaf)
    if account is None or opening.leaf(account.commitment) != leaf:
        return False
    return secret is None or opening.salt == salt(secret, opening.index)


def canonical(value: dict[str, Any]) -> bytes:
    """JSON with sorted keys and no spaces: the same value is always the same bytes."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
