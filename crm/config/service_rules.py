"""The service rules of `config/service.yaml`: read once, strictly, as frozen values."""

from functools import cache
from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from crm.config.settings import ROOT, SettingsError

Positive = Annotated[int, Field(gt=0)]
# Days that logs of the network are kept at least: 网络安全法, 留存相关的网络日志不少于六个月.
SixMonths = Annotated[int, Field(ge=180)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class SignInRules(_Strict):
    """Throttling of sign-in and the life of a session."""

    failures_per_account: Positive
    failures_per_address: Positive
    window_seconds: Positive
    idle_minutes: Positive
    absolute_hours: Positive
    one_time_password_hours: Positive
    device_days: Positive


class PasswordProfile(_Strict):
    """Where 等保 2.0 and ASVS differ: kinds of characters, days until a change (None: never), former ones refused."""

    classes: Annotated[int, Field(ge=1, le=4)]
    days: Positive | None
    remembered: Annotated[int, Field(ge=0)]


class PasswordRules(_Strict):
    """What a new password must be."""

    shortest: Positive
    longest_bytes: Positive
    banned_words: list[str]
    profiles: dict[str, PasswordProfile]


class Allowance(_Strict):
    """How often one person may do something within some minutes."""

    times: Positive
    minutes: Positive


class LimitRules(_Strict):
    """What one person may do only so often."""

    exports: Allowance
    reveals: Allowance
    uploads: Allowance
    calendar_reads: Allowance
    channel_tests: Allowance


class StewardRules(_Strict):
    """The queue's clock and the weighted load."""

    queue_days: Positive
    first_contact_days: Positive
    load_cap: Positive
    weights: dict[str, Positive]


class ContactRules(_Strict):
    """无事不扰: how often an enterprise may be contacted without having asked, and how long it may be left in peace."""

    ceiling_per_month: Positive
    quiet_longest_days: Positive
    briefing_most: Positive


class FigureRules(_Strict):
    """When a figure looks like a slip of the unit: it is pointed out, and from a unit's factor on asked about."""

    unlike_factor: Positive
    unit_factor: Positive


class ReminderRules(_Strict):
    """How early a steward is reminded, and how long of what is new."""

    new_in_care_days: Positive
    flag_unseen_days: Positive
    title_ends_days: Positive
    title_months: Annotated[list[Positive], Field(min_length=1)]
    silent_days: dict[str, Positive]
    first_contact_days: Annotated[int, Field(ge=0)]


class TitleRules(_Strict):
    """How long a title whose last day is past waits for the result of its review."""

    review_result_days: Positive


class PoolRules(_Strict):
    """How early the end of a seed's term is pointed out."""

    term_ends_days: Positive


class NightRules(_Strict):
    """When a night counts as overdue, and how far ahead it looks."""

    stale_hours: Positive
    review_months: Positive
    deadline_days: Positive


class DemandLevel(_Strict):
    """Working days within which the department takes a demand in hand, and answers it."""

    accept_days: Annotated[int, Field(ge=0)]
    finish_days: Annotated[int, Field(ge=0)]


class DemandCategory(_Strict):
    """What a demand is about: in Chinese, by the clauses of the measure, and who answers it, by code."""

    zh: str
    clauses: Annotated[list[str], Field(min_length=1)]
    lead: str
    joint: list[str] = []
    level: str


class RecheckRules(_Strict):
    """How many of a month's withdrawn and explained demands are looked at again."""

    percent: Annotated[int, Field(ge=1, le=100)]
    at_least: Positive


class JointRules(_Strict):
    """From how many enterprises within how many days a wish is a joint matter."""

    enterprises: Annotated[int, Field(ge=2)]
    days: Positive


class DemandRules(_Strict):
    """有求必应: clocks, routing, and how often one tries to call back."""

    call_tries: Positive
    near_days: Positive
    content_from: Annotated[int, Field(ge=1, le=5)]
    rechecks: RecheckRules
    joint: JointRules
    levels: dict[str, DemandLevel]
    categories: dict[str, DemandCategory]


class ClaimRules(_Strict):
    """政策兑现: how long a claim stands in public, and which facts bar an enterprise from being paid."""

    publicity_days: Positive
    barring_facts: list[str]


class BudgetRules(_Strict):
    """When a flag led to its title, and from how many such flags on a share of them is counted on."""

    won_within_days: Positive
    fewest_tried: Positive


class ChannelRules(_Strict):
    """Notices outside the desk: when the morning is, when a failed one is tried again, how long one message may be.

    `hosts` names for each kind of robot where its messages go, and nowhere else.
    """

    morning: Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
    retry_minutes: Annotated[list[Positive], Field(min_length=1)]
    longest_bytes: Annotated[int, Field(ge=300)]
    hosts: dict[str, list[str]]


class AttachmentRules(_Strict):
    """How large files may be, and how long a content outlives its last link."""

    largest_mb: Positive
    most_at_once: Positive
    at_once_mb: Positive
    per_enterprise_mb: Positive
    keep_removed_days: Positive


class RetentionRules(_Strict):
    """For how many days the desk keeps what it wrote down about its own running."""

    sessions_days: SixMonths
    sign_in_attempts_days: SixMonths
    read_notices_days: Positive
    unread_notices_days: Positive
    job_runs_days: Positive
    batch_rows_days: Positive


class OverviewRules(_Strict):
    """How the overview groups days since the last service."""

    coverage_days: list[Positive]


class ServiceRules(_Strict):
    """All of `config/service.yaml`."""

    sign_in: SignInRules
    password: PasswordRules
    limits: LimitRules
    stewards: StewardRules
    contacts: ContactRules
    figures: FigureRules
    overview: OverviewRules
    night: NightRules
    reminders: ReminderRules
    titles: TitleRules
    pool: PoolRules
    targets: dict[str, Positive]
    attachments: AttachmentRules
    demands: DemandRules
    claims: ClaimRules
    budget: BudgetRules
    channels: ChannelRules
    retention: RetentionRules
    streets: list[str]
    departments: dict[Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{1,19}$")], str]

    @model_validator(mode="after")
    def _demands_name_what_is_there(self) -> Self:
        for name, category in self.demands.categories.items():
            unknown = {category.lead, *category.joint} - set(self.departments)
            if unknown or category.level not in self.demands.levels:
                raise ValueError(f"demands.categories.{name}: {sorted(unknown) or category.level} is not listed")
        return self


@cache
def service_rules(path: Path = ROOT / "config" / "service.yaml") -> ServiceRules:
    """Read the file; raises SettingsError with file and reason when it is not exactly as expected."""
    try:
        return ServiceRules.model_validate(YAML(typ="safe").load(path.read_text(encoding="utf-8")))
    except (OSError, YAMLError, ValidationError) as error:
        raise SettingsError(f"{path.name}: {error}") from error
