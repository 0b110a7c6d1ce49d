"""Two people at once: one saves, the other reads what was saved instead of writing over it."""

from threading import Barrier, Thread

from crm.db import transaction
from crm.enterprises import queries, service
from crm.enterprises.facts.lists.service import Evidence
from crm.enterprises.facts.models import Grade
from crm.enterprises.facts.service import record_fact
from crm.enterprises.figures.service import record_figures
from crm.enterprises.identity.credit_codes import made_up_code
from crm.enterprises.models import Enterprise, FigureName
from crm.enterprises.service import Identity
from crm.errors import CrmError
from tests.makers import TODAY, make_enterprise, writing


def at_once(app, *acts):
    """Let every act run in a transaction of its own, all begun together; the code of each refusal, or "saved"."""
    start, outcomes = Barrier(len(acts)), []

    def run(act):
        with app.app_context():
            start.wait()
            try:
                with transaction() as session:
                    act(session)
                outcomes.append("saved")
            except CrmError as error:
                outcomes.append(error.code)

    threads = [Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


def made(app):
    with writing(app) as session:
        return make_enterprise(session).id


def test_one_of_two_who_correct_the_same_year_wins(app, cast):
    enterprise_id, by = made(app), cast.person("maria").id

    def write(value):
        return lambda session: record_figures(
            session,
            enterprise_id,
            2025,
            {FigureName.REVENUE: value},
            grade=Grade.AUDITED,
            source="审计报告",
            by=by,
            on=TODAY,
            seen=0,
        )

    assert at_once(app, write(1), write(2)) == ["figures_changed_meanwhile", "saved"]
    with writing(app) as session:
        assert len(queries.figure_changes(session, enterprise_id)) == 1


def test_one_of_two_who_answer_the_same_question_wins(app, cast):
    enterprise_id, by = made(app), cast.person("maria").id

    def answer(value):
        return lambda session: record_fact(
            session, enterprise_id, "chain_role", value, Evidence("评审"), by=by, on=TODAY, seen=0
        )

    assert at_once(app, answer(True), answer(False)) == ["fact_changed_meanwhile", "saved"]


def test_one_of_two_who_register_the_same_code_wins(app, cast):
    cast.person("maria")

    def register(name):
        return lambda session: service.register(session, made_up_code(9), Identity(name), by=None, on=TODAY)

    assert at_once(app, register("北京先到科技"), register("北京后到科技")) == ["credit_code_taken", "saved"]


def test_one_of_two_who_rename_an_enterprise_wins(app, cast):
    enterprise_id, by = made(app), cast.person("maria").id

    def rename(name):
        def act(session):
            enterprise = session.get_one(Enterprise, enterprise_id)
            service.change_identity(session, enterprise, Identity(name), by=by, on=TODAY, seen=1)

        return act

    assert at_once(app, rename("北京先改科技"), rename("北京后改科技")) == ["identity_changed_meanwhile", "saved"]
