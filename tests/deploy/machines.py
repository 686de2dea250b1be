"""Real servers, started on free ports of this machine and stopped again."""

from __future__ import annotations

import http.client
import re
import shutil
import socket
import ssl
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
STARTS_WITHIN_SECONDS = 30
ANSWERS_WITHIN_SECONDS = 20


def what_is_missing(*programs: str) -> list[str]:
    """Of these programs, and of the modules that deploy/varnish.vcl imports, where Varnish is one
    of them: Debian has most of the modules in a package of their own."""
    missing = [program for program in programs if shutil.which(program) is None]
    if "varnishd" in programs and "varnishd" not in missing:
        shipped = (DEPLOY / "varnish.vcl").read_text(encoding="utf-8")
        modules = re.findall(r"^import (\w+);", shipped, re.MULTILINE)
        missing += [f"the Varnish module {name}" for name in modules if not _is_there(name)]
    return missing


@cache
def _is_there(module: str) -> bool:
    """False where Varnish says that it cannot find the module."""
    with tempfile.TemporaryDirectory() as directory:
        config = Path(directory) / "import.vcl"
        config.write_text(f"vcl 4.1;\nbackend default none;\nimport {module};\n", encoding="utf-8")
        command = ["varnishd", "-C", "-j", "none", "-f", config, "-n", Path(directory) / "work"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode == 0 or "VMOD" not in done.stderr


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def until(is_so: Callable[[], Any], what: str, seconds: float = STARTS_WITHIN_SECONDS) -> Any:
    """Whatever it finds in the end. Asks often, and not for ever."""
    ends_at = time.monotonic() + seconds
    while not (found := is_so()):
        assert time.monotonic() < ends_at, f"{what}: not within {seconds} s"
        time.sleep(0.01)
    return found


@contextmanager
def running(
    command: Sequence[str | Path], is_up: Callable[[], Any], **options: Any
) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen([str(part) for part in command], cwd=ROOT, **options)
    try:
        until(lambda: process.poll() is not None or is_up(), f"{command[0]} starts")
        assert process.poll() is None, f"{command[0]} ended with {process.returncode}"
        yield process
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@dataclass
class Page:
    status: int
    headers: Mapping[str, str]
    """By names in lower case; of several of one name the last."""
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def is_kept(self) -> bool:
        """Varnish names the request that fetched a page it had."""
        return " " in self.headers.get("x-varnish", "")


def ask(
    port: int,
    path: str,
    *,
    method: str = "GET",
    body: bytes | None = None,
    secure: bool = False,
    source: str = "127.0.0.1",
    **headers: str,
) -> Page:
    """Headers by their names with underscores for the hyphens."""
    where: dict[str, Any] = {
        "host": "127.0.0.1", "port": port, "timeout": ANSWERS_WITHIN_SECONDS,
        "source_address": (source, 0),
    }  # fmt: skip
    connection = (
        http.client.HTTPSConnection(**where, context=ssl._create_unverified_context())
        if secure
        else http.client.HTTPConnection(**where)
    )
    try:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body, {"Host": "localhost", **named})
        answer = connection.getresponse()
        told = {name.lower(): value for name, value in answer.getheaders()}
        return Page(answer.status, told, answer.read())
    finally:
        connection.close()


def answers(port: int, path: str = "/healthz") -> bool:
    try:
        return ask(port, path).status == 200
    except OSError:
        return False


def accepts(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True


@contextmanager
def varnish(directory: Path, backends: Sequence[int]) -> Iterator[int]:
    """With deploy/varnish.vcl as it is, and these in the place of the backends it names."""
    shipped = (DEPLOY / "backends.vcl").read_text(encoding="utf-8")
    (block,) = re.findall(r"^backend first \{.*?^\}\n", shipped, re.MULTILINE | re.DOTALL)
    names = [f"app{number}" for number, _ in enumerate(backends)]
    made = [
        block.replace("backend first", f"backend {name}").replace('"8000"', f'"{port}"')
        for name, port in zip(names, backends, strict=True)
    ]
    added = "\n".join(f"    site.add_backend({name});" for name in names)
    config = shipped.replace(block, "\n".join(made))
    config = config.replace("    site.add_backend(first);", added)
    assert config.count("add_backend(app") == len(backends)
    directory.mkdir()
    (directory / "backends.vcl").write_text(config, encoding="utf-8")
    port = free_port()
    command = [
        "varnishd", "-F", "-n", directory / "work", "-a", f"127.0.0.1:{port}",
        "-f", DEPLOY / "varnish.vcl", "-p", f"vcl_path={directory}",
        "-s", "malloc,64m", "-T", "none", "-p", "thread_pool_min=10", "-j", "none",
    ]  # fmt: skip
    log = (directory / "log").open("wb")
    with log, running(command, lambda: accepts(port), stdout=log, stderr=log):
        yield port


@contextmanager
def nginx(directory: Path, varnish: int, site: int, data: Path) -> Iterator[tuple[int, int]]:
    """With deploy/nginx.conf as it is but for names, paths and ports: those of HTTPS, HTTP."""
    directory.mkdir()
    key, certificate = directory / "key.pem", directory / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
         "-nodes", "-days", "1", "-subj", "/CN=localhost", "-keyout", key, "-out", certificate],
        check=True, capture_output=True,
    )  # fmt: skip
    secure, plain = free_port(), free_port()
    config = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    for shipped, ours in {
        "127.0.0.1:6081": f"127.0.0.1:{varnish}",
        "127.0.0.1:8000": f"127.0.0.1:{site}",
        "listen 80;": f"listen 127.0.0.1:{plain};",
        "listen 443 ssl": f"listen 127.0.0.1:{secure} ssl",
        "courier.example;": "localhost;",
        "/etc/ssl/courier.example.pem": str(certificate),
        "/etc/ssl/courier.example.key": str(key),
        "/srv/newsroom/var": str(data),
    }.items():
        assert shipped in config
        config = config.replace(shipped, ours)
    (directory / "site.conf").write_text(config, encoding="utf-8")
    whole = f"""
        daemon off; worker_processes 1; pid {directory}/pid; error_log {directory}/error.log;
        user root;
        events {{ worker_connections 512; }}
        http {{
            include /etc/nginx/mime.types; access_log off;
            client_body_temp_path {directory}/body; proxy_temp_path {directory}/proxy;
            fastcgi_temp_path {directory}/f; uwsgi_temp_path {directory}/u;
            scgi_temp_path {directory}/s;
            include {directory}/site.conf;
        }}
    """
    (directory / "nginx.conf").write_text(whole, encoding="utf-8")
    command = ["nginx", "-c", directory / "nginx.conf", "-p", directory]
    with running(command, lambda: accepts(secure), stderr=subprocess.DEVNULL):
        yield secure, plain
