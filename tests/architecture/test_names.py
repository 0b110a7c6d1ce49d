"""Names tell: a verb for what is done, a noun for what is, and one public class of a name in the whole house."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator

from tests.architecture.sources import application

# Words that tell neither what is done nor what is: found where, held by whom, one of what?
EMPTY = {
    *("told", "said", "found", "held", "one", "kept", "made", "taken", "given", "seen", "shown", "written", "known"),
    *("drawn", "put", "left", "met", "sent", "lost", "begun", "done", "gone", "built", "bought", "brought", "caught"),
    *(
        "chosen",
        "come",
        "felt",
        "some",
        "any",
        "none",
        "all",
        "both",
        "each",
        "other",
        "this",
        "that",
        "these",
        "those",
    ),
}
# Words that end like a participle and are verbs or nouns.
VERBS = {"feed", "need", "seed", "succeed", "speed"}

# The row of a list of facts and the fact in a dossier are one thing, stored and as the engine reads it.
STORED_AND_READ = {
    "Certificate": {"crm/enterprises/facts/models.py", "crm/rules/law/dossier.py"},
    "ContestEntry": {"crm/enterprises/facts/models.py", "crm/rules/law/dossier.py"},
    "EquityRound": {"crm/enterprises/facts/models.py", "crm/rules/law/dossier.py"},
    "IntellectualProperty": {"crm/enterprises/facts/models.py", "crm/rules/law/dossier.py"},
    "PlatformScore": {"crm/enterprises/facts/models.py", "crm/rules/law/dossier.py"},
    "ScienceAward": {"crm/enterprises/facts/models.py", "crm/rules/law/dossier.py"},
}


def public_names() -> Iterator[tuple[str, str]]:
    """File and name of every public function, class and method of the house."""
    for source in application():
        for node in source.tree.body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                yield source.name, node.name
            if isinstance(node, ast.ClassDef):
                yield from ((source.name, part.name) for part in node.body if isinstance(part, ast.FunctionDef))


def tells_nothing(name: str) -> bool:
    """A single word that is a participle or stands for any thing."""
    word = name.lower()
    return word in EMPTY or (word.endswith("ed") and "_" not in name and name[1:].islower() and word not in VERBS)


def test_no_public_name_is_a_bare_participle():
    found = [f"{file}: {name}" for file, name in public_names() if not name.startswith("_") and tells_nothing(name)]

    assert found == []


def test_no_field_is_called_by_what_was_done_with_it():
    """Of what was found, told or seen the name says what it is; registers set rows aside that are held."""
    empty = {"told", "said", "found", "held", "one", "seen"}
    fields = [
        f"{source.name}: {node.name}.{part.target.id}"
        for source in application()
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ClassDef)
        for part in node.body
        if isinstance(part, ast.AnnAssign) and isinstance(part.target, ast.Name) and part.target.id in empty
    ]

    assert fields == ["crm/imports/record/row_plans.py: RowPlan.held"]


def test_a_class_has_its_name_for_itself():
    places: defaultdict[str, set[str]] = defaultdict(set)
    for source in application():
        for node in source.tree.body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places[node.name].add(source.name)

    assert {name: files for name, files in places.items() if len(files) > 1} == STORED_AND_READ


def test_the_law_of_names_bites():
    assert all(map(tells_nothing, ("found", "Wanted", "judged")))
    assert not any(map(tells_nothing, ("find_step", "seed", "is_recorded", "ListFilter", "BaseModelled", "read")))
