"""The servers of a run: each started as the site starts its own, all stopped at the end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from benchmarks.serving.homes import ROOT, Home

HOST = "127.0.0.1"
STARTS_WITHIN_SECONDS = 90
STOPS_WITHIN_SECONDS = 10
SETTLES_WITHIN_SECONDS = 10
RIVALS = ("bare", "default", "files")


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes
    headers: dict[str, str]


@dataclass(frozen=True)
class Server:
    port: int
    process: subprocess.Popen[bytes]

    def url(self, path: str) -> str:
        return f"http://{HOST}:{self.port}{path}"

    def get(self, path: str, **headers: str) -> Answer:
        return get(self.port, path, headers)

    def settle(self) -> None:
        """Wait until it has worked off what nobody waits for any more: it would take its time
        from whoever is measured next."""
        until, before = time.monotonic() + SETTLES_WITHIN_SECONDS, -1
        while time.monotonic() < until and (now := sum(map(_ticks, self.workers()))) != before:
            before = now
            time.sleep(0.1)

    def workers(self) -> list[int]:
        """The processes that answer requests. The site's other ones are programs of their own."""
        children = [
            pid for pid in map(int, filter(str.isdigit, os.listdir("/proc")))
            if _parent(pid) == self.process.pid
        ]  # fmt: skip
        return [pid for pid in children if "manage.py" not in _command(pid)]


def get(port: int, path: str, headers: dict[str, str]) -> Answer:
    connection = HTTPConnection(HOST, port, timeout=30)
    try:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        return Answer(answer.status, answer.read(), {k.lower(): v for k, v in answer.getheaders()})
    finally:
        connection.close()


@contextmanager
def site(home: Home, port: int, **environment: str) -> Iterator[Server]:
    """What `make run` starts, on this home."""
    command = [sys.executable, "manage.py", "serve"]
    settings = home.environment | {"HOST": HOST, "PORT": str(port)} | environment
    with _running(command, settings, home.folder / f"site-{port}.log", port, "/readyz") as server:
        yield server


@contextmanager
def kept_by_django(home: Home, port: int) -> Iterator[Server]:
    """The site with Django's own cache of pages; the static files are there from the site."""
    settings = home.environment | {
        "DJANGO_SETTINGS_MODULE": "benchmarks.serving.kept_by_django",
    }
    log = home.folder / f"cached-{port}.log"
    with _running(_granian(home, port), settings, log, port, "/readyz") as server:
        yield server


@contextmanager
def rivals(home: Home, first_port: int) -> Iterator[dict[str, Server]]:
    """The same bytes without the site: see benchmarks.serving.rivals."""
    with ExitStack() as stack:
        servers = {}
        for port, name in enumerate(RIVALS, first_port):
            command = [*_granian(home, port)[:-1], "benchmarks.serving.rivals:application"]
            settings = home.environment | {"RIVAL": name, "RIVAL_FOLDER": str(home.folder)}
            log = home.folder / f"{name}.log"
            servers[name] = stack.enter_context(
                _running(command, settings, log, port, "/page.html")
            )
        yield servers


def _granian(home: Home, port: int) -> list[str]:
    granian = str(Path(sys.executable).with_name("granian"))
    return [granian, *home.do("options", port)]


@contextmanager
def _running(
    command: list[str], settings: dict[str, str], log: Path, port: int, ready_at: str
) -> Iterator[Server]:
    """In a group of its own, so that whatever it starts ends with it. A port that is taken is an
    error: another server's answers would be measured."""
    if _is_up(port, ready_at) is not None:
        sys.exit(f"Port {port} is taken: name others with --ports.")
    with log.open("wb") as told:
        process = subprocess.Popen(
            command, cwd=ROOT, env=settings, stdout=told, stderr=told, start_new_session=True
        )
    try:
        until = time.monotonic() + STARTS_WITHIN_SECONDS
        while _is_up(port, ready_at) != 200:
            if process.poll() is not None or time.monotonic() > until:
                sys.exit(f"{command[1:3]} did not start:\n{log.read_text()[-2000:]}")
            time.sleep(0.1)
        yield Server(port, process)
    finally:
        _stop(process)


def _is_up(port: int, path: str) -> int | None:
    """With which status it answers; none if nobody does."""
    try:
        return get(port, path, {}).status
    except OSError:
        return None


def _stop(process: subprocess.Popen[bytes]) -> None:
    for name in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, name)
        except ProcessLookupError:
            break
        until = time.monotonic() + STOPS_WITHIN_SECONDS
        while time.monotonic() < until and _group_is_there(process):
            time.sleep(0.1)
    process.wait()


def _group_is_there(process: subprocess.Popen[bytes]) -> bool:
    process.poll()
    try:
        os.killpg(process.pid, 0)
    except ProcessLookupError:
        return False
    return True


def _parent(pid: int) -> int:
    return int(_stat(pid)[1])


def _ticks(pid: int) -> int:
    """What the process has taken of the processor."""
    return sum(map(int, _stat(pid)[11:13]))


def _stat(pid: int) -> list[str]:
    """What the kernel tells of a process from its state on; zeros if it is gone."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return ["0"] * 20
    return stat.rpartition(")")[2].split()


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""
