"""The facts of enterprises with their titles: the whole dossier that the engine judges."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from typing import Any

from sqlalchemy import Integer, bindparam, select
from sqlalchemy.orm import Session

from crm.cultivation.models import Title
from crm.enterprises.facts import dossiers as facts
from crm.enterprises.facts.models import Grade, ListKind
from crm.errors import CrmError
from crm.rules.law.dossier import Dossier, Recognition, Source
from crm.sql.bundles import Bundle, columns_of

RECOGNITIONS = "recognitions"


def dossier_of(session: Session, enterprise_id: int) -> Dossier:
    """Everything known of one enterprise, or CrmError not_found."""
    found = dossiers_of(session, [enterprise_id])
    if enterprise_id not in found:
        raise CrmError("not_found")
    return found[enterprise_id]


def dossiers_of(session: Session, enterprise_ids: Iterable[int]) -> dict[int, Dossier]:
    """The same for many, with as many queries as for one."""
    rows = _everything_known().read(session, ids=list(enterprise_ids))
    titles: dict[int, list[Recognition]] = defaultdict(list)
    for title in rows["titles"]:
        titles[title.enterprise_id].append(
            Recognition(title.tier.value, title.granted_on, title.expires_on, title.revoked_on)
        )
    declared = {one.enterprise_id for one in rows["declared"] if one.kind == ListKind.RECOGNITIONS}
    return {
        key: _with_titles(dossier, titles.get(key, []), is_complete=key in declared)
        for key, dossier in facts.make_dossiers(rows).items()
    }


@cache
def _everything_known() -> Bundle:
    ids: Any = bindparam("ids", type_=Integer, expanding=True)
    standing = select(*columns_of(Title)).where(Title.enterprise_id.in_(ids), Title.removed_on.is_(None))
    return Bundle({**facts.selects_of_facts(ids), "titles": standing.order_by(Title.granted_on, Title.id)})


def _with_titles(dossier: Dossier, titles: list[Recognition], *, is_complete: bool) -> Dossier:
    """Titles are announced by the recognising bodies, so what is written down of them counts as registered."""
    if not titles and not is_complete:
        return dossier
    return replace(
        dossier,
        recognitions=tuple(titles),
        incomplete=dossier.incomplete | (set() if is_complete else {RECOGNITIONS}),
        sources={**dossier.sources, (RECOGNITIONS, None): Source(Grade.REGISTRY, "")},
    )
