"""Security headers on every answer."""

from flask import Flask, Response, request

POLICY = "; ".join(
    [
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ]
)
ALWAYS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(), camera=(), microphone=()",
}
WORKER = "/static/js/worker.js"
"""The one script that answers for pages outside its folder, where there is no network."""
_YEAR = 365 * 24 * 3600


def init_headers(app: Flask) -> None:
    """Set them after every request; HSTS only where HTTPS is on."""
    https = app.config["SETTINGS"].https

    @app.after_request
    def set_headers(response: Response) -> Response:
        headers = response.headers
        for name, value in ALWAYS.items():
            headers[name] = value
        if https:
            headers["Strict-Transport-Security"] = f"max-age={_YEAR}; includeSubDomains"
        if request.endpoint != "static":
            headers["Cache-Control"] = "no-store"
        elif request.path == WORKER:
            headers["Service-Worker-Allowed"] = "/"
        return response
