"""The canonical account table, one row an account."""

import pyarrow as pa

_TS = pa.timestamp("us", tz="UTC")

ACCOUNTS = pa.schema(
    [
        pa.field("account_id", pa.string(), nullable=False),
        pa.field("created_at", _TS),
        pa.field("closed_at", _TS),
        pa.field("closed_reason", pa.string()),
        pa.field("org_id", pa.string()),
        pa.field("plan", pa.string()),
        pa.field("program", pa.string()),
        pa.field("country", pa.string()),
        pa.field("email_domain", pa.string()),
        pa.field("payment_fingerprint", pa.string()),
        pa.field("signup_ip", pa.string()),
        pa.field("device_id", pa.string()),
        pa.field("verified", pa.bool_()),
    ]
)
"""Arrow schema of accounts. `closed_reason` is "ban" or "churn"; `program` is "education",
"research", "startup" or null. Identifiers are opaque and may be hashed."""
