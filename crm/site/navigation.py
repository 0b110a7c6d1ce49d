"""The navigation of each role: what stands in the top bar, and in the bottom bar of a phone."""

from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, g, request
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from crm.db import Session, db
from crm.imports.batches.announcing import Announcement, announcements
from crm.notifications import queries
from crm.notifications.page import readable
from crm.people.access import me
from crm.people.models import Role
from crm.web.addresses import address_of
from crm.web.words import word

MOST_COUNTED = 99
MOST_ON_PHONE = 5


@dataclass(frozen=True, slots=True)
class NavigationEntry:
    """An entry of the navigation: endpoint, label, icon, and who has it.

    One that `can_wait` stands in the list of all pages alone, where a bar has no room for every entry.
    """

    endpoint: str
    label: Any
    icon: str
    roles: frozenset[Role]
    on_phone: bool = False
    can_wait: bool = False


def _place(
    endpoint: str, label: Any, icon: str, *roles: Role, on_phone: bool = False, can_wait: bool = False
) -> NavigationEntry:
    return NavigationEntry(endpoint, label, icon, frozenset(roles), on_phone, can_wait)


PLACES = (
    _place("dashboards.overview_page", _l("总览"), "overview", Role.MANAGER, on_phone=True),
    _place("desk.today", _l("今日"), "today", Role.STEWARD, on_phone=True),
    _place("desk.mine", _l("我的企业"), "enterprises", Role.STEWARD, on_phone=True),
    _place("desk.near", _l("临近晋级"), "near", Role.STEWARD, Role.MANAGER, on_phone=True),
    _place("desk.enterprises", _l("企业"), "enterprises", Role.MANAGER, on_phone=True),
    _place("desk.plans", _l("约定"), "today", Role.STEWARD, Role.MANAGER),
    _place("demands.demands", _l("诉求"), "demand", Role.STEWARD, Role.MANAGER),
    _place("awards.claims", _l("兑现"), "report", Role.STEWARD, Role.MANAGER),
    _place("awards.budget", _l("预算"), "report", Role.MANAGER, can_wait=True),
    _place("cultivation.pool_balance", _l("培育库"), "list", Role.MANAGER),
    _place("desk.applications", _l("申报"), "list", Role.STEWARD, Role.MANAGER),
    _place("desk.duties", _l("称号义务"), "list", Role.STEWARD, Role.MANAGER),
    _place("desk.visits", _l("走访台账"), "list", Role.STEWARD, Role.MANAGER),
    _place("desk.service_plans", _l("服务包"), "list", Role.STEWARD, Role.MANAGER, can_wait=True),
    _place("demands.supervision", _l("督办"), "report", Role.MANAGER),
    _place("desk.handovers", _l("交接"), "assign", Role.STEWARD, Role.MANAGER),
    _place("enterprises.letters", _l("告知企业"), "list", Role.STEWARD, Role.MANAGER, can_wait=True),
    _place("desk.load", _l("管家负荷"), "load", Role.MANAGER, can_wait=True),
    _place("desk.queue", _l("分派"), "assign", Role.MANAGER),
    _place("imports.index", _l("导入"), "import", Role.MANAGER, can_wait=True),
    _place("desk.policies", _l("政策"), "list", Role.MANAGER, can_wait=True),
    _place("jobs.reports", _l("晨报"), "report", Role.MANAGER, can_wait=True),
    _place("demands.demands", _l("诉求"), "demand", Role.HANDLER, on_phone=True),
    _place("awards.claims", _l("兑现"), "report", Role.HANDLER, on_phone=True),
    _place("demands.find", _l("查企业"), "enterprises", Role.HANDLER, on_phone=True),
    _place("desk.plans", _l("约定"), "today", Role.HANDLER, on_phone=True),
    _place("people.own_department", _l("我的单位"), "people", Role.HANDLER, on_phone=True),
    _place("people.index", _l("人员"), "people", Role.SYSTEM_ADMIN, on_phone=True),
    _place("people.rights", _l("授权"), "rights", Role.SECURITY_ADMIN, on_phone=True),
    _place("jobs.index", _l("运行"), "jobs", Role.SYSTEM_ADMIN, on_phone=True),
    _place("notifications.channel_failures", _l("渠道故障"), "reminder", Role.SYSTEM_ADMIN, can_wait=True),
    _place("dashboards.trail", _l("审计"), "audit", Role.AUDITOR, on_phone=True),
    _place("notifications.notices", _l("提醒"), "reminder", Role.STEWARD, Role.MANAGER, Role.HANDLER, on_phone=True),
    _place("people.account", _l("我"), "me", *Role, on_phone=True),
)


