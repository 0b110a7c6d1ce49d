"""The shape of services and queries: session first, then whom, then who acts, as arguments and never out of the air."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.architecture.sources import Definition, Source, calls_of
from tests.architecture.test_layers import WRITES, of_kind, plumbing

# What the system itself does, or somebody who is not known yet.
WITHOUT_A_PERSON = {
    "crm/audit/service.py: append",
    "crm/enterprises/letters/service.py: withdraw_letters",
    "crm/notifications/service.py: deliver",
    "crm/notifications/service.py: mark_read",
    "crm/notifications/service.py: withdraw",
    "crm/notifications/service.py: withdraw_but",
    "crm/notifications/service.py: withdraw_fallen",
    "crm/people/signing/sign_in.py: claim_attempt",
    "crm/people/signing/sign_in.py: open_session",
    "crm/people/signing/sign_in.py: stamp",
    "crm/people/signing/sign_in.py: succeed",
}


def public_functions(source: Source) -> Iterator[Definition]:
    for node in source.tree.body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            yield node


def arguments(node: Definition) -> list[str]:
    return [each.arg for each in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)]


def writes(node: Definition) -> bool:
    return any(call in WRITES for _, call in calls_of(node))


def test_whoever_takes_a_session_takes_it_first():
    found = [
        f"{source.name}: {node.name}"
        for source in plumbing()
        for node in public_functions(source)
        if "session" in arguments(node) and arguments(node)[0] != "session"
    ]

    assert found == []


def test_every_act_of_a_service_says_who_acts():
    found = {
        f"{source.name}: {node.name}"
        for source in (*of_kind("service"), *(s for s in plumbing() if s.stem == "sign_in"))
        for node in public_functions(source)
        if writes(node) and "by" not in arguments(node) and source.feature != "imports"
    }

    assert found - WITHOUT_A_PERSON == set()


def test_who_acts_is_named_by_keyword():
    found = [
        f"{source.name}: {node.name}"
        for source in of_kind("service")
        for node in public_functions(source)
        for positional in [[each.arg for each in node.args.args]]
        if ("by" in positional and node.name != "record") or "on" in positional
    ]

    assert found == []
