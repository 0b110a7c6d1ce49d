"""怎样够得上: what would make an enterprise eligible, searched anew whenever the page is opened."""

from datetime import date

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm import clock
from crm.awards.indicative import AwardGround
from crm.awards.installed_page import installed_measures
from crm.awards.payments.queries import title_awards_paid
from crm.config.policies import library
from crm.cultivation.facts import dossier_of
from crm.cultivation.gap import Gap, NotInForce
from crm.cultivation.windows.queries import library_now
from crm.db import reading
from crm.desk.prospects.gap_page import PURPOSES
from crm.desk.prospects.outlook import Aim, outlook_for
from crm.desk.prospects.ways_page import ways_for_page
from crm.enterprises import queries as enterprises
from crm.people.access import requires
from crm.people.models import Role
from crm.people.scopes import scope
from crm.rules import TARGETS, Status
from crm.rules.ways.search import ways_up
from crm.rules.ways.way import Ways
from crm.web.pages import is_fragment
from crm.web.paging import asked_choice, asked_day


@requires(Role.STEWARD, Role.MANAGER)
def ways(enterprise_id: int) -> ResponseReturnValue:
    """The ways to one title from a day on; the pages that show them fetch them after everything else."""
    today = clock.today()
    as_of = asked_day("on", today)
    asked = Aim(asked_choice("target", TARGETS) or None, asked_choice("purpose", PURPOSES) or None)
    with reading() as session:
        enterprise = enterprises.get(session, enterprise_id, scope())
        dossier = dossier_of(session, enterprise_id)
        rules = library_now(session, library())
        ground = AwardGround(installed_measures(session), title_awards_paid(session, {enterprise_id}))
    gap = outlook_for(dossier, rules, asked=asked, as_of=as_of)
    advice = no_search(gap, today)
    found = Ways((), (), ()) if advice else ways_up(rules, gap.target, dossier, as_of=as_of, purpose=gap.purpose)
    shown = ways_for_page(enterprise_id, gap, found, dossier, today, rules=rules, ground=ground)
    template = "desk/_ways.html" if is_fragment() else "desk/ways.html"
    return render_template(template, enterprise=enterprise, ways=shown | ({"advice": advice} if advice else {}))


def no_search(gap: Gap | NotInForce, today: date) -> str:
    """Why nothing is searched for: what is past cannot be changed, and what is met needs nothing."""
    if isinstance(gap, NotInForce):
        return str(_("这一天没有生效的认定标准，无从测算。请换一个日期。"))
    if gap.as_of < today:
        return str(_("过去的日期只回答当时够不够得上；办法从今天算起，请回到今天查看。"))
    if gap.verdict == "eligible" and (unmet := [one for one in gap.conditions if one.status is Status.UNMET]):
        asked = "；".join(f"{one.document}另要求 {one.text}" for one in unmet)
        return str(_("已满足认定标准的全部条件，但%(asked)s，目前没有达到；请先与区里核对。", asked=asked))
    if gap.verdict == "eligible":
        return str(_("已满足全部条件，不需要再做什么；请核对依据，准备申报。"))
    return ""
