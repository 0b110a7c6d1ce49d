"""Every link of every gap of the demonstration answers, today and on a future day: asking leads somewhere."""

import re
from collections import defaultdict
from datetime import date

import pytest
from sqlalchemy import select

from crm.config.policies import library
from crm.cultivation.facts import dossiers_of
from crm.cultivation.gap import gaps_for
from crm.db import reading
from crm.desk.prospects.asking_page import questions
from crm.desk.prospects.gap_page import PURPOSES, GapPage, show_gap
from crm.enterprises.models import Enterprise
from crm.people.models import Role
from tests.conftest import TODAY

DAYS = (TODAY, date(2027, 3, 1))
EACH_SHAPE = 2


@pytest.fixture(scope="module")
def manager(client_of):
    """A manager of the demonstration, who may see every enterprise."""
    return client_of(Role.MANAGER)


def links_of(page: GapPage):
    rows = (*page.rows, *page.more)
    asked = [fact.url for row in rows for fact in row.actions]
    step = [page.next_step.url] if page.next_step else []
    around = [page.date_url, page.ways_url, page.what_if_url, *(one.url for one in page.targets)]
    return {url for url in (*asked, *step, *around) if url}


def shapes_of(urls):
    """A few addresses of every shape: the enterprise is a number like any other."""
    shapes = defaultdict(list)
    for url in sorted(urls):
        shapes[re.sub(r"/enterprises/\d+", "/enterprises/N", url)].append(url)
    return [url for alike in shapes.values() for url in alike[:EACH_SHAPE]]


@pytest.mark.parametrize("on", DAYS, ids=str)
def test_every_link_of_every_gap_answers(app, populated, manager, on):
    urls = set()
    with app.test_request_context(), reading() as session:
        known = dossiers_of(session, session.scalars(select(Enterprise.id)).all())
        for enterprise_id, dossier in known.items():
            for purpose in PURPOSES:
                for gap in gaps_for(dossier, library(), as_of=on, purpose=purpose):
                    urls |= links_of(show_gap(enterprise_id, gap, TODAY))
                    urls |= {fact.url for fact in questions(enterprise_id, gap, TODAY) if fact.url}

    answers = {url: manager.get(url).status_code for url in shapes_of(urls)}

    assert len(answers) > 30
    assert {url: status for url, status in answers.items() if status != 200} == {}
