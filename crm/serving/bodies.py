"""Bodies that the server cannot take apart: for the application they end like a connection that was cut."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from gunicorn.http.errors import ParseException

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class ReadableBodies:
    """A WSGI application to which a broken chunk is an OSError, as its library expects: a bad request, no failure."""

    def __init__(self, app: "WSGIApplication") -> None:
        self._app = app

    def __call__(self, request: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        return self._app({**request, "wsgi.input": Body(request["wsgi.input"])}, start_response)


class Body:
    """The stream of a body."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def read(self, *size: int) -> bytes:
        """The next bytes."""
        return self._readable(self._stream.read, *size)

    def readline(self, *size: int) -> bytes:
        """The next line."""
        return self._readable(self._stream.readline, *size)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def _readable(self, read: Any, *size: int) -> bytes:
        try:
            content: bytes = read(*size)
        except ParseException as error:
            raise OSError("the body is broken") from error
        return content
