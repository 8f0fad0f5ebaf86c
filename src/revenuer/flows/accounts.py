"""What is known of every account of a scan: from the account file and from its own traffic."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from revenuer.flows.events import EventTable
from revenuer.records import ACCOUNTS

UNKNOWN_TIME = np.iinfo(np.int64).min
_HUB = 0.5
"""An organisation with more than this share of all accounts is a tenant, not a customer."""
CODED = (
    "org_id",
    "plan",
    "program",
    "country",
    "email_domain",
    "payment_fingerprint",
    "signup_ip",
    "device_id",
)


@dataclass(frozen=True, slots=True)
class AccountTable:
    """One entry an account, in the order of the event table's account codes.

    Times are microseconds or UNKNOWN_TIME; `codes[NAME]` index into `names[NAME]`, -1 unknown;
    `customer` is the declared customer: accounts of one organisation share it. `given` says whether
    an account file was given.
    """

    ids: tuple[str, ...]
    given: bool
    created_at: NDArray[np.int64]
    closed_at: NDArray[np.int64]
    banned: NDArray[np.bool_]
    verified: NDArray[np.int8]
    codes: dict[str, NDArray[np.int32]]
    names: dict[str, tuple[str, ...]]
    customer: NDArray[np.int32]
    first_seen: NDArray[np.int64]
    last_seen: NDArray[np.int64]
    total: NDArray[np.int64]
    openings: NDArray[np.int64]


def build_accounts(events: EventTable, table: pa.Table | None) -> AccountTable:
    """Join the account file (ACCOUNTS schema, or None) with what the events show."""
    ids = events.names["account_id"]
    rows = _aligned(ids, table)
    names: dict[str, tuple[str, ...]] = {}
    codes: dict[str, NDArray[np.int32]] = {}
    for name in CODED:
        codes[name], names[name] = _coded(rows[name])
    codes["org_id"], names["org_id"] = _organisations(
        events, codes["org_id"], names["org_id"], len(ids)
    )
    first, last = events.first[:-1], events.first[1:] - 1
    opening = np.concatenate([[0], np.cumsum(events["opening"])])
    return AccountTable(
        ids=ids,
        given=table is not None,
        created_at=_times(rows["created_at"]),
        closed_at=_times(rows["closed_at"]),
        banned=np.array(pc.fill_null(pc.equal(rows["closed_reason"], "ban"), False)),
        verified=_verified(rows["verified"]),
        codes=codes,
        names=names,
        customer=_customers(codes["org_id"]),
        first_seen=events["ts"][first],
        last_seen=events["ts"][last],
        total=np.diff(events.first),
        openings=np.diff(opening[events.first]),
    )


def _aligned(ids: tuple[str, ...], table: pa.Table | None) -> pa.Table:
    """The account file's rows in the order of `ids`, nulls where it has none (first row wins)."""
    if table is None:
        columns = [pa.nulls(len(ids), field.type) for field in ACCOUNTS]
        return pa.table(columns, schema=pa.schema([f.with_nullable(True) for f in ACCOUNTS]))
    index = pc.index_in(pa.array(ids, pa.string()), value_set=table["account_id"].combine_chunks())
    return table.take(index)


def _coded(column: pa.ChunkedArray) -> tuple[NDArray[np.int32], tuple[str, ...]]:
    values = sorted(v for v in pc.unique(column).to_pylist() if v is not None)
    index = pc.index_in(column, value_set=pa.array(values, pa.string()))
    return np.array(pc.fill_null(index, -1)).astype(np.int32), tuple(values)


def _organisations(
    events: EventTable, given: NDArray[np.int32], names: tuple[str, ...], accounts: int
) -> tuple[NDArray[np.int32], tuple[str, ...]]:
    """The account file's organisation, else the one most recently logged with its exchanges."""
    logged = np.full(accounts, -1, np.int32)
    code = events["code:org_id"]
    known = code >= 0
    logged[events["code:account_id"][known]] = code[known]
    position = {name: i for i, name in enumerate(names)}
    merged = list(names)
    translate = np.empty(len(events.names["org_id"]) + 1, np.int32)
    for i, name in enumerate(events.names["org_id"]):
        if name not in position:
            position[name] = len(merged)
            merged.append(name)
        translate[i] = position[name]
    translate[-1] = -1
    return np.where(given >= 0, given, translate[logged]).astype(np.int32), tuple(merged)


def _customers(org: NDArray[np.int32]) -> NDArray[np.int32]:
    """Accounts of one organisation share a customer; an organisation that holds most accounts of
    the log is the provider's own tenant and says nothing."""
    n = len(org)
    size = np.bincount(org[org >= 0], minlength=1)
    declared = (org >= 0) & (size[np.maximum(org, 0)] <= max(1.0, _HUB * n))
    key = np.where(declared, org.astype(np.int64) + n, np.arange(n))
    _, customer = np.unique(key, return_inverse=True)
    return customer.astype(np.int32)


def _times(column: pa.ChunkedArray) -> NDArray[np.int64]:
    return np.array(pc.fill_null(column.cast(pa.int64()), UNKNOWN_TIME))


def _verified(column: pa.ChunkedArray) -> NDArray[np.int8]:
    return np.array(pc.fill_null(column.cast(pa.int8()), -1))
