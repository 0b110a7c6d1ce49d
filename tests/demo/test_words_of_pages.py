"""Pages for people speak to people: no keys, hashes, cron lines, stamps or English codes, for any role."""

from __future__ import annotations

import html
import os
import re
from collections import Counter, deque
from collections.abc import Iterator

import pytest

from crm.people.models import Role
from tests.client import CheckingClient

MOST_PAGES = int(os.environ.get("CRM_TEST_PAGES", "30"))
EACH_SHAPE = 1
LINK = re.compile(r'<a [^>]*href="(/[^"#]*)')
UNREAD = re.compile(r"<(script|style|textarea|pre|title)\b.*?</\1>|<!--.*?-->", re.DOTALL)
MARKUP = re.compile(r"<[^>]+>")
PATTERNS = {
    "a moment as machines write it": re.compile(r"\d{4}-\d\d-\d\dT\d\d"),
    "a hash": re.compile(r"\b(?=[0-9a-f]*[0-9])(?=[0-9a-f]*[a-f])[0-9a-f]{8,}\b"),
    "a cron line": re.compile(r"(?:(?<=\s)|^)[\d*/,-]+(?: [\d*/,-]+){4}(?=\s|$)"),
    "a key": re.compile(r"\b[a-z_]+:\d+\b|#\d+\b"),
    "an English code": re.compile(r"\b[a-z]{2,}(?:[_.-][a-z0-9]{2,})+\b|\b[a-z]{4,}\b"),
}
# What may stand on pages though it looks like a code: the ends of names of files.
FINE = re.compile(r"xlsx|csv|yaml")
# Departments are named by these codes in the configuration, and the administrator who keeps both compares them.
CODES = re.compile(r"[a-z]{2,6}")
KEEPS_CODES = Role.SYSTEM_ADMIN
# The auditor compares the recorded row and its hash with an export; the fold that holds them is what the role is for.
RECORDED_ROW = re.compile(r'<details class="more"><summary>第 \d+ 行.*?</details>', re.DOTALL)


def walk(client: CheckingClient) -> Iterator[tuple[str, str]]:
    """Pages a person comes to from the first one: a few of every shape of address."""
    waiting, seen, shapes = deque(["/"]), {"/"}, Counter[str]()
    pages = 0
    while waiting and pages < MOST_PAGES:
        url = waiting.popleft()
        answer = client.get(url)
        while answer.status_code in (302, 303):
            answer = client.get(answer.headers["Location"])
        if answer.mimetype != "text/html":
            continue
        pages += 1
        yield url, answer.text
        for found in LINK.findall(answer.text):
            address = html.unescape(found)
            shape = re.sub(r"\d+", "N", address.partition("?")[0]) + re.sub(r"=[^&]*", "", address.partition("?")[2])
            if address not in seen and shapes[shape] < EACH_SHAPE and "/export" not in address:
                seen.add(address)
                shapes[shape] += 1
                waiting.append(address)


def words_of(page: str) -> str:
    """What is read on the page, a line for each piece of text."""
    return html.unescape(MARKUP.sub("\n", UNREAD.sub("\n", page)))


def complaints(page: str, role: Role) -> set[str]:
    found = set()
    if role is Role.AUDITOR:
        page = RECORDED_ROW.sub("", page)
    for line in filter(None, map(str.strip, words_of(page).splitlines())):
        for what, pattern in PATTERNS.items():
            for match in pattern.finditer(line):
                is_code = role is KEEPS_CODES and bool(CODES.fullmatch(line))
                if not FINE.fullmatch(match[0]) and not is_code:
                    found.add(f"{what}: {match[0]} in {line[:60]}")
    return found


@pytest.mark.parametrize("role", list(Role))
def test_pages_speak_to_people(client_of, role):
    client = client_of(role)

    found = {url: said for url, page in walk(client) if (said := complaints(page, role))}

    assert not found
