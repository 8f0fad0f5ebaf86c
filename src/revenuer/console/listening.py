"""Where the console may listen: on this machine freely, elsewhere only behind sign-in and TLS."""

import ipaddress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from revenuer.problems import Problem

LOOPBACK_NAMES = ("127.0.0.1", "localhost", "[::1]")


@dataclass(frozen=True, slots=True)
class Place:
    """An address to listen on and the origins under which browsers know it."""

    host: str
    port: int
    origins: tuple[str, ...]
    """`scheme://host[:port]`, as in an `Origin` header; the first is the one to print."""
    secure: bool
    """Whether browsers reach it over TLS."""
    single_machine: bool
    """Only this machine can reach it, so a link on the terminal may sign a person in."""
    certificate: Path | None = None
    key: Path | None = None
    proxied: bool = False

    @property
    def url(self) -> str:
        return self.origins[0]

    @property
    def hosts(self) -> frozenset[str]:
        """Values of a `Host` header that are meant for this console."""
        return frozenset(origin.partition("://")[2] for origin in self.origins)


def place(
    host: str,
    port: int,
    *,
    certificate: Path | None = None,
    key: Path | None = None,
    behind_proxy: str = "",
    can_sign_in: bool = True,
) -> Place:
    """Check the wish to listen on `host`. Raises Problem where that would expose the console.

    `can_sign_in` says whether anyone could: an account with a password, or single sign-on.
    """
    if (certificate is None) != (key is None):
        raise Problem(
            "TLS needs a certificate and its key.",
            hint="Give both --tls-certificate and --tls-key.",
        )
    for path in (certificate, key):
        if path is not None and not path.is_file():
            raise Problem("The TLS file does not exist.", where=str(path))
    if certificate is not None and behind_proxy:
        raise Problem(
            "TLS either ends at the proxy or here, not both.",
            hint="Leave out --behind-proxy, or leave out --tls-certificate and --tls-key.",
        )
    local = _loopback(host)
    exposed = bool(behind_proxy) or not local
    if exposed and not can_sign_in:
        raise Problem(
            "Nobody could sign in: no account has a password and no single sign-on is set.",
            where=f"--host {host}",
            hint="Start it on this machine first and give your account a password in Settings, "
            "or name a team file with --team.",
        )
    if behind_proxy:
        return Place(host, port, (_proxy_origin(behind_proxy),), True, False, proxied=True)
    if not local and certificate is None:
        raise Problem(
            "Refused to listen beyond this machine without TLS.",
            where=f"--host {host}",
            hint="Give --tls-certificate and --tls-key, or name the proxy that ends TLS with "
            "--behind-proxy https://NAME, or leave out --host.",
        )
    if host in {"0.0.0.0", "::", ""}:
        raise Problem(
            "An address for all networks has no name that a browser's request could be checked "
            "against.",
            where=f"--host {host}",
            hint="Name one address of this machine, such as --host review.example.org.",
        )
    scheme = "https" if certificate is not None else "http"
    names = (_bracketed(host), *(n for n in LOOPBACK_NAMES if n != host)) if local else (host,)
    origins = tuple(_origin(scheme, name, port) for name in names)
    return Place(host, port, origins, scheme == "https", local, certificate, key)


def _loopback(host: str) -> bool:
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host and not host.startswith("[") else host


def _origin(scheme: str, name: str, port: int) -> str:
    usual = {"http": 80, "https": 443}[scheme]
    return f"{scheme}://{_bracketed(name).lower()}" + ("" if port == usual else f":{port}")


def _proxy_origin(url: str) -> str:
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError:
        port = None
    if parts.scheme != "https" or not parts.hostname or parts.path.strip("/") or parts.query:
        raise Problem(
            "The proxy's address must be https and have no path.",
            where=f"--behind-proxy {url}",
            hint="Write it as people type it: --behind-proxy https://review.example.org",
        )
    return _origin("https", parts.hostname, port or 443)
