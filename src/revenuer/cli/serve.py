"""`revenuer serve`."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from revenuer.problems import Problem


def serve(
    source: Annotated[
        str,
        typer.Argument(
            metavar="[SCAN_OR_DATABASE]",
            help="A scan's output folder, a cases.db, or a Postgres URL. "
            "Without one: revenuer-out or demo-out/scan.",
        ),
    ] = "",
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.", min=1, max=65535)] = 8321,
    database: Annotated[
        str, typer.Option(help="Where cases are kept; by default cases.db in the scan's folder.")
    ] = "",
    keys: Annotated[
        Path | None,
        typer.Option(
            help="Folder of the signing key; by default beside cases.db. Postgres needs it."
        ),
    ] = None,
    tls_certificate: Annotated[
        Path | None, typer.Option(help="Certificate chain (PEM), to listen beyond this machine.")
    ] = None,
    tls_key: Annotated[Path | None, typer.Option(help="The certificate's key (PEM).")] = None,
    behind_proxy: Annotated[
        str, typer.Option(help="https address of the proxy that ends TLS before this console.")
    ] = "",
    team: Annotated[
        Path | None, typer.Option(help="TOML file: identity provider and roles of a team.")
    ] = None,
    terms: Annotated[
        Path | None, typer.Option(help="Your own terms as TOML; the shipped example otherwise.")
    ] = None,
    prices: Annotated[
        Path | None, typer.Option(help="TOML price table: simulations then speak of revenue.")
    ] = None,
    webhook: Annotated[
        str, typer.Option(help="Address that signed decisions are sent to when asked.")
    ] = "",
) -> None:
    """Review cases in a browser: judge, act, and make dossiers.

    Listens on this machine only and prints a link that signs you in once. Listening elsewhere needs
    accounts with passwords or single sign-on, and TLS or a stated proxy.
    """
    try:
        from revenuer.console import Wish, prepare, run
    except ImportError as error:
        raise Problem(
            f"The console needs a library that is not installed: {error.name}.",
            hint="pip install 'revenuer[review]'",
        ) from error

    opened = prepare(
        Wish(
            source=source,
            host=host,
            port=port,
            database=database,
            keys=keys,
            certificate=tls_certificate,
            key=tls_key,
            behind_proxy=behind_proxy,
            team=team,
            terms=terms,
            prices=prices,
            webhook=webhook,
        )
    )
    console = Console(highlight=False)
    if opened.imported is not None and not opened.imported.already:
        console.print(f"{len(opened.imported.changes)} cases from this scan.")
    console.print(f"Cases are kept in {opened.desk.store.name}", soft_wrap=True)
    if opened.link:
        console.print(f"\nOpen this link; it signs you in once:\n  {opened.link}\n", soft_wrap=True)
    else:
        console.print(f"\nOpen {opened.place.url}\n", soft_wrap=True)
    console.print("Stop with Ctrl-C.")
    run(opened)
