"""The console: server-rendered pages on which people judge cases.

opened = prepare(Wish(source="demo-out/scan")) -> Opened     # raises Problem
run(opened)                                                  # serves until interrupted
build(desk) -> ASGI application
"""

from revenuer.console.app import build
from revenuer.console.serving import Opened, Wish, prepare, run

__all__ = ["Opened", "Wish", "build", "prepare", "run"]
