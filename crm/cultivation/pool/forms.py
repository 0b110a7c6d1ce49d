"""What is said when an enterprise is proposed for the pool, decided on, or kept as a seed."""

from collections.abc import Iterable, Sequence

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField

from crm.cultivation.pool.proposals import Proposer
from crm.people.models import Department
from crm.web.fields import DayField, DeskForm, LineField, must_fill
from crm.web.words import option

_NOBODY = ""


class ProposeForm(DeskForm):
    """Who proposes an enterprise, and why."""

    proposer = SelectField(_l("推荐单位"), [must_fill()], choices=[])
    reason = LineField(_l("推荐理由"), needed=True, description=_l("如：研发投入增长快、街道重点跟踪。"))

    def offer(self, departments: Iterable[Department], streets: Sequence[str]) -> "ProposeForm":
        """Let one of these departments or streets be the proposer."""
        units = [option(f"department:{one.id}", one.name) for one in departments]
        places = [option(f"street:{street}", f"{street}街道") for street in streets]
        self.proposer.choices = [option(_NOBODY, _l("请选择")), *units, *places]
        return self

    def find_proposer(self) -> Proposer:
        """Whoever was chosen."""
        kind, _, value = str(self.proposer.data).partition(":")
        return Proposer(department_id=int(value)) if kind == "department" else Proposer(street=value)


class DecideForm(DeskForm):
    """What becomes of a proposal; a seed is taken until a day, and who is not taken is told why."""

    decision = RadioField(
        _l("决定"), [must_fill()], choices=[option("admitted", _l("纳入培育库")), option("declined", _l("不予入库"))]
    )
    until = DayField(_l("培育期至"), description=_l("种子企业填写，到期前会提醒；没有期限留空。"))
    why = LineField(_l("理由"), description=_l("不予入库时填写。"))


class TermForm(DeskForm):
    """Until when a seed is kept."""

    until = DayField(_l("培育期至"), needed=True)
    why = LineField(_l("理由"), needed=True)
