"""Facts the rules ask about, one table a kind, each row with its evidence; nothing is overwritten, rows end."""

from datetime import date
from enum import StrEnum

from sqlalchemy import BigInteger, Boolean, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from crm.attachments.models import AttachmentLink
from crm.db import Base, code_text, enterprise_key, fen, key, long_text, short_text


class Grade(StrEnum):
    """How far a figure or fact can be relied on."""

    SELF_DECLARED = "self_declared"
    AUDITED = "audited"
    REGISTRY = "registry"


class EvidenceColumns:
    """What every listed fact carries: where it comes from, who wrote it down, and when it stopped to hold."""

    source: Mapped[short_text | None]
    grade: Mapped[Grade] = mapped_column(default=Grade.SELF_DECLARED)
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    recorded_on: Mapped[date]
    removed_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    removed_on: Mapped[date | None]


class IntellectualProperty(EvidenceColumns, Base):
    """An item of intellectual property; null in an attribute means not known."""

    __tablename__ = "intellectual_property"

    id: Mapped[key]
    enterprise_id: Mapped[enterprise_key]
    title: Mapped[short_text | None]
    number: Mapped[code_text | None]
    kind: Mapped[code_text | None]
    ip_class: Mapped[str] = mapped_column(String(2))
    high_value: Mapped[bool | None] = mapped_column(Boolean)
    self_developed: Mapped[bool | None] = mapped_column(Boolean)
    related_to_main_product: Mapped[bool | None] = mapped_column(Boolean)
    economic_benefit: Mapped[bool | None] = mapped_column(Boolean)
    granted_on: Mapped[date | None]
    transferred_in_on: Mapped[date | None]
    holder_rank: Mapped[int | None]


class EquityRound(EvidenceColumns, Base):
    """A paid-in equity investment, in fen."""

    __tablename__ = "equity_rounds"

    id: Mapped[key]
    enterprise_id: Mapped[enterprise_key]
    paid_on: Mapped[date]
    amount: Mapped[fen]
    qualified: Mapped[bool | None] = mapped_column(Boolean)
    investor: Mapped[short_text | None]


class ScienceAward(EvidenceColumns, Base):
    """A national or provincial science award, with the enterprise's rank among the winners."""

    __tablename__ = "science_awards"

    id: Mapped[key]
    enterprise_id: Mapped[enterprise_key]
    title: Mapped[short_text | None]
    level: Mapped[code_text]
    awarded_on: Mapped[date]
    rank: Mapped[int | None]


class ContestEntry(EvidenceColumns, Base):
    """A place on a “创客中国” national list."""

    __tablename__ = "contest_entries"

    id: Mapped[key]
    enterprise_id: Mapped[enterprise_key]
    list_name: Mapped[code_text]
    year: Mapped[int]


class Certificate(EvidenceColumns, Base):
    """A certificate of a kind the rules know, valid on its first and its last day."""

    __tablename__ = "certificates"

    id: Mapped[key]
    enterprise_id: Mapped[enterprise_key]
    kind: Mapped[code_text]
    number: Mapped[code_text | None]
    valid_from: Mapped[date]
    valid_to: Mapped[date]


class PlatformScore(EvidenceColumns, Base):
    """The score the national platform computed for a year, in ten-thousandths of a point."""

    __tablename__ = "platform_scores"
    __table_args__ = (
        Index(
            "uq_platform_scores_current",
            "enterprise_id",
            "year",
            unique=True,
            sqlite_where=text("removed_on IS NULL"),
            postgresql_where=text("removed_on IS NULL"),
        ),
    )

    id: Mapped[key]
    enterprise_id: Mapped[enterprise_key]
    year: Mapped[int]
    score_e4: Mapped[int] = mapped_column(BigInteger)


class EnterpriseFact(Base):
    """A fact with one value, or a judgement, from a day on; `value` is the JSON text of the dossier's field."""

    __tablename__ = "enterprise_facts"
    __table_args__ = (
        Index(None, "enterprise_id", "fact", "from_date"),
        Index(
            "uq_enterprise_facts_current",
            "enterprise_id",
            "fact",
            unique=True,
            sqlite_where=text("replaced_on IS NULL"),
            postgresql_where=text("replaced_on IS NULL"),
        ),
    )

    id: Mapped[key]
    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprises.id"))
    fact: Mapped[code_text]
    value: Mapped[long_text]
    from_date: Mapped[date]
    grade: Mapped[Grade] = mapped_column(default=Grade.SELF_DECLARED)
    evidence: Mapped[short_text | None]
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    recorded_on: Mapped[date]
    replaced_on: Mapped[date | None]


class CurrentFacts(Base):
    """The current value of each one-valued fact, one row an enterprise, so that a night reads them as columns.

    A column is called as its fact, with `_` for a dot, and holds the same JSON text; null is unknown. A reading aid:
    `enterprise_facts` is the record, and the night derives all of this anew and counts differences.
    """

    __tablename__ = "current_facts"

    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprises.id"), primary_key=True)
    niche_started_on: Mapped[long_text | None]
    strategic_emerging: Mapped[long_text | None]
    product_field: Mapped[long_text | None]
    rd_institution: Mapped[long_text | None]
    digital_level: Mapped[long_text | None]
    product_certification: Mapped[long_text | None]
    information_system: Mapped[long_text | None]
    local_feature_points: Mapped[long_text | None]
    market_share: Mapped[long_text | None]
    market_rank: Mapped[long_text | None]
    market_leading: Mapped[long_text | None]
    market_reputation: Mapped[long_text | None]
    chain_role: Mapped[long_text | None]
    product_domain: Mapped[long_text | None]
    compliance_abnormal_list: Mapped[long_text | None]
    compliance_dishonest_list: Mapped[long_text | None]
    compliance_prohibited_product: Mapped[long_text | None]
    compliance_serious_incident: Mapped[long_text | None]
    quality: Mapped[long_text | None]


class ListKind(StrEnum):
    """The lists a person can declare complete; an item of a list not declared may always be missing."""

    INTELLECTUAL_PROPERTY = "intellectual_property"
    EQUITY_FINANCING = "equity_financing"
    SCIENCE_AWARDS = "science_awards"
    MAKER_IN_CHINA = "maker_in_china"
    CERTIFICATES = "certificates"
    RECOGNITIONS = "recognitions"


class FactList(Base):
    """Says that a list is known as of a day, until the word is taken back or given anew.

    Without an open row and without items the list is unknown.
    """

    __tablename__ = "fact_lists"
    __table_args__ = (
        Index(None, "enterprise_id", "kind"),
        Index(
            "uq_fact_lists_open",
            "enterprise_id",
            "kind",
            unique=True,
            sqlite_where=text("ended_on IS NULL"),
            postgresql_where=text("ended_on IS NULL"),
        ),
    )

    id: Mapped[key]
    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprises.id"))
    kind: Mapped[ListKind]
    complete_as_of: Mapped[date]
    evidence: Mapped[short_text | None]
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    recorded_on: Mapped[date]
    ended_on: Mapped[date | None]
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))


class FactAttachment(AttachmentLink, Base):
    """The evidence of a fact as it was recorded."""

    __tablename__ = "fact_attachments"

    fact_id: Mapped[int] = mapped_column(ForeignKey("enterprise_facts.id"), primary_key=True)
