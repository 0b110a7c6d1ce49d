"""A bare Flask page over the same data: no sign-in, no scope, one query and a little HTML; a floor to measure by."""

from __future__ import annotations

import os
import threading

import psycopg
from flask import Flask, render_template_string, request

PAGE = "<table>{% for row in rows %}<tr>{% for cell in row %}<td>{{ cell }}</td>{% endfor %}</tr>{% endfor %}</table>"
QUERIES = {
    "/list": "SELECT name, street, rank, last_contact_on FROM standings ORDER BY name LIMIT 50 OFFSET %(offset)s",
    "/search": "SELECT name, street FROM enterprises WHERE name LIKE %(like)s LIMIT 50",
    "/enterprise": (
        "SELECT held_on, summary FROM interactions WHERE enterprise_id = %(id)s ORDER BY held_on DESC LIMIT 8"
    ),
    "/overview": "SELECT rank, count(*) FROM standings WHERE admitted_on IS NOT NULL GROUP BY rank",
}
_own = threading.local()


def create_app() -> Flask:
    """One page a query."""
    app = Flask(__name__)
    for path in QUERIES:
        app.add_url_rule(path, path, page)
    return app


def page() -> str:
    """The rows of the query that belongs to the address."""
    if not hasattr(_own, "connection"):
        _own.connection = psycopg.connect(os.environ["BENCH_URL"], autocommit=True)
    values = {"offset": 0, "id": 1, "like": f"%{request.args.get('q', '')}%"}
    values |= {name: int(text) for name, text in request.args.items() if name in ("offset", "id")}
    return render_template_string(PAGE, rows=_own.connection.execute(QUERIES[request.path], values).fetchall())
