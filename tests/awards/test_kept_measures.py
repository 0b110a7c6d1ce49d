"""Measures are kept by digest, as rulebooks are: what was said by one can be explained after any change."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from crm.awards.jobs import keep_texts
from crm.awards.measure_models import MeasureText
from crm.awards.measures import measures_at
from crm.awards.queries import kept_measure
from crm.awards.service import keep_measures
from crm.config.settings import ROOT
from crm.site.constraints import code_of
from crm.work import Turn
from tests.cast import make_person
from tests.conftest import NOW, TODAY

MEASURES = measures_at(ROOT / "config" / "policies")


def number_kept(session):
    return session.scalar(select(func.count()).select_from(MeasureText))


def test_a_night_keeps_every_measure_once(session):
    first = keep_texts(session, Turn(TODAY, NOW), MEASURES)
    again = keep_texts(session, Turn(TODAY, NOW), MEASURES)

    assert (first.counts["measures_kept"], again.counts["measures_kept"]) == (len(MEASURES.all), 0)
    for measure in MEASURES.all:
        kept = session.get(MeasureText, measure.digest)
        assert (kept.measure, kept.entered_by, kept.approved_by) == (measure.id, None, None)
        assert sha256(kept.text.encode()).hexdigest() == measure.digest


def test_an_amended_measure_stands_beside_the_one_before(session):
    before = MEASURES.all[0]
    after = replace(before, text="amended", digest=sha256(b"amended").hexdigest())

    keep_measures(session, [before], at=NOW)
    keep_measures(session, [after], at=NOW)

    assert [kept_measure(session, each.digest) for each in (before, after)] == [before.text, "amended"]
    assert kept_measure(session, "0" * 64) == ""


def test_nobody_approves_a_measure_they_entered(session):
    maria, stefan = make_person(session, "maria"), make_person(session, "stefan")
    keep_measures(session, MEASURES.all, at=NOW)

    session.execute(update(MeasureText).values(entered_by=maria.id, approved_by=stefan.id))
    with pytest.raises(IntegrityError) as refused, session.begin_nested():
        session.execute(update(MeasureText).values(approved_by=maria.id))

    assert code_of(refused.value) == "measure_approved_alone"
    assert number_kept(session) == len(MEASURES.all)
