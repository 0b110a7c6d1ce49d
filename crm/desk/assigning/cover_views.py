"""请假代管: arranging a cover, and the steps that its life still allows."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm import clock
from crm.db import reading, transaction
from crm.desk.assigning.forms import NOBODY_YET, CoverForm, CoverStepForm
from crm.people import queries as people
from crm.people.access import me, requires
from crm.people.models import Role
from crm.steps import allowed_steps
from crm.stewards import leave
from crm.stewards import queries as stewards
from crm.stewards.cover_life import COVER_LIFE, CoverAct
from crm.web.pages import form_page


@requires(Role.MANAGER)
def covers() -> ResponseReturnValue:
    """Leave covers that run or come, and a form to arrange one."""
    on = clock.today()
    with reading() as session:
        arranged = stewards.covers(session, on=on)
        active = [(user.id, user.name) for user in people.active_with(session, Role.STEWARD)]
    form = CoverForm(data={"from_on": on})
    form.steward.choices = form.cover.choices = [(NOBODY_YET, _("请选择")), *active]
    steps = {one.id: allowed_steps(COVER_LIFE, one.state, me().roles) for one in arranged}
    page = form_page("desk/covers.html", form, covers=arranged, steps=steps, on=on)
    if not page.is_submitted():
        return page.show()
    sent = page.form
    with transaction() as session:
        leave.arrange(
            session,
            sent.steward.data,
            sent.cover.data,
            from_on=sent.from_on.data,
            to_on=sent.to_on.data,
            why=sent.why.data,
            by=me().id,
            on=on,
        )
    flash(_("代管已安排，到期自动结束。"), "saved")
    return redirect(url_for("desk.covers"))


@requires(Role.MANAGER)
def step_cover(cover_id: int, act: str) -> ResponseReturnValue:
    """Call a cover off or end it early, with the reason where one is needed."""
    on = clock.today()
    with reading() as session:
        cover = stewards.cover(session, cover_id, on=on)
    page = form_page("desk/step_cover.html", CoverStepForm(), cover=cover, act=CoverAct(act))
    if not page.is_submitted():
        return page.show()
    with transaction() as session:
        leave.take_step(session, cover_id, act, by=me().id, on=on, at=clock.now(), why=page.form.why.data)
    flash(_("代管已结束，%(name)s 的企业仍由本人负责。", name=cover.steward), "saved")
    return redirect(url_for("desk.covers"))
