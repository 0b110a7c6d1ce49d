"""Every reason the night may store can be said in words."""

import re
from pathlib import Path

import pytest

from crm.cultivation import reasons
from crm.cultivation.reasons.words import WORDS, word_of, word_reasons
from crm.rules.law.days.calendar import CalendarMoment

FOLDER = Path(reasons.__file__).parents[1]
WRITTEN = re.compile(r'"code": "([a-z_]+)"|code = "([a-z_]+)"|else "([a-z_]+_[a-z]+)"')
# A refusal is worded by its feature, and no reason for a change.
REFUSED = re.compile(r"raise CrmError\(.*\)")
EXAMPLES = {
    "figures_added": {"year": 2025, "fields": ["revenue"]},
    "figures_changed": {"year": 2025, "fields": ["rd_expense"]},
    "figures_missing": {"year": 2026},
    "score_recorded": {"year": 2026},
    "years_reached": {"years": 3},
    "list_added": {"list": "intellectual_property", "count": 1},
    "list_removed": {"list": "certificates"},
    "list_changed": {"list": "equity_financing"},
    "list_known": {"list": "science_awards"},
    "list_withdrawn": {"list": "science_awards"},
    "together": {"of": [{"code": "fact_recorded", "field": "chain_role"}, {"code": "time"}]},
    "score_withdrawn": {"year": 2026},
    "years_near": {"years": 3},
    "title_began": {"tier": "srdi"},
    "title_revoked": {"tier": "srdi"},
    "certificate_began": {"kind": "high_tech"},
    "fact_recorded": {"field": "chain_role"},
    "fact_changed": {"field": "industry"},
    "fact_withdrawn": {"field": "market.share"},
    "title_ended": {"tier": "srdi"},
    "title_granted": {"tier": "srdi"},
    "title_renewed": {"tier": "srdi"},
    "title_ends_soon": {"tier": "srdi"},
    "new_target": {"tier": "srdi"},
    "certificate_ended": {"kind": "high_tech"},
    "new_year": {"year": 2026},
}


@pytest.mark.usefixtures("context")
@pytest.mark.parametrize("code", WORDS)
def test_a_reason_is_said_in_chinese(code):
    said = word_of({"code": code, **EXAMPLES.get(code, {})})

    assert re.search(r"[一-鿿]", said)
    assert "%" not in said


def test_no_code_is_written_that_has_no_words():
    written = {
        code
        for path in FOLDER.rglob("*.py")
        if path.parent.name == "reasons" or path.stem in ("evaluation", "service", "awaiting")
        for groups in WRITTEN.findall(REFUSED.sub("", path.read_text(encoding="utf-8")))
        for code in groups
        if code
    }

    assert written | {moment.value for moment in CalendarMoment} - {"calendar"} <= set(WORDS)


@pytest.mark.usefixtures("context")
def test_a_whole_report_is_named_once():
    fields = ["revenue", "main_revenue", "rd_expense", "net_profit"]

    assert word_reasons([{"code": "figures_added", "year": 2025, "fields": fields}]) == "2025 年报补录"
