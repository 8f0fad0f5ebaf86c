"""OpenID Connect: the authorization code flow with PKCE, a nonce and a state (OpenID Connect Core
1.0; RFC 7636; RFC 9700)."""

import secrets
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any

import httpx
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.httpx_client import OAuth2Client
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from revenuer.console.refusals import Refused
from revenuer.console.team import Team

_ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"]
"""Signatures only: never `none`, never a MAC with the client's secret."""
_TRIPS = 2_000
_LIFE = 600.0
_SCOPE = "openid profile email"
_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Trip:
    """One sign-in under way: what must come back, and where the person wanted to go."""

    state: str
    nonce: str
    verifier: str
    back: str
    until: float


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the provider says it is."""

    subject: str
    """Issuer and subject: the pair that is unique for ever."""
    login: str
    name: str
    claims: Mapping[str, Any]


class SingleSignOn:
    """The console as a client of a team's identity provider."""

    def __init__(self, team: Team, return_url: str) -> None:
        self.team = team
        self._return_url = return_url
        self._trips: OrderedDict[str, Trip] = OrderedDict()
        self._lock = Lock()
        self._metadata: Mapping[str, Any] | None = None

    def begin(self, back: str, now: float) -> tuple[str, str]:
        """(secret for the cookie, address to send the browser to)."""
        trip = Trip(
            secrets.token_urlsafe(24),
            secrets.token_urlsafe(24),
            secrets.token_urlsafe(48),
            back,
            now + _LIFE,
        )
        secret = secrets.token_urlsafe(24)
        with self._lock:
            self._trips[secret] = trip
            while len(self._trips) > _TRIPS:
                self._trips.popitem(last=False)
        with self._client() as client:
            address, _ = client.create_authorization_url(
                self._endpoint("authorization_endpoint"),
                state=trip.state,
                nonce=trip.nonce,
                code_verifier=trip.verifier,
            )
        return secret, address

    def finish(self, secret: str, state: str, code: str, now: float) -> tuple[Identity, str]:
        """The identity and where to go on. Raises Refused where anything does not fit."""
        with self._lock:
            trip = self._trips.pop(secret, None)
        if trip is None or now > trip.until or not secrets.compare_digest(state, trip.state):
            raise Refused(400, "This sign-in was not begun here, or took too long.", "Begin again.")
        try:
            with self._client() as client:
                token = client.fetch_token(
                    self._endpoint("token_endpoint"), code=code, code_verifier=trip.verifier
                )
        except (OAuthError, httpx.HTTPError, ValueError) as error:
            raise Refused(502, "The identity provider did not accept the sign-in.") from error
        return self._identity(str(token.get("id_token", "")), trip.nonce, now), trip.back

    def _identity(self, id_token: str, nonce: str, now: float) -> Identity:
        try:
            keys = KeySet.import_key_set(self._get(self._endpoint("jwks_uri")))  # type: ignore[arg-type]
            claims = jwt.decode(id_token, keys, algorithms=_ALGORITHMS).claims
            jwt.JWTClaimsRegistry(
                now=int(now),
                leeway=60,
                iss={"essential": True, "value": self.team.issuer},
                aud={"essential": True, "value": self.team.client_id},
                sub={"essential": True},
                exp={"essential": True},
                iat={"essential": True},
                nonce={"essential": True, "value": nonce},
            ).validate(claims)
        except (JoseError, ValueError, KeyError, TypeError) as error:
            raise Refused(403, "The identity provider's answer could not be verified.") from error
        if claims.get("azp", self.team.client_id) != self.team.client_id:
            raise Refused(403, "The identity provider's answer is meant for somebody else.")
        subject = str(claims["sub"])
        login = str(claims.get("preferred_username") or claims.get("email") or subject)
        return Identity(
            f"{self.team.issuer} {subject}", login, str(claims.get("name") or login), claims
        )

    def _client(self) -> OAuth2Client:
        return OAuth2Client(
            client_id=self.team.client_id,
            client_secret=self.team.client_secret,
            scope=_SCOPE,
            redirect_uri=self._return_url,
            code_challenge_method="S256",
            timeout=_SECONDS,
        )

    def _endpoint(self, name: str) -> str:
        if self._metadata is None:
            found = self._get(f"{self.team.issuer}/.well-known/openid-configuration")
            if found.get("issuer", "").rstrip("/") != self.team.issuer:
                raise Refused(502, "The identity provider calls itself by another name.")
            self._metadata = found
        address = self._metadata.get(name)
        if not isinstance(address, str):
            raise Refused(502, f"The identity provider names no {name}.")
        return address

    def _get(self, address: str) -> Mapping[str, Any]:
        try:
            answer = httpx.get(address, timeout=_SECONDS)
            answer.raise_for_status()
            content = answer.json()
        except (httpx.HTTPError, ValueError) as error:
            raise Refused(502, "The identity provider cannot be reached.") from error
        if not isinstance(content, dict):
            raise Refused(502, "The identity provider's answer is not understood.")
        return content
