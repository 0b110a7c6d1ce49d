"""The register of a district, as such registers are kept, is read completely and by the published counts."""

from __future__ import annotations

from collections import Counter
from datetime import date

from crm.imports.outcome.report import of, report
from crm.imports.sheets.findings import FindingKind
from crm.imports.sheets.staged import StagedRegister
from crm.money import FEN_IN_WAN


def test_the_register_gives_the_published_counts(register):
    told = report(register)

    assert told["sheets"] == {
        "企业台账": {"accepted": 454, "rejected": 26, "repaired": 56, "merged": 10},
        "经营指标": {"accepted": 1231, "rejected": 71},
        "称号": {"accepted": 399, "rejected": 28},
        "知识产权": {"accepted": 627, "rejected": 0},
        "走访记录": {"accepted": 680, "rejected": 0},
    }
    assert told["missing_by_word"] == 94
    assert len(told["unreadable"]) == 112
    assert len(told["rejected"]) == 26 + 71 + 28


def test_the_report_has_the_keys_it_promises_and_no_others(register):
    told = report(register)

    assert set(told) == {"sheets", "rejected", "unreadable", "missing_by_word"}
    assert {frozenset(entry) for entry in told["rejected"]} == {frozenset({"sheet", "row", "why"})}
    assert {frozenset(entry) for entry in told["unreadable"]} == {frozenset({"sheet", "cell", "text", "why"})}


def test_rows_without_a_sound_code_are_rejected_for_the_reason_they_have(register):
    reasons = [finding.reason for finding in of(register, FindingKind.REJECTED) if finding.sheet == "企业台账"]

    assert Counter(reasons) == {"code_check_digit": 17, "code_missing": 7, "code_length": 2}


def test_a_row_of_a_rejected_enterprise_names_the_row_to_mend(register):
    told = report(register)["rejected"]

    assert {"sheet": "经营指标", "row": 246, "why": "所属企业在“企业台账”第 93 行未被接收，请先改正该行"} in told


def test_every_cell_that_is_no_amount_is_told_with_its_address(register):
    told = report(register)["unreadable"]

    assert told[0]["sheet"] == "经营指标"
    assert told[0]["cell"] == "E4"
    assert told[0]["text"] == "约38538"


def test_amounts_are_exact_fen_in_every_spelling(register):
    figures = {(each.row): each for each in register.figures}

    assert figures[3].values["revenue"] == 3717313 * FEN_IN_WAN // 100
    assert figures[5].values["net_profit"] == -117079 * FEN_IN_WAN // 100
    assert figures[5].values["total_liabilities"] == 3181073 * FEN_IN_WAN // 100
    assert figures[4].values["main_revenue"] is None


def test_a_hidden_row_is_read_like_the_others_and_said_so(register):
    hidden = [finding.row for finding in of(register, FindingKind.REMARK) if finding.reason == "hidden_row_read"]

    assert hidden == [10]
    assert any(enterprise.row == 10 for enterprise in register.enterprises)


def test_a_title_without_an_end_lasts_three_years_less_a_day(register):
    title = next(each for each in register.titles if each.row == 4)

    assert (title.tier, title.granted_on, title.expires_on) == ("innovative", date(2023, 2, 1), date(2026, 1, 31))


def test_a_formula_in_a_text_is_kept_as_text(register):
    visit = next(each for each in register.visits if each.row == 3)

    assert visit.summary == '=HYPERLINK("x")'
    assert visit.on == date(2026, 7, 18)


def test_an_enterprise_without_a_steward_is_read_as_such(register):
    without = [enterprise for enterprise in register.enterprises if enterprise.steward is None]

    assert without
    assert len({enterprise.steward for enterprise in register.enterprises}) == 11


def test_a_month_alone_stands_for_its_first_day_and_is_told(register):
    first = register.enterprises[0]

    assert first.niche_started_on == date(2025, 2, 1)
    assert any(finding.cell == "G4" for finding in of(register, FindingKind.ASSUMED))


def test_what_was_staged_can_be_kept_and_read_back(register):
    assert StagedRegister.from_json(register.to_json()) == register


def test_figures_of_the_register_leap_nowhere(register):
    assert of(register, FindingKind.WARNING) == []
