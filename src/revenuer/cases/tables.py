"""The tables of the case store. Moments are text, ISO 8601 in UTC with microseconds and a Z: the
same bytes on every database, and they sort."""

import sqlalchemy as sa

METADATA = sa.MetaData()
_MOMENT = sa.String(27)
_DIGEST = sa.String(64)

META = sa.Table(
    "meta",
    METADATA,
    sa.Column("key", sa.String(40), primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
)

SCANS = sa.Table(
    "scans",
    METADATA,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("id", sa.String(16), nullable=False, unique=True),
    sa.Column("imported_at", _MOMENT, nullable=False),
    sa.Column("imported_by", sa.String(120), nullable=False),
    sa.Column("folder", sa.Text, nullable=False),
    sa.Column("document_sha256", _DIGEST, nullable=False),
    sa.Column("first_seen", _MOMENT, nullable=False),
    sa.Column("last_seen", _MOMENT, nullable=False),
    sa.Column("exchanges", sa.BigInteger, nullable=False),
    sa.Column("accounts", sa.BigInteger, nullable=False),
    sa.Column("campaigns", sa.Integer, nullable=False),
    sa.Column("document", sa.LargeBinary, nullable=False),
)
"""`document` is a zstd JSON object: `scan`, `cannot_assess` and `manifest` as the scan wrote
them."""

CASES = sa.Table(
    "cases",
    METADATA,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("id", sa.String(16), nullable=False, unique=True),
    sa.Column("state", sa.String(12), nullable=False),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("assignee", sa.String(120), nullable=False, server_default=""),
    sa.Column("opened_at", _MOMENT, nullable=False),
    sa.Column("updated_at", _MOMENT, nullable=False),
    sa.Column("verdict", sa.String(12), nullable=False),
    sa.Column("verdict_rank", sa.Integer, nullable=False),
    sa.Column("campaign_id", sa.String(64), nullable=False),
    sa.Column("scan_number", sa.Integer, nullable=False),
    sa.Column("accounts", sa.Integer, nullable=False),
    sa.Column("accounts_before", sa.Integer),
    sa.Column("exchanges", sa.BigInteger, nullable=False),
    sa.Column("input_tokens", sa.BigInteger, nullable=False),
    sa.Column("output_tokens", sa.BigInteger, nullable=False),
    sa.Column("first_seen", _MOMENT, nullable=False),
    sa.Column("last_seen", _MOMENT, nullable=False),
    sa.Column("models", sa.Text, nullable=False),
    sa.Column("targets", sa.Text, nullable=False),
    sa.Column("coordination", sa.Float, nullable=False),
    sa.Column("extraction", sa.Float, nullable=False),
    sa.Column("expected_wrong", sa.Float, nullable=False),
    sa.Column("merged_into", sa.String(16)),
    sa.Column("dismissed_before", sa.String(64), nullable=False, server_default=""),
    sa.Column("indicator_matches", sa.Integer, nullable=False, server_default="0"),
    sa.Column("searched", sa.Text, nullable=False),
    sa.Index("cases_queue", "state", "verdict_rank", "output_tokens"),
    sa.Index("cases_priority", "verdict_rank", "output_tokens"),
    sa.Index("cases_updated", "updated_at"),
)
"""One row a case: its state and what the latest scan that saw it said. `models` and `targets` are
JSON lists; `searched` is the lower-case text that a search looks at."""

SIGHTINGS = sa.Table(
    "sightings",
    METADATA,
    sa.Column("case_id", sa.String(16), primary_key=True),
    sa.Column("scan_number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("campaign_id", sa.String(64), nullable=False),
    sa.Column("verdict", sa.String(12), nullable=False),
    sa.Column("change", sa.String(12), nullable=False),
    sa.Column("accounts", sa.Integer, nullable=False),
    sa.Column("accounts_known", sa.Integer, nullable=False),
    sa.Column("exchanges", sa.BigInteger, nullable=False),
    sa.Column("output_tokens", sa.BigInteger, nullable=False),
    sa.Column("first_seen", _MOMENT, nullable=False),
    sa.Column("last_seen", _MOMENT, nullable=False),
    sa.Column("campaign", sa.LargeBinary, nullable=False),
    sa.Column("exhibit", sa.LargeBinary),
)
"""A case as one scan saw it. `change` is new, same, grew, shrank, moved, split or merged;
`accounts_known` how many of its accounts the case had before. `campaign` (without its accounts) and
`exhibit` are zstd JSON."""

CASE_ACCOUNTS = sa.Table(
    "case_accounts",
    METADATA,
    sa.Column("case_id", sa.String(16), primary_key=True),
    sa.Column("account_id", sa.Text, primary_key=True),
    sa.Column("membership", sa.Float, nullable=False),
    sa.Column("first_scan", sa.Integer, nullable=False),
    sa.Column("last_scan", sa.Integer, nullable=False),
    sa.Column("exchanges", sa.BigInteger, nullable=False),
    sa.Index("case_accounts_by_account", "account_id"),
    sa.Index("case_accounts_by_membership", "case_id", "last_scan", "membership", "account_id"),
)
"""Every account a case ever named. The current ones have `last_scan` equal to the case's
`scan_number`. `exchanges` are all of the account's in the scanned log (0 where unknown)."""

CASE_PRINTS = sa.Table(
    "case_prints",
    METADATA,
    sa.Column("case_id", sa.String(16), primary_key=True),
    sa.Column("kind", sa.String(20), primary_key=True),
    sa.Column("value", sa.String(200), primary_key=True),
    sa.Column("accounts", sa.Integer, nullable=False),
    sa.Column("elsewhere", sa.Integer, nullable=False),
    sa.Column("last_scan", sa.Integer, nullable=False),
    sa.Index("case_prints_by_value", "kind", "value"),
)
"""What a case can be recognised by: hashes of fixed wording, and things its accounts share."""

LINKS = sa.Table(
    "case_links",
    METADATA,
    sa.Column("child", sa.String(16), primary_key=True),
    sa.Column("parent", sa.String(16), primary_key=True),
    sa.Column("kind", sa.String(20), primary_key=True),
    sa.Column("scan_number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("shared_accounts", sa.Integer, nullable=False),
    sa.Column("why", sa.Text, nullable=False),
)
"""Kinship: `child` was split from, merged from or is worded like `parent`."""

JUDGEMENTS = sa.Table(
    "judgements",
    METADATA,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("case_id", sa.String(16), nullable=False, index=True),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("at", _MOMENT, nullable=False),
    sa.Column("actor", sa.String(120), nullable=False),
    sa.Column("before", sa.String(12), nullable=False),
    sa.Column("after", sa.String(12), nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("note", sa.Text, nullable=False),
    sa.UniqueConstraint("case_id", "revision"),
)
"""Append-only. `revision` is the case's before the judgement, so two cannot answer one state."""

NOTES = sa.Table(
    "notes",
    METADATA,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("case_id", sa.String(16), nullable=False, index=True),
    sa.Column("at", _MOMENT, nullable=False),
    sa.Column("actor", sa.String(120), nullable=False),
    sa.Column("text", sa.Text, nullable=False),
)
"""Append-only."""

AUDIT = sa.Table(
    "audit",
    METADATA,
    sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("at", _MOMENT, nullable=False),
    sa.Column("actor", sa.String(120), nullable=False),
    sa.Column("action", sa.String(40), nullable=False),
    sa.Column("subject", sa.String(120), nullable=False),
    sa.Column("detail", sa.Text, nullable=False),
    sa.Column("previous", _DIGEST, nullable=False),
    sa.Column("digest", _DIGEST, nullable=False),
    sa.Index("audit_by_subject", "subject", "number"),
    sa.Index("audit_by_action", "action", "number"),
    sa.Index("audit_by_actor", "actor", "number"),
)
"""Append-only; numbered from 0 without gaps. `detail` is canonical JSON."""

CHECKPOINTS = sa.Table(
    "audit_checkpoints",
    METADATA,
    sa.Column("size", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("note", sa.LargeBinary, nullable=False),
)
"""Append-only: signed notes over the first `size` entries."""

ACTIONS = sa.Table(
    "actions",
    METADATA,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("id", sa.String(16), nullable=False, unique=True),
    sa.Column("case_id", sa.String(16), nullable=False, index=True),
    sa.Column("scan_number", sa.Integer, nullable=False),
    sa.Column("kind", sa.String(20), nullable=False),
    sa.Column("status", sa.String(12), nullable=False),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("proposed_by", sa.String(120), nullable=False),
    sa.Column("proposed_at", _MOMENT, nullable=False),
    sa.Column("approved_by", sa.String(120), nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("least_membership", sa.Float, nullable=False),
    sa.Column("lasts_days", sa.Integer, nullable=False),
    sa.Column("lapses_at", _MOMENT, nullable=False),
    sa.Column("effective_at", _MOMENT),
    sa.Column("ends_at", _MOMENT),
    sa.Column("simulation", sa.Text, nullable=False),
    sa.Column("decision", sa.LargeBinary),
    sa.Index("actions_by_status", "status", "number"),
)
"""Proposed actions. `lapses_at` ends a proposal nobody agreed to; `effective_at` and `ends_at`
bound an issued one. `simulation` is JSON; `decision` the signed file that was issued."""

ACTION_ACCOUNTS = sa.Table(
    "action_accounts",
    METADATA,
    sa.Column("action_id", sa.String(16), primary_key=True),
    sa.Column("account_id", sa.Text, primary_key=True),
    sa.Column("membership", sa.Float, nullable=False),
    sa.Column("lifted", sa.Boolean, nullable=False),
    sa.Index("action_accounts_by_account", "account_id"),
)
"""The accounts an action is for, frozen when it was proposed. `lifted` are those let go since."""

ACTION_EVENTS = sa.Table(
    "action_events",
    METADATA,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("action_id", sa.String(16), nullable=False, index=True),
    sa.Column("at", _MOMENT, nullable=False),
    sa.Column("actor", sa.String(120), nullable=False),
    sa.Column("event", sa.String(20), nullable=False),
    sa.Column("account_id", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
)
"""Append-only: proposed, approved, rejected, withdrawn, lapsed, issued, delivered, undelivered,
ended, lifted, appealed, upheld, refused. `account_id` only of appeals and of what they lift."""

CARVE_OUTS = sa.Table(
    "carve_outs",
    METADATA,
    sa.Column("account_id", sa.Text, primary_key=True),
    sa.Column("label", sa.String(80), nullable=False),
    sa.Column("why", sa.Text, nullable=False),
    sa.Column("added_by", sa.String(120), nullable=False),
    sa.Column("added_at", _MOMENT, nullable=False),
)
"""Accounts that no action may hit: vetted researchers, evaluators."""

INDICATORS = sa.Table(
    "indicators",
    METADATA,
    sa.Column("id", sa.String(80), primary_key=True),
    sa.Column("kind", sa.String(20), primary_key=True),
    sa.Column("value", sa.String(64), primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("source", sa.String(200), nullable=False),
    sa.Column("tlp", sa.String(20), nullable=False),
    sa.Column("confidence", sa.Integer, nullable=False),
    sa.Column("valid_until", _MOMENT, nullable=False),
    sa.Column("imported_at", _MOMENT, nullable=False),
    sa.Index("indicators_by_value", "kind", "value"),
)
"""Partners' indicators: salted hashes of identifiers, hashes of wording."""

MATCHES = sa.Table(
    "indicator_matches",
    METADATA,
    sa.Column("case_id", sa.String(16), primary_key=True),
    sa.Column("indicator_id", sa.String(80), primary_key=True),
    sa.Column("kind", sa.String(20), primary_key=True),
    sa.Column("value", sa.String(64), primary_key=True),
    sa.Column("scan_number", sa.Integer, nullable=False),
)
"""Which of a case's prints or accounts a partner's indicator names."""

HYPOTHESES = sa.Table(
    "hypotheses",
    METADATA,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("case_id", sa.String(16), nullable=False, index=True),
    sa.Column("at", _MOMENT, nullable=False),
    sa.Column("actor", sa.String(120), nullable=False),
    sa.Column("statement", sa.Text, nullable=False),
    sa.Column("term", sa.String(24), nullable=False),
    sa.Column("basis", sa.Text, nullable=False),
    sa.Column("against", sa.Text, nullable=False),
)
"""Append-only: who may be behind a case. Of one statement the newest row holds."""

APPEND_ONLY = (JUDGEMENTS, NOTES, AUDIT, CHECKPOINTS, ACTION_EVENTS, HYPOTHESES)
