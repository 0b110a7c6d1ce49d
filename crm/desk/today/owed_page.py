"""What somebody waits for, as cards: answered demands, promises of service plans, papers, and letters to pass on."""

from datetime import date

from flask_babel import gettext as _

from crm.config.materials import material_rules
from crm.demands.models import DemandState
from crm.demands.page import running_words
from crm.desk.today.agenda import AskedPaper, LetterInHand, PressingDemand, PressingPromise
from crm.desk.today.cards import Chip, Tap, Task
from crm.enterprises.letters.page import word_kind
from crm.web.addresses import address_of
from crm.web.words import short_day, word


def task_of_demand(demand: PressingDemand, on: date) -> Task:
    """A demand to call back about, or one whose department is late."""
    is_answered = demand.state in (DemandState.DONE, DemandState.CALLED_BACK)
    clock = Chip(*running_words(demand.last, on, is_raised=demand.state is DemandState.RAISED))
    url = address_of("demands.demand", demand_id=demand.id)
    return Task(
        title=_("回访：%(title)s", title=demand.title) if is_answered else demand.title,
        url=url,
        tier=demand.tier,
        enterprise=demand.enterprise,
        texts=[word(demand.state, "demand_state")],
        also=None,
        chips=[] if is_answered else [clock],
        late=not is_answered and demand.last < on,
        act=Tap("open", url, _("打开诉求")),
    )


def task_of_promise(promise: PressingPromise, on: date) -> Task:
    """A promise of a service plan that is overdue or due this week."""
    late_by = (on - promise.due_on).days
    late = Chip(_("逾期 %(days)s 天", days=late_by), "bad") if late_by > 0 else None
    due = Chip(_("%(day)s 到期", day=short_day(promise.due_on)), "calm")
    url = address_of("desk.team", enterprise_id=promise.enterprise_id, year=promise.due_on.year)
    return Task(
        title=promise.text,
        url=url,
        tier=promise.tier,
        enterprise=promise.enterprise,
        texts=[promise.department or _("管家")],
        also=None,
        chips=[late or due],
        late=late is not None,
        act=Tap("open", url, _("打开服务包")),
    )


def task_of_paper(paper: AskedPaper, on: date) -> Task:
    """A paper of an application to be got ready."""
    texts = {rule.id: rule.text.zh for rule in material_rules()}
    late = paper.due_on is not None and paper.due_on < on
    due = Chip(_("%(day)s 前", day=short_day(paper.due_on)), "bad" if late else "calm")
    url = address_of("desk.application", application_id=paper.application_id)
    return Task(
        title=_("备齐：%(paper)s", paper=texts.get(paper.material, paper.material)),
        url=url,
        tier=paper.tier,
        enterprise=paper.enterprise,
        texts=[],
        also=None,
        chips=[due] if paper.due_on else [],
        late=late,
        act=Tap("open", url, _("打开申报")),
    )


def task_of_letter(letter: LetterInHand, contact_id: int | None) -> Task:
    """What an enterprise's contact is still to be told; how it was told is noted on the page it opens."""
    heading, text = word_kind(letter.kind, letter.values, letter.enterprise)
    url = address_of("enterprises.letters_of", enterprise_id=letter.enterprise_id)
    dial = address_of("enterprises.reveal_contact", enterprise_id=letter.enterprise_id, contact_id=contact_id or 0)
    return Task(
        title=_("告知企业：%(what)s", what=heading),
        url=url,
        tier=letter.tier,
        enterprise=letter.enterprise,
        texts=[text],
        also=None,
        chips=[],
        late=False,
        act=Tap("open", url, _("告知后记一下")),
        dial_url=dial if contact_id else None,
    )
