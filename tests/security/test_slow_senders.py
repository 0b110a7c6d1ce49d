"""Connections that never finish what they send, or send what is no request, against the server people run."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from crm.config.settings import ensure_secrets
from crm.serving.launch import FLASK, GUNICORN
from tests.architecture.sources import ROOT
from tests.e2e.desk import environment, free_port

pytestmark = pytest.mark.xdist_group("server")  # its start takes longer than all that is asked of it
HEAD = "POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
UNFINISHED = {
    "no byte": "",
    "half a head": HEAD,
    "short body": HEAD + "Content-Length: 500\r\n\r\nstaff_number=",
    "long body": HEAD + "Content-Length: 15000000\r\n\r\nstaff_number=",
    "chunked": HEAD + "Transfer-Encoding: chunked\r\n\r\n5\r\nstaff\r\n",
}
PROMPT = 2.0  # seconds; nothing else is asked of the server


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The server of the launcher, with its two workers."""
    instance, port = tmp_path_factory.mktemp("slow"), free_port()
    ensure_secrets(instance)
    migrate = [*FLASK, "db", "upgrade"]
    subprocess.run(migrate, check=True, cwd=ROOT, env=environment(instance, port), capture_output=True)
    server = subprocess.Popen([*GUNICORN, f"--bind=127.0.0.1:{port}"], cwd=ROOT, env=environment(instance, port))
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            if answered(port):
                break
        except OSError:
            time.sleep(0.1)
    yield port
    os.kill(server.pid, signal.SIGTERM)
    server.wait(40)


def answered(port: int) -> bool:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=PROMPT) as answer:
        return answer.status == 200


@pytest.mark.parametrize("sent", UNFINISHED.values(), ids=UNFINISHED)
def test_twenty_that_never_finish_stop_no_answer(port, sent):
    with ExitStack() as open_ones:
        for _ in range(20):
            stranger = open_ones.enter_context(socket.create_connection(("127.0.0.1", port)))
            stranger.sendall(sent.encode())
        time.sleep(0.5)

        assert all(answered(port) for _ in range(10))


def test_whoever_does_not_finish_is_let_go(port):
    with socket.create_connection(("127.0.0.1", port), timeout=30) as stranger:
        stranger.sendall(UNFINISHED["short body"].encode())
        began = time.monotonic()

        end = stranger.recv(1)

    assert end == b""
    assert time.monotonic() - began < 15


def test_a_request_that_arrives_in_pieces_is_answered_whole(port):
    with socket.create_connection(("127.0.0.1", port), timeout=10) as slow:
        for letter in "GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n":
            slow.sendall(letter.encode())
            time.sleep(0.005)

        answer = slow.makefile("rb").read()

    assert answer.startswith(b"HTTP/1.1 200")
    assert answer.endswith(b"ok\n")


def test_two_requests_in_one_piece_get_two_answers(port):
    with socket.create_connection(("127.0.0.1", port), timeout=10) as fast:
        request = "GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        fast.sendall(f"{request}\r\n{request}Connection: close\r\n\r\n".encode())

        answers = fast.makefile("rb").read()

    assert answers.count(b"HTTP/1.1 200") == 2


def sent(port: int, request: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=20) as stranger:
        stranger.sendall(request)
        return stranger.makefile("rb").read()


def test_a_line_too_long_is_answered_with_all_headers(port):
    answer = sent(port, b"GET /" + b"a" * 9000 + b" HTTP/1.1\r\nHost: x\r\n\r\n")

    assert answer.startswith(b"HTTP/1.1 414")
    for name in (b"Content-Security-Policy", b"X-Content-Type-Options: nosniff", b"Referrer-Policy"):
        assert name in answer


def test_a_broken_chunk_is_a_bad_request(port):
    head = b"POST /sign-in HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n"
    kind = b"Content-Type: application/x-www-form-urlencoded\r\n\r\n"

    answer = sent(port, head + kind + b"zz\r\nabc\r\n0\r\n\r\n")

    assert answer.startswith(b"HTTP/1.1 400")
    assert b"Content-Security-Policy" in answer
