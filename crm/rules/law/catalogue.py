"""The vocabulary of policy files in one place: fields, metrics, counts and the words of each choice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from crm.rules.law.fields import (
    AWARD_LEVELS,
    CERTIFICATE_KINDS,
    CONTEST_LISTS,
    FIELDS,
    QUALITIES,
    TITLE_TIERS,
    Choice,
    FactKind,
    Field,
    values,
)
from crm.rules.law.metrics import METRICS, Metric

ANNEX = "工信部企业〔2022〕63号 附件4 指标和要求说明"


@dataclass(frozen=True, slots=True)
class PropertyCount:
    """A number of intellectual property items of one class; the rulebook says what makes an item count."""

    id: str
    zh: str
    en: str
    property_class: str
    clause: str = ANNEX
    high_value: bool = False
    self_developed: bool = False


COUNTS: Mapping[str, PropertyCount] = MappingProxyType(
    {
        count.id: count
        for count in (
            PropertyCount("class1", "Ⅰ类知识产权", "Class I property", "I"),
            PropertyCount(
                "class1_self_developed",
                "自主研发的Ⅰ类知识产权",
                "Self-developed class I property",
                "I",
                self_developed=True,
            ),
            PropertyCount(
                "class1_high_value", "Ⅰ类高价值知识产权", "High-value class I property", "I", high_value=True
            ),
            PropertyCount("class2", "Ⅱ类知识产权", "Class II property", "II"),
        )
    }
)

TIERS = values(TITLE_TIERS)
LEVELS = values(AWARD_LEVELS)
LISTS = values(CONTEST_LISTS)
CERTIFICATES = values(CERTIFICATE_KINDS)
YES_NO_FACTS = frozenset(field.id for field in FIELDS.values() if field.kind in {FactKind.YES_NO, FactKind.JUDGEMENT})
CHOICE_FACTS = frozenset(field.id for field in FIELDS.values() if field.kind is FactKind.CHOICE)

__all__ = [
    "CERTIFICATES",
    "CHOICE_FACTS",
    "COUNTS",
    "FIELDS",
    "LEVELS",
    "LISTS",
    "METRICS",
    "QUALITIES",
    "TIERS",
    "YES_NO_FACTS",
    "Choice",
    "FactKind",
    "Field",
    "Metric",
    "PropertyCount",
]
