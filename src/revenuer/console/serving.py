"""Starting the console: the store found or made, the scan brought in, the server run."""

import secrets
import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import uvicorn

from revenuer.cases import CaseStore, Imported, read_prices
from revenuer.cases.policy.terms import example_terms, read_terms
from revenuer.console import people, team
from revenuer.console.app import build
from revenuer.console.desk import Desk
from revenuer.console.gate import clock
from revenuer.console.listening import Place, place
from revenuer.console.single_sign_on import SingleSignOn
from revenuer.console.tables import METADATA
from revenuer.problems import Problem
from revenuer.records.case_store import CASE_STORE

_USUAL = (Path("revenuer-out"), Path("demo-out/scan"))
"""Where `revenuer scan` and `revenuer demo` write when nothing else is asked for."""
_IMPORTER = "revenuer serve"


@dataclass(frozen=True, slots=True)
class Wish:
    """What the command line asked for. `source` is a scan's folder, a store's file or a database
    URL; empty means the usual places."""

    source: str = ""
    host: str = "127.0.0.1"
    port: int = 8321
    database: str = ""
    keys: Path | None = None
    certificate: Path | None = None
    key: Path | None = None
    behind_proxy: str = ""
    team: Path | None = None
    prices: Path | None = None
    terms: Path | None = None
    webhook: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """A console ready to run. `link` signs in whoever reads the terminal; empty where only an
    account can."""

    desk: Desk
    imported: Imported | None
    link: str

    @property
    def place(self) -> Place:
        return self.desk.place


def prepare(wish: Wish, now: Callable[[], float] = clock) -> Opened:
    """Open the store, bring in the scan, and check where to listen. Raises Problem."""
    folder, address = _source(wish)
    prices = read_prices(wish.prices) if wish.prices else None
    sign_on = team.read(wish.team) if wish.team else None
    store = CaseStore.open(address, keys=wish.keys)
    with store.write() as connection:
        METADATA.create_all(connection)
    with store.read() as connection:
        known = people.everyone(connection)
    can_sign_in = sign_on is not None or any(p.password and not p.disabled for p in known)
    where = place(
        wish.host,
        wish.port,
        certificate=wish.certificate,
        key=wish.key,
        behind_proxy=wish.behind_proxy,
        can_sign_in=can_sign_in,
    )
    imported = store.import_scan(folder, _IMPORTER) if folder is not None else None
    client = SingleSignOn(sign_on, f"{where.url}/sign-in/return") if sign_on else None
    desk = Desk(
        store=store,
        actions=store.actions(prices=prices),
        terms=read_terms(wish.terms) if wish.terms else example_terms(),
        place=where,
        clock=now,
        secret=secrets.token_bytes(32),
        team=client,
        scan_folder=folder,
        scan_number=imported.scan_number if imported else 0,
        prices=prices,
        example_terms=wish.terms is None,
        webhook=_webhook(wish.webhook),
    )
    link = ""
    if where.single_machine and sign_on is None:
        link = f"{where.url}/sign-in/link/{desk.links.issue(now())}"
    return Opened(desk, imported, link)


def run(opened: Opened) -> None:
    """Serve until interrupted. Raises Problem where the port is taken."""
    where = opened.place
    check_free(where.host.strip("[]"), where.port)
    uvicorn.run(
        build(opened.desk),
        host=where.host.strip("[]"),
        port=where.port,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=where.proxied,
        ssl_certfile=where.certificate,
        ssl_keyfile=where.key,
        timeout_graceful_shutdown=5,
    )


def check_free(host: str, port: int) -> None:
    """Raises Problem where nothing more can listen there."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError as error:
        raise Problem(
            f"The console cannot listen there: {error.strerror or error}.",
            where=f"{host}, port {port}",
            hint="choose another with --port; another console may be running already",
        ) from error


def _webhook(url: str) -> str:
    if url and urlsplit(url).scheme not in {"http", "https"}:
        raise Problem("The webhook must be an http or https address.", where=f"--webhook {url}")
    return url


def _source(wish: Wish) -> tuple[Path | None, str]:
    """(scan folder or None, the store's address)."""
    if "://" in wish.source:
        return None, wish.source
    path = Path(wish.source) if wish.source else next((p for p in _USUAL if _scan(p)), None)
    if path is None:
        if wish.database:
            return None, wish.database
        raise Problem(
            "There is no scan here to review.",
            where=str(Path.cwd()),
            hint="run `revenuer demo` or `revenuer scan` first, or name the output folder",
        )
    if path.is_file():
        return None, str(path)
    if (path / "scan" / "campaigns.json").is_file():
        path = path / "scan"
    if not _scan(path):
        raise Problem(
            "There is neither a scan's output nor a case store there.",
            where=str(path),
            hint="give the folder that holds campaigns.json, or a cases.db",
        )
    return path, wish.database or str(path / CASE_STORE)


def _scan(path: Path) -> bool:
    return (path / "campaigns.json").is_file()
