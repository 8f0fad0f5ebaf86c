"""The team file: which identity provider signs people in, and which of its groups hold a role."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from revenuer.console.listening import LOOPBACK_NAMES
from revenuer.console.roles import Role
from revenuer.problems import Problem

EXAMPLE = """\
[single_sign_on]
name = "Example Corp"
issuer = "https://login.example.org"
client_id = "revenuer"
client_secret_env = "REVENUER_CLIENT_SECRET"   # the environment variable that holds the secret
role_claim = "groups"

[single_sign_on.roles]                         # groups of the identity provider; the highest holds
admin = ["abuse-leads"]
approver = ["abuse-managers"]
analyst = ["abuse-analysts"]
viewer = ["legal"]
"""


@dataclass(frozen=True, slots=True)
class Team:
    """`roles` names, for each role, the values of the claim `role_claim` that hold it."""

    name: str
    issuer: str
    client_id: str
    client_secret: str
    role_claim: str
    roles: Mapping[Role, frozenset[str]]

    def role_of(self, claims: Mapping[str, Any]) -> Role | None:
        """The highest role that the claims hold; None where they hold none."""
        held = claims.get(self.role_claim)
        groups = {held} if isinstance(held, str) else set(held) if isinstance(held, list) else set()
        for role in reversed(Role):
            if self.roles.get(role, frozenset()) & groups:
                return role
        return None


def read(path: Path) -> Team:
    """Read a team file. Raises Problem naming what is missing."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise Problem("The team file cannot be read.", where=str(path)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Problem(f"The team file is not TOML: {error}.", where=str(path)) from error
    block = content.get("single_sign_on")
    if not isinstance(block, dict):
        raise Problem("The team file has no [single_sign_on].", where=str(path))
    values = {key: block.get(key) for key in ("issuer", "client_id", "client_secret_env")}
    for key, value in values.items():
        if not isinstance(value, str) or not value:
            raise Problem(f"The team file lacks {key}.", where=f"{path}: [single_sign_on]")
    issuer = _issuer(str(values["issuer"]), path)
    variable = str(values["client_secret_env"])
    secret = os.environ.get(variable, "")
    if not secret:
        raise Problem(
            f"The environment variable {variable} is not set.",
            where=f"{path}: client_secret_env",
            hint="Put the client's secret there; it does not belong in the file.",
        )
    return Team(
        name=str(block.get("name") or urlsplit(issuer).hostname),
        issuer=issuer,
        client_id=str(values["client_id"]),
        client_secret=secret,
        role_claim=str(block.get("role_claim") or "groups"),
        roles=_roles(block.get("roles"), path),
    )


def _issuer(url: str, path: Path) -> str:
    parts = urlsplit(url)
    local = parts.hostname in {name.strip("[]") for name in LOOPBACK_NAMES}
    if parts.scheme != "https" and not (parts.scheme == "http" and local):
        raise Problem("The issuer must be an https address.", where=f"{path}: issuer = {url}")
    return url.rstrip("/")


def _roles(block: object, path: Path) -> dict[Role, frozenset[str]]:
    where = f"{path}: [single_sign_on.roles]"
    if not isinstance(block, dict) or not block:
        raise Problem(
            "The team file gives nobody a role.",
            where=where,
            hint='For example: analyst = ["staff"]',
        )
    unknown = set(block) - {role.value for role in Role}
    if unknown:
        raise Problem(
            f"There is no role {sorted(unknown)[0]!r}.",
            where=where,
            hint=f"The roles are {', '.join(Role)}.",
        )
    for name, groups in block.items():
        if not isinstance(groups, list) or not all(isinstance(g, str) and g for g in groups):
            raise Problem(f"{name} must be a list of group names.", where=where)
    return {Role(name): frozenset(groups) for name, groups in block.items()}
