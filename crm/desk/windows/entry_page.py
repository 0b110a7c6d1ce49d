"""A window that was entered, in words."""

from typing import Any

from flask_babel import gettext as _

from crm.cultivation.windows.models import WindowText
from crm.rules.reading.ladder import Window


def state_of(kept: WindowText) -> tuple[str, str]:
    """Where it stands, and the tone of it."""
    if kept.approved_at is not None:
        return str(_("已审定")), "good"
    return (str(_("已撤回")), "") if kept.withdrawn_at is not None else (str(_("待另一位主管审定")), "calm")


def window_days(window: Window) -> list[tuple[str, str]]:
    """The days of a window with what each is."""
    days: list[tuple[Any, Any]] = [
        (_("企业申报"), _("%(since)s 至 %(until)s", since=window.since.isoformat(), until=window.until.isoformat())),
        (_("区级推荐截止"), window.district_until and window.district_until.isoformat()),
        (_("市级审核截止"), window.review_until and window.review_until.isoformat()),
        (_("通知"), window.document),
    ]
    return [(str(label), str(text)) for label, text in days if text]
