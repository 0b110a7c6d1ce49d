"""What the documents point at is there: files, pictures, make targets and commands."""

from __future__ import annotations

import re

from flask import Flask

from tests.architecture.sources import ROOT

DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "benchmarks").glob("*.md")])


def test_every_link_leads_to_a_file():
    dead = [
        f"{document.name}: {target}"
        for document in DOCUMENTS
        for target in re.findall(r"\]\(([^)#\s]+)\)", document.read_text(encoding="utf-8"))
        if "://" not in target and not (document.parent / target).exists()
    ]

    assert DOCUMENTS
    assert dead == []


def test_every_make_target_that_is_named_exists():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z][a-z0-9-]*):", makefile, re.MULTILINE))
    named = {
        word
        for document in DOCUMENTS
        for words in re.findall(r"`make ([a-z0-9 -]+)`", document.read_text(encoding="utf-8"))
        for word in words.split()
    }

    assert named
    assert named - targets == set()


def test_every_command_that_is_named_exists(app: Flask):
    named = {
        word
        for document in DOCUMENTS
        for word in re.findall(r"flask --app crm ([a-z]+)", document.read_text(encoding="utf-8"))
    }

    assert named
    assert named - set(app.cli.commands) - {"db"} == set()


def test_both_readmes_show_the_same_pictures_and_commands():
    english, chinese = ((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.zh-CN.md"))

    assert re.findall(r"\]\(docs/images/\S+\)", english) == re.findall(r"\]\(docs/images/\S+\)", chinese)
    assert re.findall(r"flask --app crm (\S+)", english)[:6] == re.findall(r"flask --app crm (\S+)", chinese)[:6]


def test_every_test_that_holds_what_was_found_is_there():
    missing, file, named = [], "", 0
    for place, name in re.findall(r"`((?:[a-z_0-9]+/)*[a-z_0-9]+\.py)?(?:::(test_\w+))?", read_found()):
        file = place or file
        if not file or not (place or name):
            continue
        named += 1
        path = ROOT / "tests" / file
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        missing += [f"{file}::{name}"] if not re.search(rf"def {name}\b" if name else "def test_", text) else []

    assert named > 80
    assert missing == []


def read_found() -> str:
    """The table of what was found."""
    return (ROOT / "docs" / "found.md").read_text(encoding="utf-8").partition("\n## ")[2]