@dataclass(frozen=True, slots=True)
class Link:
    """An entry as the templates draw it."""

    label: str
    url: str
    icon: str
    active: bool
    badge: str = ""
    can_wait: bool = False


def links(*, phone: bool = False) -> list[Link]:
    """The entries of the signed-in person, in order."""
    if not current_user or not current_user.is_authenticated:
        return []
    kept: dict[Any, list[Link]] = g.setdefault("navigation", {})
    key = (current_user.id, request.endpoint, phone)
    if key not in kept:
        kept[key] = _links(phone=phone)
    return kept[key]


def _links(*, phone: bool) -> list[Link]:
    person, here, pages = me(), request.endpoint, current_app.view_functions
    found = [
        Link(
            str(place.label),
            address_of(place.endpoint),
            place.icon,
            here == place.endpoint,
            _badge(place),
            place.can_wait,
        )
        for place in PLACES
        if place.endpoint in pages
        and person.has(*place.roles)
        and (place.on_phone if phone else place.endpoint != "people.account")
    ]
    return found[: _room_on_phone()] if phone else found


def _room_on_phone() -> int:
    """How many entries fit; the plus takes the place of one, and the account is in the top bar too."""
    return MOST_ON_PHONE - bool(quick_add_url())


def _badge(place: NavigationEntry) -> str:
    """How many notices wait to be read."""
    if place.endpoint != "notifications.notices":
        return ""
    count = unread()
    return f"{MOST_COUNTED}+" if count > MOST_COUNTED else str(count or "")


def unread() -> int:
    """The number of unread notices whose scope still holds; counted once a request, in a session of its own.

    A page is often made inside the read of its view, which this must not end.
    """
    if "unread" not in g:
        with Session(db.engine) as session:
            g.unread = len(readable(session, queries.unread_of(session, current_user.id)))
    return int(g.unread)


def home() -> str:
    """Where a person starts."""
    places = links()
    return places[0].url if places else address_of("people.account")


def quick_add_url() -> str | None:
    """Where the big plus leads, for stewards: to the service of the enterprise one is looking at, else to a choice."""
    if not current_user.is_authenticated or not current_user.has(Role.STEWARD):
        return None
    enterprise_id = (request.view_args or {}).get("enterprise_id")
    return address_of("desk.log", enterprise_id=enterprise_id) if enterprise_id else address_of("desk.choose")


def search_url() -> str | None:
    """Where the search box leads, for people who see enterprises."""
    if current_user.is_authenticated and current_user.has(Role.STEWARD, Role.MANAGER):
        endpoint = "desk.search"
        return address_of(endpoint) if endpoint in current_app.view_functions else None
    return None


def role_words() -> str:
    """The person's roles, in words."""
    if not current_user.is_authenticated:
        return ""
    return "、".join(word(role.value, "role") for role in Role if role in current_user.roles)


def account_urls() -> dict[str, str]:
    """Addresses of the person's own menu."""
    return {"account_url": address_of("people.account"), "sign_out_url": address_of("people.sign_out")}


def registers_being_written() -> list[Announcement]:
    """Announced to everybody who reads lists of enterprises."""
    reads_lists = current_user.is_authenticated and current_user.has(Role.STEWARD, Role.MANAGER)
    return announcements(current_app.config["SETTINGS"].instance) if reads_lists else []


def init_navigation(app: Flask) -> None:
    """Give the navigation to every template."""

    @app.context_processor
    def places() -> dict[str, Any]:
        return {
            "navigation": links(),
            "phone_navigation": links(phone=True),
            "quick_add_url": quick_add_url(),
            "home_url": home(),
            "search_url": search_url(),
            "role_words": role_words(),
            "registers_being_written": registers_being_written(),
            **account_urls(),
            "settings": app.config["SETTINGS"],
            "demonstration": app.config["SETTINGS"].demonstration,
        }
