"""Who the client is when the desk stands behind a proxy: what the nearest proxy we trust has seen, nothing else."""

from collections.abc import Iterable, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import TYPE_CHECKING

from flask import Flask

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network


class BehindProxies:
    """A WSGI application whose requests come from the client's address instead of the proxy's."""

    def __init__(self, app: "WSGIApplication", trusted: Sequence[Network]) -> None:
        self._app = app
        self._trusted = trusted

    def __call__(self, requested: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        peer, forwarded = requested.get("REMOTE_ADDR", ""), requested.get("HTTP_X_FORWARDED_FOR", "")
        client = client_behind(peer, forwarded, self._trusted)
        return self._app({**requested, "REMOTE_ADDR": client}, start_response)


def client_behind(peer: str, forwarded: str, trusted: Sequence[Network]) -> str:
    """Walk back from the peer as long as whoever tells is trusted; the first one who is not is the client."""
    client = peer
    for told in reversed(forwarded.split(",")):
        address = _address(client)
        before = _address(told.strip())
        if address is None or before is None or not any(address in network for network in trusted):
            break
        client = str(before)
    return client


def init_proxies(app: Flask) -> None:
    """Trust the proxies that are set; without any the header is worth nothing."""
    trusted = app.config["SETTINGS"].trusted_proxies
    if trusted:
        app.wsgi_app = BehindProxies(app.wsgi_app, trusted)  # type: ignore[method-assign,assignment]


def _address(text: str) -> Address | None:
    try:
        address = ip_address(text)
    except ValueError:
        return None
    mapped = getattr(address, "ipv4_mapped", None)
    return mapped or address
