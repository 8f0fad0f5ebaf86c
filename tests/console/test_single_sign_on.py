"""Single sign-on against a provider that is honest, and against one that is not."""

import base64
import hmac
import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
import tiny_provider
from joserfc.jwk import RSAKey
from tiny_provider import Provider

from revenuer.console import team
from revenuer.console.refusals import Refused
from revenuer.console.roles import Role
from revenuer.console.single_sign_on import Identity, SingleSignOn
from revenuer.problems import Problem

RETURN = "http://127.0.0.1:8321/sign-in/return"


@pytest.fixture
def provider() -> Iterator[Provider]:
    with tiny_provider.running() as provider:
        yield provider


@pytest.fixture
def client(provider: Provider, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SingleSignOn:
    return SingleSignOn(written_team(tmp_path, provider.issuer, monkeypatch), RETURN)


def written_team(folder: Path, issuer: str, monkeypatch: pytest.MonkeyPatch) -> team.Team:
    monkeypatch.setenv("REVENUER_CLIENT_SECRET", "a secret")
    path = folder / "team.toml"
    path.write_text(team.EXAMPLE.replace("https://login.example.org", issuer))
    return team.read(path)


def trip(client: SingleSignOn, provider: Provider) -> tuple[Identity, str]:
    secret, address = client.begin("/cases?q=x", time.time())
    back = provider.authorize(dict(parse_qsl(urlsplit(address).query)))
    came = dict(parse_qsl(urlsplit(back).query))
    return client.finish(secret, came["state"], came["code"], time.time())


def test_an_honest_sign_in(client: SingleSignOn, provider: Provider) -> None:
    provider.claims |= {"preferred_username": "ada", "groups": ["x", "abuse-analysts", "legal"]}
    identity, back = trip(client, provider)
    assert back == "/cases?q=x"
    assert identity.subject == f"{provider.issuer} u-1"
    assert (identity.login, identity.name) == ("ada", "Ada Field")
    assert client.team.role_of(identity.claims) is Role.ANALYST


def test_pkce_nonce_and_state_are_sent(client: SingleSignOn) -> None:
    _, address = client.begin("/", time.time())
    asked = dict(parse_qsl(urlsplit(address).query))
    assert asked["code_challenge_method"] == "S256"
    assert asked["redirect_uri"] == RETURN
    assert len(asked["state"]) > 20
    assert len(asked["nonce"]) > 20


def test_groups_without_a_role_hold_none(client: SingleSignOn) -> None:
    for groups in ([], ["x"], "x", None, 3, {"a": 1}):
        assert client.team.role_of({"groups": groups}) is None
    assert client.team.role_of({"groups": "abuse-leads"}) is Role.ADMIN


def other_key(provider: Provider, claims: dict[str, Any]) -> str:
    return provider.signed(claims, RSAKey.generate_key(2048, {"kid": "one"}))


def unsigned(provider: Provider, claims: dict[str, Any]) -> str:
    _, body, _ = provider.signed(claims).split(".")
    return f"eyJhbGciOiJub25lIn0.{body}."


def keyed_with_the_public_key(provider: Provider, claims: dict[str, Any]) -> str:
    def part(content: bytes) -> str:
        return base64.urlsafe_b64encode(content).rstrip(b"=").decode()

    head = part(json.dumps({"alg": "HS256", "kid": "one"}).encode())
    body = part(json.dumps(claims).encode())
    public = provider.key.as_pem(private=False)
    return f"{head}.{body}.{part(hmac.digest(public, f'{head}.{body}'.encode(), 'sha256'))}"


def changed(**values: object) -> Callable[[Provider, dict[str, Any]], str]:
    return lambda provider, claims: provider.signed({**claims, **values})


def without(name: str) -> Callable[[Provider, dict[str, Any]], str]:
    return lambda provider, claims: provider.signed({k: v for k, v in claims.items() if k != name})


@pytest.mark.parametrize(
    "spoil",
    [
        other_key,
        unsigned,
        keyed_with_the_public_key,
        changed(iss="https://login.evil.example"),
        changed(aud="another-client"),
        changed(nonce="replayed"),
        changed(exp=int(time.time()) - 4000, iat=int(time.time()) - 5000),
        changed(azp="another-client"),
        without("nonce"),
        without("exp"),
        without("sub"),
        without("aud"),
        lambda provider, claims: "",
        lambda provider, claims: "x.y.z",
    ],
)
def test_a_token_that_does_not_hold_is_refused(
    client: SingleSignOn, provider: Provider, spoil: Callable[[Provider, dict[str, Any]], str]
) -> None:
    provider.spoil = spoil
    with pytest.raises(Refused) as caught:
        trip(client, provider)
    assert caught.value.status in {403, 502}


def test_a_return_that_was_not_begun_here(client: SingleSignOn, provider: Provider) -> None:
    secret, address = client.begin("/", time.time())
    asked = dict(parse_qsl(urlsplit(address).query))
    code = dict(parse_qsl(urlsplit(provider.authorize(asked)).query))["code"]
    for held, state in (("", asked["state"]), ("forged", asked["state"]), (secret, "forged")):
        with pytest.raises(Refused, match="not begun here"):
            client.finish(held, state, code, time.time())
    with pytest.raises(Refused, match="not begun here"):
        client.finish(secret, asked["state"], code, time.time())


def test_a_slow_return_is_refused(client: SingleSignOn) -> None:
    secret, address = client.begin("/", 0.0)
    state = dict(parse_qsl(urlsplit(address).query))["state"]
    with pytest.raises(Refused, match="too long"):
        client.finish(secret, state, "c", 10_000.0)


def test_a_provider_by_another_name(client: SingleSignOn, provider: Provider) -> None:
    provider.issuer += "/other"
    with pytest.raises(Refused, match="another name"):
        client.begin("/", time.time())


@pytest.mark.parametrize(
    ("change", "text"),
    [
        (("single_sign_on", "x"), "has no [single_sign_on]"),
        (('client_id = "revenuer"', ""), "lacks client_id"),
        (("https://", "http://"), "must be an https address"),
        (("admin =", "owner ="), "There is no role 'owner'."),
        (('["legal"]', '"legal"'), "viewer must be a list"),
        (("= [", "= [["), "is not TOML"),
    ],
)
def test_a_team_file_that_cannot_be_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: tuple[str, str], text: str
) -> None:
    monkeypatch.setenv("REVENUER_CLIENT_SECRET", "a secret")
    path = tmp_path / "team.toml"
    path.write_text(team.EXAMPLE.replace(*change))
    with pytest.raises(Problem) as caught:
        team.read(path)
    assert text in str(caught.value)


def test_a_secret_that_is_not_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REVENUER_CLIENT_SECRET", raising=False)
    path = tmp_path / "team.toml"
    path.write_text(team.EXAMPLE)
    with pytest.raises(Problem, match="REVENUER_CLIENT_SECRET is not set"):
        team.read(path)
