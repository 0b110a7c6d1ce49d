"""The nine identities at the door: their cookies and form tokens, and the way they send a request."""

from __future__ import annotations

import http.client
import os
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import Flask
from werkzeug.serving import make_server

from tests.client import outline

OVER_HTTP = os.environ.get("CRM_TEST_OVER_HTTP") == "1"


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks: the cookie of a session, the token its forms carry, and what else stands in the request."""

    identity: str
    cookie: str = ""
    token: str = ""
    authorization: str = ""

    def headers(self) -> dict[str, str]:
        given = {"Cookie": self.cookie, "Authorization": self.authorization}
        return {name: value for name, value in given.items() if value}


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def everything(self) -> str:
        """Headers and body as one text, in which no canary may sing."""
        head = "\n".join(f"{name}: {value}" for name, value in self.headers.items())
        return f"{head}\n\n{self.body.decode('utf-8', 'replace')}"


class Door:
    """Sends requests to the application: through WSGI, or over HTTP to a listening server."""

    def __init__(self, app: Flask, port: int | None = None) -> None:
        self._app, self._port = app, port

    def send(self, visitor: Visitor, method: str, url: str, form: Mapping[str, Any] | None = None) -> Answer:
        fields = {"csrf_token": visitor.token, **(form or {})} if method != "GET" else None
        if self._port is None:
            client = self._app.test_client(use_cookies=False)
            with client.open(url, method=method, data=fields, headers=visitor.headers()) as answer:
                return Answer(answer.status_code, dict(answer.headers), answer.data)
        return self._over_http(method, url, fields, visitor.headers())

    def _over_http(self, method: str, url: str, fields: dict[str, Any] | None, headers: dict[str, str]) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=30)
        body = urlencode(fields, doseq=True) if fields is not None else None
        if body is not None:
            headers = {**headers, "Content-Type": "application/x-www-form-urlencoded"}
        connection.request(method, url, body, headers)
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        return Answer(answer.status, dict(answer.getheaders()), content)


@contextmanager
def open_door(app: Flask) -> Iterator[Door]:
    """The application behind a door; with CRM_TEST_OVER_HTTP=1 behind a server on a free port."""
    if not OVER_HTTP:
        yield Door(app)
        return
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield Door(app, server.server_port)
    finally:
        server.shutdown()
        thread.join()


def sign_in(app: Flask, identity: str, staff_number: str, password: str) -> Visitor:
    """Come in by the front door and keep cookie and token."""
    client = app.test_client()
    token = outline(client.get("/sign-in").text).token
    form = {"csrf_token": token, "staff_number": staff_number, "password": password}
    answer = client.post("/sign-in", data=form)
    assert answer.status_code == 302, answer.text
    token = outline(client.get("/account").text).token
    return Visitor(identity, cookie_of(client), token)


def stranger(app: Flask, identity: str, *, authorization: str = "") -> Visitor:
    """Somebody without a session, whose forms are nevertheless in order."""
    client = app.test_client()
    token = outline(client.get("/sign-in").text).token
    return Visitor(identity, cookie_of(client), token, authorization)


def cookie_of(client: Any) -> str:
    """The session cookie as a browser would send it."""
    cookie = client.get_cookie("desk")
    return f"desk={cookie.value}" if cookie else ""
