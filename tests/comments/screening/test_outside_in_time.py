"""Questions to machines that are slow on purpose, or that are not what their names say."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from newsroom.foundation import targets

PATIENCE_SECONDS = 0.3
# Far less than any of these machines would take.
AT_MOST_SECONDS = 2


@pytest.fixture
def over() -> Iterator[threading.Event]:
    """Set when the test is over, so that nobody goes on dripping."""
    event = threading.Event()
    yield event
    event.set()


@pytest.fixture
def machine(settings, over) -> Iterator[Callable[..., int]]:
    """A machine that talks as it is told; answers with its port."""
    settings.ALLOW_PRIVATE_TARGETS = True
    listening: list[socket.socket] = []
    talking: list[threading.Thread] = []

    def starts(talk: Callable[[socket.socket], None]) -> int:
        server = socket.create_server(("127.0.0.1", 0))
        listening.append(server)

        def answer() -> None:
            with suppress(OSError):
                connection, _ = server.accept()
                with connection:
                    talk(connection)

        talking.append(threading.Thread(target=answer, daemon=True))
        talking[-1].start()
        return server.getsockname()[1]

    yield starts
    over.set()
    for thread in talking:
        thread.join(AT_MOST_SECONDS)
    for server in listening:
        server.close()


@pytest.fixture
def certificate(tmp_path, monkeypatch) -> Path:
    """Of this machine, trusted for the length of the test."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "here")])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), 1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    path = tmp_path / "here.pem"
    path.write_bytes(
        signed.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    return path


def hears(connection: socket.socket) -> None:
    """The whole question: to close on an unread part of it would take the answer back."""
    heard = b""
    while not heard.endswith(b"{}"):
        heard += connection.recv(9999)


def drips(over: threading.Event, head: bytes = b"HTTP/1.1 200 OK\r\n\r\n") -> Callable:
    def talk(connection: socket.socket) -> None:
        hears(connection)
        connection.sendall(head)
        while not over.wait(0.02):
            connection.sendall(b" ")

    return talk


def through_tls(certificate: Path, talk: Callable) -> Callable:
    def secured(connection: socket.socket) -> None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        with context.wrap_socket(connection, server_side=True) as own:
            talk(own)

    return secured


def ask(url: str) -> targets.Answer:
    return targets.post(url, b"{}", {}, timeout_seconds=PATIENCE_SECONDS)


def assert_cut_off(url: str) -> None:
    began = time.monotonic()
    with pytest.raises(TimeoutError):
        ask(url)
    assert time.monotonic() - began < AT_MOST_SECONDS


@pytest.mark.parametrize("head", [b"", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\n\r\n"])
def test_an_answer_that_drips_is_cut_off(machine, over, head):
    assert_cut_off(f"http://127.0.0.1:{machine(drips(over, head))}/")


def test_an_answer_that_drips_through_tls_is_cut_off(machine, over, certificate):
    port = machine(through_tls(certificate, drips(over)))
    assert_cut_off(f"https://127.0.0.1:{port}/")


def test_a_machine_that_never_shakes_hands_is_cut_off(machine, over, certificate):
    assert_cut_off(f"https://127.0.0.1:{machine(lambda _: over.wait())}/")


def test_a_name_that_nobody_looks_up_in_time_is_given_up(settings, over, monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **how: over.wait() and [])
    assert_cut_off("http://slow.example/")


def test_an_answer_through_tls_is_read(machine, certificate):
    def talk(connection: socket.socket) -> None:
        hears(connection)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ntrue")

    answer = ask(f"https://127.0.0.1:{machine(through_tls(certificate, talk))}/")
    assert (answer.status, answer.body) == (200, b"true")


def test_a_certificate_of_another_is_not_believed(machine, over, certificate):
    port = machine(through_tls(certificate, drips(over)))
    with pytest.raises(ssl.SSLCertVerificationError):
        ask(f"https://localhost:{port}/")


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "::1", "::", "fe80::1%eth0", "fc00::1", "fec0::1", "ff02::1",
        "::ffff:127.0.0.1", "::127.0.0.1", "64:ff9b::10.1.2.3", "2002:7f00:1::",
    ],
)  # fmt: skip
def test_a_name_that_leads_into_the_house_is_refused(settings, monkeypatch, address):
    settings.ALLOW_PRIVATE_TARGETS = False
    lead_to(monkeypatch, "93.184.215.14", address)
    with pytest.raises(targets.PrivateTarget):
        ask("http://rebound.example/")


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:4700::1111", "64:ff9b::5db8:d70e"])
def test_what_is_checked_is_what_is_connected_to(settings, monkeypatch, address):
    settings.ALLOW_PRIVATE_TARGETS = False
    connected = []
    looked_up = lead_to(monkeypatch, address)

    def connect(where, timeout):
        connected.append(where)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(ConnectionRefusedError):
        ask("http://outside.example:8080/")
    assert connected == [(address, 8080)]
    assert looked_up == ["outside.example"]


def lead_to(monkeypatch, *addresses: str) -> list[str]:
    looked_up = []

    def look_up(host, port, **how):
        looked_up.append(host)
        return [(None, None, None, "", (address, port)) for address in addresses]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return looked_up
