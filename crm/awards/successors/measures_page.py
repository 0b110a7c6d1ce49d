"""Measures as pages show them: where each stands, and whom one that awaits approval changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from crm.awards.measure_models import MeasureText
from crm.awards.successors.preview import AwardChange, AwardSaid
from crm.errors import CrmError
from crm.money import wan_to_type
from crm.web.words import SHORT_TIERS


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One enterprise that a measure changes."""

    enterprise_id: int
    name: str
    about: str
    before: str
    after: str


WAITING, APPROVED, WITHDRAWN = "waiting", "approved", "withdrawn"
STATES: dict[str, Any] = {WAITING: _l("待另一位主管审定"), APPROVED: _l("已审定"), WITHDRAWN: _l("已撤回")}
TONES = {WAITING: "calm", APPROVED: "good", WITHDRAWN: ""}


def state_of(kept: MeasureText) -> str:
    """Where an entered measure stands."""
    if kept.approved_at is not None:
        return APPROVED
    return WITHDRAWN if kept.withdrawn_at is not None else WAITING


def hindrance_words(refusal: CrmError) -> str:
    """Why a measure that could be entered cannot be approved any more."""
    why = "，".join(map(str, refusal.values.values()))
    return str(_("这份措施已不能与现有措施并存，不能审定：%(why)s。请撤回，改好后另录一份。", why=why))


def change_rows(changes: Sequence[AwardChange]) -> list[ChangeRow]:
    """The changes in words."""
    return [
        ChangeRow(
            change.stake.enterprise_id,
            change.stake.name,
            _about(change),
            said_words(change.before),
            said_words(change.after),
        )
        for change in changes
    ]


def said_words(said: AwardSaid) -> str:
    """20 万, or that it is only a figure, or nothing at all."""
    if said.amount is None:
        return str(_("没有依据"))
    amount = wan_to_type(said.amount)
    return str(_("%(amount)s 万", amount=amount) if said.counts else _("%(amount)s 万，仅测算", amount=amount))


def _about(change: AwardChange) -> str:
    tier = SHORT_TIERS[change.stake.tier]
    if change.stake.granted_on is None:
        return str(_("若认定%(tier)s", tier=tier))
    return str(_("%(day)s 认定%(tier)s", day=change.stake.granted_on.isoformat(), tier=tier))
