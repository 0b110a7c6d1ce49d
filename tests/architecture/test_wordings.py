"""Every error code a service raises has a sentence, and every sentence a code that is raised."""

from __future__ import annotations

import ast
import re
from collections import Counter

from crm.site.wordings import GENERAL, WORDINGS
from tests.architecture.sources import Source, application, python_files

PLACES = re.compile(r"%\((\w+)\)s")
QUOTED = re.compile(r'"(\w+)"')


def raised(source: Source) -> list[tuple[str, set[str | None], int]]:
    """Code, names of the values (None for `**values`) and line of every `CrmError("code", …)`."""
    return [
        (node.args[0].value, {word.arg for word in node.keywords}, node.lineno)
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == "CrmError"
        if node.args and isinstance(node.args[0], ast.Constant)
    ]


def words_written() -> set[str]:
    """Every word in quotes outside of the wordings: a code may be looked up by a table instead of being raised."""
    return {word for source in application() if source.stem != "wordings" for word in QUOTED.findall(source.text)}


def test_every_code_has_a_sentence():
    missing = [
        f"{source.name}:{line} {code}"
        for source in application()
        for code, _, line in raised(source)
        if code not in WORDINGS
    ]

    assert missing == []


def test_every_sentence_is_said_somewhere():
    assert sorted(set(WORDINGS) - words_written()) == []


def test_every_refusal_brings_the_values_its_sentence_needs():
    short = [
        f"{source.name}:{line} {code} lacks {needed - given}"
        for source in application()
        for code, given, line in raised(source)
        if code in WORDINGS and None not in given
        for needed in [set(PLACES.findall(str(WORDINGS[code].sentence)))]
        if needed - given
    ]

    assert short == []


def test_every_sentence_says_what_to_do_next():
    """It ends, and it asks for something (请), allows something (可) or says that nothing is needed (无需)."""
    advice = re.compile("请|可|无需")
    sentences = {code: str(wording.sentence) for code, wording in WORDINGS.items()}
    curt = [code for code, text in sentences.items() if not advice.search(text) or not text.endswith("。")]

    assert curt == []


def test_no_two_features_word_the_same_code():
    keys = Counter(
        key.value
        for source in python_files("crm")
        if source.stem == "wordings"
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Dict)
        for key in node.keys
        if isinstance(key, ast.Constant)
    )

    assert GENERAL.keys() <= keys.keys()
    assert [code for code, count in keys.items() if count > 1] == []
