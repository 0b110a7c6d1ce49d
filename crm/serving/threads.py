"""gunicorn's threads, kept for requests that have arrived: whoever sends slowly waits in the loop and holds none."""

import contextlib
import re
import selectors
import time
from collections import deque
from concurrent.futures import Future
from functools import partial
from socket import socket
from typing import Any

from gunicorn.glogging import Logger
from gunicorn.workers.gthread import TConn, ThreadWorker

from crm.serving.logs import handler
from crm.web.headers import ALWAYS

# A head, and a body up to this size, is gathered before a thread is asked for.
GATHERED_BYTES = 64 * 1024
SECONDS_TO_ARRIVE = 10
# A longer body is read by a thread: no longer than this in all, nor this without a byte.
SECONDS_FOR_A_BODY = 120
SECONDS_OF_SILENCE = 10
_HEADERS = "".join(f"{name}: {value}\r\n" for name, value in ALWAYS.items()).encode()
_PIECE = 16 * 1024
_LENGTH = re.compile(rb"^content-length:[ \t]*(\d{1,15})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_STREAMED = re.compile(rb"^(?:transfer-encoding|expect):", re.IGNORECASE | re.MULTILINE)


class LineLogger(Logger):  # type: ignore[misc]
    """The server's own words in the same lines as the desk's, so that no address can write one of its own."""

    def setup(self, cfg: Any) -> None:
        """As gunicorn does it, with our lines."""
        super().setup(cfg)
        self.error_log.handlers[:] = [handler()]


class WithHeaders:
    """The socket of a request that never became one: the server's short answer carries the headers of all others."""

    def __init__(self, sock: socket) -> None:
        self._sock = sock

    def sendall(self, content: bytes) -> None:
        """The answer, with the headers behind its first line."""
        first, end, rest = content.partition(b"\r\n")
        self._sock.sendall(first + end + _HEADERS + rest)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sock, name)


class Arrival:
    """A request on its way in: what has come of it, and until when the rest must be there."""

    def __init__(self, conn: TConn, content: bytes) -> None:
        self.conn = conn
        self.content = bytearray(content)
        self.deadline = time.monotonic() + SECONDS_TO_ARRIVE

    @property
    def expected_length(self) -> int | None:
        """How many bytes the whole request has; None while its head is unfinished or where nobody can say."""
        head, end, _ = bytes(self.content).partition(b"\r\n\r\n")
        if not end or _STREAMED.search(head):
            return None
        length = _LENGTH.search(head)
        return len(head) + len(end) + (int(length[1]) if length else 0)

    @property
    def is_whole(self) -> bool:
        awaited = self.expected_length
        return awaited is not None and len(self.content) >= awaited

    @property
    def is_long(self) -> bool:
        """Too long to be gathered, or of a length that nobody has said."""
        awaited = self.expected_length
        if awaited is None:
            return b"\r\n\r\n" in self.content or len(self.content) > GATHERED_BYTES
        return awaited > GATHERED_BYTES


class ImpatientSocket:
    """A socket that is read until a moment and not beyond, however slowly the bytes drip."""

    def __init__(self, sock: socket) -> None:
        self._sock = sock
        self._deadline = time.monotonic() + SECONDS_FOR_A_BODY

    def recv(self, size: int) -> bytes:
        """The next bytes; TimeoutError when they do not come in time."""
        left = min(self._deadline - time.monotonic(), SECONDS_OF_SILENCE)
        if left <= 0:
            raise TimeoutError("the body took too long")
        before = self._sock.gettimeout()
        self._sock.settimeout(left)
        try:
            return self._sock.recv(size)
        finally:
            with contextlib.suppress(OSError):
                self._sock.settimeout(before)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sock, name)


class PatientWorker(ThreadWorker):  # type: ignore[misc]
    """Half of the threads at most read long bodies; the others answer what has arrived."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._arriving: list[Arrival] = []
        self._waiting: deque[Arrival] = deque()
        self._reading_long: set[TConn] = set()

    def enqueue_req(self, conn: TConn) -> None:
        """Gather the request before a thread takes it."""
        arrival = Arrival(conn, conn.parser.unreader.take_buffered() if conn.parser else b"")
        conn.sock.setblocking(False)
        self._arriving.append(arrival)
        if arrival.is_whole or arrival.is_long:
            self._take(arrival)
        else:
            self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._gather, arrival))

    def murder_pending(self) -> None:
        """Called at every turn of the loop: let go of whoever did not finish in time."""
        super().murder_pending()
        now = time.monotonic()
        for arrival in [one for one in self._arriving if one.deadline < now]:
            self.poller.unregister(arrival.conn.sock)
            self._let_go(arrival)
        for arrival in [one for one in self._waiting if one.deadline < now]:
            self._waiting.remove(arrival)
            self._close(arrival.conn)

    def handle_error(self, req: Any, client: Any, addr: Any, exc: Exception) -> None:
        """An answer to what was no request: too long a line, a broken head."""
        super().handle_error(req, WithHeaders(client), addr, exc)

    def finish_request(self, conn: TConn, fs: "Future[Any]") -> None:
        """A thread is free again; a long body may have waited for it."""
        self._reading_long.discard(conn)
        super().finish_request(conn, fs)
        self._start_waiting()

    def _gather(self, arrival: Arrival, sock: socket) -> None:
        try:
            piece = sock.recv(_PIECE)
        except BlockingIOError:
            return
        except OSError:
            piece = b""
        arrival.content += piece
        if piece and not arrival.is_whole and not arrival.is_long:
            return
        self.poller.unregister(sock)
        if piece:
            self._take(arrival)
        else:
            self._let_go(arrival)

    def _take(self, arrival: Arrival) -> None:
        self._arriving.remove(arrival)
        if arrival.is_whole:
            self._submit(arrival)
            return
        arrival.deadline = time.monotonic() + SECONDS_FOR_A_BODY
        self._waiting.append(arrival)
        self._start_waiting()

    def _start_waiting(self) -> None:
        while self._waiting and len(self._reading_long) < max(1, self.cfg.threads // 2):
            arrival = self._waiting.popleft()
            self._reading_long.add(arrival.conn)
            self._submit(arrival)

    def _submit(self, arrival: Arrival) -> None:
        """Hand the connection to a thread, with what has been read of it already."""
        conn = arrival.conn
        conn.init()
        conn.data_ready = True
        reader = conn.parser.unreader
        reader.sock = ImpatientSocket(conn.sock)
        reader.unread(bytes(arrival.content))
        super().enqueue_req(conn)

    def _let_go(self, arrival: Arrival) -> None:
        self._arriving.remove(arrival)
        self._close(arrival.conn)

    def _close(self, conn: TConn) -> None:
        self.nr_conns -= 1
        conn.close()
