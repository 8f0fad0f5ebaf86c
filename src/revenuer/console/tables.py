"""The console's own tables, beside those of the cases: people, sessions, grants to read text."""

import sqlalchemy as sa

METADATA = sa.MetaData()

PEOPLE = sa.Table(
    "console_people",
    METADATA,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("login", sa.String(120), nullable=False, unique=True),
    sa.Column("name", sa.String(120), nullable=False),
    sa.Column("role", sa.String(16), nullable=False),
    sa.Column("password", sa.String(255)),
    sa.Column("subject", sa.String(512), unique=True),
    sa.Column("disabled", sa.Boolean, nullable=False),
    sa.Column("created_at", sa.String(32), nullable=False),
)
"""`password` is an argon2id hash; `subject` is issuer and subject of an OIDC identity."""

SESSIONS = sa.Table(
    "console_sessions",
    METADATA,
    sa.Column("token", sa.String(64), primary_key=True),
    sa.Column("person_id", sa.String(32), nullable=False, index=True),
    sa.Column("form_token", sa.String(64), nullable=False),
    sa.Column("begun_at", sa.Float, nullable=False),
    sa.Column("seen_at", sa.Float, nullable=False),
)
"""`token` is the SHA-256 of what the cookie holds: a copy of the table signs nobody in. Times are
seconds since 1970."""

GRANTS = sa.Table(
    "console_grants",
    METADATA,
    sa.Column("token", sa.String(64), primary_key=True),
    sa.Column("case_id", sa.String(120), primary_key=True),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("until", sa.Float, nullable=False),
)
"""A session's leave to read one case's text, with the reason given."""
