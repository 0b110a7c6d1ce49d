"""The papers of an application in words, with what can be done about each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from crm.config.materials import material_source
from crm.cultivation.applications.materials.checklist import SETTLED, MaterialLine, MaterialState
from crm.cultivation.applications.models import Application, ApplicationState

_TONES = {
    MaterialState.READY: "good",
    MaterialState.FILLED: "good",
    MaterialState.WAIVED: "",
    MaterialState.ASKED: "calm",
    MaterialState.MISSING: "bad",
}


@dataclass(frozen=True, slots=True)
class MaterialWords:
    """One paper; `acts` are offered while the application is prepared: label and address."""

    text: str
    state: str
    tone: str
    note: str
    asked_of: str
    due_on: date | None
    files: int
    files_url: str
    acts: tuple[tuple[str, str], ...]
    reopen_url: str


def word_source(target: str, purpose: str) -> tuple[str, str]:
    """What the list of papers rests on, and the tone of saying so."""
    source = material_source(target, purpose)
    if source is None:
        return str(_("材料清单为本系统自拟，尚未与申报通知核对，以当年通知为准；请政策专员核对后确认。")), ""
    about = {"document": source.document, "who": source.confirmed_by, "day": source.confirmed_on.isoformat()}
    return str(_("材料清单依据 %(document)s，%(who)s 于 %(day)s 核对。", **about)), "note"


def word_materials(
    lines: Sequence[MaterialLine], application: Application, names: Mapping[int, str], on: date
) -> list[MaterialWords]:
    """All papers in their order."""
    return [_material(line, application, names, on) for line in lines]


def _material(line: MaterialLine, application: Application, names: Mapping[int, str], on: date) -> MaterialWords:
    paper, is_settled = line.material, line.state in SETTLED
    at: dict[str, Any] = {"application_id": application.id, "material_id": paper.id}
    is_prepared = application.state is ApplicationState.PREPARED
    acts = (
        (str(_("交人准备")), url_for("desk.ask_material", **at)),
        (str(_("登记备齐")), url_for("desk.take_down_material", **at)),
        (str(_("免交")), url_for("desk.waive_material", **at)),
    )
    is_late = not is_settled and line.due_on is not None and line.due_on < on
    was_decided = paper.waived_on is not None or paper.done_on is not None
    return MaterialWords(
        text=line.text,
        state=line.state.value,
        tone="bad" if is_late else _TONES[line.state],
        note=paper.waived_why or paper.done_note or "",
        asked_of=names.get(paper.asked_of or 0, "") if not is_settled else "",
        due_on=None if is_settled else line.due_on,
        files=line.files,
        files_url=url_for("desk.material_files", **at) if is_prepared or line.files else "",
        acts=acts if is_prepared and not is_settled else (),
        reopen_url=url_for("desk.reopen_material", **at) if is_prepared and was_decided else "",
    )
