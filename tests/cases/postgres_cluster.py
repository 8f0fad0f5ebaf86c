"""A Postgres server of one's own, for the length of a test session."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_USERS = ("postgres", "nobody")


def programs() -> Path | None:
    """Where the newest server's programs are, None where there is no server."""
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).parent
    found = [p for p in Path("/usr/lib/postgresql").glob("*/bin") if (p / "initdb").exists()]
    return max(found, key=lambda p: int(p.parent.name), default=None)


def unprivileged() -> str | None:
    """The user a server may run as: itself, unless we are root."""
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid()).pw_name
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next((name for name in _USERS if name in known), None)


@contextmanager
def cluster(programs: Path, user: str) -> Iterator[str]:
    """Start a server that listens on a socket in its own folder; yields the folder."""
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    owner = pwd.getpwnam(user)
    if os.geteuid() == 0:
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    data = folder / "data"

    def run(name: str, *arguments: str) -> None:
        as_user = {"user": owner.pw_uid, "group": owner.pw_gid} if os.geteuid() == 0 else {}
        subprocess.run(
            [str(programs / name), *arguments],
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
            **as_user,
        )

    run("initdb", "-D", str(data), "-U", "reviewer", "-A", "trust", "-E", "UTF8", "--no-sync")
    options = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off"
    run("pg_ctl", "-D", str(data), "-w", "-o", options, "-l", str(folder / "log"), "start")
    try:
        yield str(folder)
    finally:
        run("pg_ctl", "-D", str(data), "-w", "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)
