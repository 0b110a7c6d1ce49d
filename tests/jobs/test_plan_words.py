"""A line of the schedule reads as people say it, on the page of runs too."""

from __future__ import annotations

import pytest

from crm.jobs.plan_words import word_plan
from crm.jobs.running.schedule import timetables


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("10 4 * * *", "每天 04:10"),
        ("5 23 * * *", "每天 23:05"),
        ("* * * * *", "每分钟"),
        ("*/5 * * * *", "每 5 分钟"),
        ("0 4 * * 1", "按自定计划"),
        ("0,30 4 * * *", "按自定计划"),
        ("0 */2 * * *", "按自定计划"),
    ],
)
def test_a_line_is_said_in_words(app, line, words):
    with app.test_request_context():
        assert word_plan(line) == words


def test_every_line_of_the_schedule_has_words_of_its_own(app):
    with app.test_request_context():
        assert "按自定计划" not in {word_plan(times.line) for times in timetables().values()}
