"""The engine: a rulebook and the facts of an enterprise give a judgement; no web, no database, no clock."""

from __future__ import annotations

from crm.rules.catalogue import COUNTS, FIELDS, METRICS
from crm.rules.dossier import Dossier, Source, YearFigures
from crm.rules.dossier_json import dossier_from, read_dossier
from crm.rules.facts_used import FactUse
from crm.rules.findings import Finding, FlagKind, Judgement, Verdict
from crm.rules.judging import judge, judge_seen
from crm.rules.library import TARGETS, Library
from crm.rules.logic import Status
from crm.rules.problems import DossierError, NoRulebookInForce, RulebookError, RulesError
from crm.rules.rulebook import Purpose, Rulebook
from crm.rules.sight import Sight

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
