"""A mail server of somebody else: what it was given, and what it says to it."""

import email
import socketserver
import threading
from email.message import EmailMessage
from email.policy import default
from typing import cast


class MailServer:
    """Takes mail on a free port; `answers` replaces its answer to a command, None leaves the line silent."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.answers: dict[str, str | None] = {}
        self.is_over = threading.Event()
        server = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                server.talk(self)

        self.server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    @property
    def url(self) -> str:
        return f"smtp+plain://127.0.0.1:{self.server.server_address[1]}"

    def talk(self, line: socketserver.StreamRequestHandler) -> None:
        """One conversation."""
        answer: str | None = "220 mail.example.org"
        while answer is not None:
            line.wfile.write(f"{answer}\r\n".encode())
            word = line.rfile.readline().decode().strip().upper()[:4]
            if word in ("QUIT", ""):
                return
            if word == "DATA" and "DATA" not in self.answers:
                line.wfile.write(b"354 go on\r\n")
                self.take(line)
            answer = self.answers.get(word, "250 ok")
        self.is_over.wait(30)

    def take(self, line: socketserver.StreamRequestHandler) -> None:
        """The mail itself, up to the dot."""
        lines: list[bytes] = []
        while (text := line.rfile.readline()) not in (b".\r\n", b""):
            lines.append(text)
        self.mails.append(cast(EmailMessage, email.message_from_bytes(b"".join(lines), policy=default)))

    def close(self) -> None:
        self.is_over.set()
        self.server.shutdown()
        self.server.server_close()
