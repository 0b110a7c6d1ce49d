"""Every route carries an access rule, and reading changes nothing by its name; who passes is tested in tests/access."""

from __future__ import annotations

from flask import Flask

from crm.people.access import public, requires, rule_of

# What anyone may reach without signing in; a new entry is a decision, not a convenience.
OPEN_TO_ANYONE = {"static", "people.sign_in", "jobs.health", "desk.calendar_feed", "desk.offline"}


def test_every_route_carries_an_access_rule(app: Flask):
    naked = [rule.rule for rule in app.url_map.iter_rules() if rule_of(app.view_functions[rule.endpoint]) is None]

    assert naked == []


def test_only_the_listed_routes_are_open_to_anyone(app: Flask):
    open_routes = {name for name, view in app.view_functions.items() if rule_of(view) == frozenset()}

    assert open_routes <= OPEN_TO_ANYONE


def test_no_route_answers_unusual_methods(app: Flask):
    methods = {method for rule in app.url_map.iter_rules() for method in rule.methods or ()}

    assert methods <= {"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"}


def test_the_check_bites():
    def view() -> str:
        return ""

    assert rule_of(view) is None
    assert rule_of(public(view)) == frozenset()
    assert rule_of(requires()(view))
