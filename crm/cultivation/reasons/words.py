"""The reasons of a change in Chinese words, made when they are shown; what they are is decided in `reasons`."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask_babel import gettext as _

from crm.rules.law.fields import FIELDS, words

Reason = Mapping[str, Any]
_FIELDS_NAMED = 3


def word_reasons(reasons: Sequence[Reason]) -> str:
    """All reasons in one line, the weightiest first."""
    return "；".join(dict.fromkeys(word_of(reason) for reason in reasons))


def word_of(reason: Reason) -> str:
    """One reason."""
    return str(WORDS[reason["code"]](reason))


def _names(fields: Sequence[str]) -> str:
    """The names of some fields; of many only the first, and how many there are."""
    named = "、".join(FIELDS[field].zh for field in fields[:_FIELDS_NAMED])
    return named if len(fields) <= _FIELDS_NAMED else _("%(named)s等 %(count)s 项", named=named, count=len(fields))


def _named(field: str) -> str:
    return FIELDS[field].zh if field in FIELDS else field


def _together(reason: Reason) -> str:
    """What only together undoes the change."""
    return str(_("，同时")).join(word_of(one) for one in reason["of"])


def _figures(reason: Reason) -> str:
    """A whole report, or the figures that came or changed."""
    fields = reason.get("fields", [])
    added = reason["code"] == "figures_added"
    if not fields or len(fields) > _FIELDS_NAMED:
        what = _("%(year)s 年报补录", year=reason["year"]) if added else _("%(year)s 年报更正", year=reason["year"])
        return str(what)
    verb = _("补录") if added else _("更正")
    return str(_("%(year)s 年%(names)s%(verb)s", year=reason["year"], names=_names(fields), verb=verb))


def _list(reason: Reason) -> str:
    name, count = _named(reason["list"]), reason.get("count", 1)
    said = {
        "list_added": _("新增%(name)s %(count)s 项", name=name, count=count),
        "list_removed": _("移除%(name)s %(count)s 项", name=name, count=count),
        "list_changed": _("%(name)s有更正", name=name),
        "list_known": _("%(name)s清单已声明完整", name=name),
        "list_withdrawn": _("%(name)s清单不再声明完整", name=name),
    }
    return str(said[reason["code"]])


def _fact(reason: Reason) -> str:
    name = _named(reason["field"])
    said = {
        "fact_recorded": _("补录“%(name)s”", name=name),
        "fact_changed": _("“%(name)s”有变更", name=name),
        "fact_withdrawn": _("“%(name)s”改为未知", name=name),
    }
    return str(said[reason["code"]])


def _tier(reason: Reason) -> str:
    return words("recognitions.tier", reason["tier"]) if reason.get("tier") else ""


def _certificate(reason: Reason) -> str:
    return words("certificates.kind", reason["kind"]) if reason.get("kind") else ""


WORDS: Mapping[str, Callable[[Reason], Any]] = {
    "together": _together,
    "first": lambda _reason: _("首次评估"),
    "rulebook": lambda _reason: _("改用新版认定标准"),
    "figures_added": _figures,
    "figures_changed": _figures,
    "figures_missing": lambda reason: _("年度更新截止仍缺 %(year)s 年数据", year=reason["year"]),
    "score_withdrawn": lambda reason: _("移除 %(year)s 年评价得分", year=reason["year"]),
    "score_recorded": lambda reason: _("录入 %(year)s 年评价得分", year=reason["year"]),
    "list_added": _list,
    "list_removed": _list,
    "list_changed": _list,
    "list_known": _list,
    "list_withdrawn": _list,
    "fact_recorded": _fact,
    "fact_changed": _fact,
    "fact_withdrawn": _fact,
    "years_reached": lambda reason: _("从事细分市场满 %(years)s 年", years=reason["years"]),
    "years_near": lambda reason: _("距从事细分市场满 %(years)s 年不足一年", years=reason["years"]),
    "title_began": lambda reason: _("%(tier)s称号生效", tier=_tier(reason)),
    "title_revoked": lambda reason: _("%(tier)s称号被撤销", tier=_tier(reason)),
    "bar_ended": lambda _reason: _("称号被撤销的限制期满，可以再次申报"),
    "title_ended": lambda reason: _("%(tier)s称号到期", tier=_tier(reason)),
    "title_granted": lambda reason: _("已获得%(tier)s称号", tier=_tier(reason)),
    "title_renewed": lambda reason: _("%(tier)s称号已通过复核", tier=_tier(reason)),
    "review_failed": lambda reason: _("%(tier)s复核未通过，到期后不再续", tier=_tier(reason)),
    "certificate_began": lambda reason: _("%(kind)s证书生效", kind=_certificate(reason)),
    "award_began": lambda _reason: _("科技奖励生效"),
    "property_granted": lambda _reason: _("知识产权获得授权"),
    "property_counted": lambda _reason: _("转入的知识产权满期，可以计入"),
    "certificate_ended": lambda reason: _("%(kind)s证书到期", kind=_certificate(reason)),
    "title_ends_soon": lambda reason: _("%(tier)s称号一年内到期，开始按复核标准评估", tier=_tier(reason)),
    "new_target": lambda reason: _("培育目标变为%(tier)s", tier=_tier(reason)),
    "dismissed": lambda _reason: _("经人工核实，不再跟进"),
    "left_pool": lambda _reason: _("已退出培育库"),
    "new_year": lambda reason: _("进入新年度，%(year)s 年成为上年度", year=reason["year"]),
    "time": lambda _reason: _("时间推移"),
}
