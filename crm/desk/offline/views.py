"""离线记录: the empty forms a device keeps, and the names of one's enterprises for it."""

from flask import jsonify, render_template
from flask.typing import ResponseReturnValue

from crm.db import reading
from crm.demands.page import category_words
from crm.desk.lists import queries
from crm.desk.offline.forms import OfflineDemandForm, OfflineServiceForm
from crm.people.access import public, requires
from crm.people.models import Role
from crm.people.scopes import scope

MOST_NAMES = 500


@public
def offline() -> ResponseReturnValue:
    """Forms without a name or a token: the same for everybody, so that a device may keep the page."""
    service, demand = OfflineServiceForm(), OfflineDemandForm()
    demand.category.choices = category_words()
    return render_template("desk/offline.html", service=service, demand=demand)


@requires(Role.STEWARD)
def offline_names() -> ResponseReturnValue:
    """Number and name of the enterprises one looks after or stands in for; both are public or say nothing."""
    with reading() as session:
        names = queries.names_in_scope(session, scope(), limit=MOST_NAMES)
    return jsonify([{"id": number, "name": name} for number, name in names])
