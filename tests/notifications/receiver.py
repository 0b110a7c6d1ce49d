"""A web server of somebody else, for messages that leave the desk."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

from crm.config.service_rules import service_rules
from crm.notifications.channels.addresses import Destinations
from crm.notifications.channels.sending import Post

RULES = service_rules().channels


class Receiver:
    """A web server of somebody else: what it was sent, and what it answers."""

    def __init__(self) -> None:
        self.bodies: list[str] = []
        self.status = 200
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                receiver.bodies.append(self.rfile.read(int(self.headers["Content-Length"])).decode("unicode_escape"))
                self.send_response(receiver.status)
                self.send_header("Location", "/elsewhere")
                self.end_headers()

            def log_message(self, *_arguments: object) -> None:
                """Say nothing."""

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.place = f"127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://{self.place}/hook"

    def post(self, *, private: bool = True) -> Post:
        return Post(Destinations.of(RULES, (self.place,), (self.place,) if private else ()), "", "")
