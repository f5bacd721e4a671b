"""A PostgreSQL that the tests start by themselves, on a free port of 127.0.0.1, and that goes when they end."""

from __future__ import annotations

import atexit
import os
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

PLACES = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql*/bin")
WITHOUT_DISK = ("fsync=off", "full_page_writes=off", "synchronous_commit=off")  # what is lost goes with the tests anyway


class Absent(Exception):
    """No PostgreSQL server is installed."""


def tool(name: str) -> str:
    """The path of one of the server's programs: on the PATH, or where packages put them, the newest first."""
    if found := shutil.which(name):
        return found
    for pattern in PLACES:
        for folder in sorted(Path("/").glob(pattern.lstrip("/")), reverse=True):
            if (folder / name).exists():
                return str(folder / name)
    raise Absent("No PostgreSQL server here: make test-postgres installs it, or install the package postgresql.")


def start() -> str:
    """Start a server and give its address, as TALENTLOOP_DATABASE_URL has it; it stops when this process ends."""
    tool("initdb")
    folder, port = Path(tempfile.mkdtemp(prefix="talentloop-postgres-")), free_port()
    owner = _owner(folder)
    subprocess.run([tool("initdb"), "-D", folder / "data", "-U", "talentloop", "-A", "trust", "-E", "UTF8", "--no-sync",
                    "--locale=C.UTF-8"], check=True, stdout=subprocess.DEVNULL, cwd=folder, **owner)
    settings = [f"port={port}", "listen_addresses=127.0.0.1", f"unix_socket_directories={folder}", *WITHOUT_DISK]
    with (folder / "log").open("w") as log:
        server = subprocess.Popen([tool("postgres"), "-D", folder / "data", *(x for s in settings for x in ("-c", s))],
                                  stdout=log, stderr=log, cwd=folder, **owner)
    atexit.register(_stop, server, folder)
    _await(server, port, folder / "log")
    return f"postgres://talentloop@127.0.0.1:{port}/postgres"


def _await(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    """Until it answers; a server that ended says in its log why."""
    until = time.monotonic() + 30
    ready = [tool("pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(port)]
    while subprocess.run(ready, check=False).returncode:
        if server.poll() is not None or time.monotonic() > until:
            raise RuntimeError(log.read_text("utf-8"))
        time.sleep(0.05)


def _owner(folder: Path) -> dict[str, int]:
    """The server refuses to run as root: then it is the user that its package made."""
    if os.geteuid():
        return {}
    shutil.chown(folder, "postgres", "postgres")
    return {"user": "postgres", "group": "postgres"}


def free_port() -> int:
    """One where nobody listens now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _stop(server: subprocess.Popen[bytes], folder: Path) -> None:
    server.terminate()
    server.wait(timeout=20)
    shutil.rmtree(folder, ignore_errors=True)
