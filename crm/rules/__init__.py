"""The engine: a rulebook and the facts of an enterprise give a judgement; no web, no database, no clock."""

from __future__ import annotations

from crm.rules.exact.facts_used import FactUse
from crm.rules.exact.findings import Finding, FlagKind, Judgement, Verdict
from crm.rules.exact.judging import judge, judge_seen
from crm.rules.exact.sight import Sight
from crm.rules.files.dossier_json import dossier_from, read_dossier
from crm.rules.law.catalogue import COUNTS, FIELDS, METRICS
from crm.rules.law.dossier import Dossier, Source, YearFigures
from crm.rules.law.logic import Status
from crm.rules.law.problems import DossierError, NoRulebookInForce, RulebookError, RulesError
from crm.rules.law.rulebook import Purpose, Rulebook
from crm.rules.reading.library import TARGETS, Library

__all__ = [
    "COUNTS",
    "FIELDS",
    "METRICS",
    "TARGETS",
    "Dossier",
    "DossierError",
    "FactUse",
    "Finding",
    "FlagKind",
    "Judgement",
    "Library",
    "NoRulebookInForce",
    "Purpose",
    "Rulebook",
    "RulebookError",
    "RulesError",
    "Sight",
    "Source",
    "Status",
    "Verdict",
    "YearFigures",
    "dossier_from",
    "judge",
    "judge_seen",
    "read_dossier",
]
