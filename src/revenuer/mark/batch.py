"""Leaves about to be committed together, with what they add to the ledger's state."""

from collections.abc import Callable

from revenuer.mark.coins import account_key, coin, salt
from revenuer.mark.leaves import Leaf
from revenuer.mark.openings import AccountOpening, Opening, PairOpening
from revenuer.mark.requests import HashedPair, Receipt

Asked = tuple[int, bytes]  # account leaf, hash of the prompt


class Batch:
    """Stages leaves from `next_index` on; `offset` is where their openings will begin.

    `account_of` and `pair_of` look up what is already in the ledger.
    """

    def __init__(
        self,
        next_index: int,
        offset: int,
        account_of: Callable[[str], Leaf | None],
        pair_of: Callable[[Asked], PairOpening | None],
    ) -> None:
        self.leaves: list[Leaf] = []
        self.lines: list[bytes] = []
        self.accounts: dict[str, Leaf] = {}
        self.offsets: dict[Asked, int] = {}
        self._next_index = next_index
        self._offset = offset
        self._account_of = account_of
        self._pair_of = pair_of
        self._pairs: dict[Asked, PairOpening] = {}

    @property
    def next_index(self) -> int:
        """The index of the next leaf to be staged."""
        return self._next_index

    def add(self, leaf: Leaf, opening: Opening) -> None:
        """Stage one leaf and its opening."""
        line = opening.line() + b"\n"
        self.leaves.append(leaf)
        self.lines.append(line)
        self._next_index += 1
        self._offset += len(line)

    def stage(self, pair: HashedPair, secret: bytes) -> Receipt:
        """Stage the leaves of one pair, or find the pair it repeats."""
        key = account_key(secret, pair.request.account_id)
        account = self._account(pair.request.account_id, key)
        asked = (account.index, pair.prompt.digest)
        before = self._pairs.get(asked) or self._pair_of(asked)
        if before is not None:
            return Receipt.of_repeat(before)
        index = self._next_index
        opening = PairOpening(
            index=index,
            account_leaf=account.index,
            prompt=pair.prompt,
            members=pair.members,
            coin=coin(key, index, len(pair.members)),
            reference=pair.request.reference,
            salt=salt(secret, index),
        )
        self._pairs[asked] = opening
        self.offsets[asked] = self._offset
        self.add(opening.leaf(account.commitment), opening)
        served = opening.members[opening.coin].digest
        return Receipt(index, opening.reference, pair.answers[served], served.hex(), False)

    def _account(self, account_id: str, key: bytes) -> Leaf:
        known = self.accounts.get(account_id) or self._account_of(account_id)
        if known is not None:
            return known
        opening = AccountOpening(self._next_index, account_id)
        leaf = opening.leaf(key)
        self.accounts[account_id] = leaf
        self.add(leaf, opening)
        return leaf
