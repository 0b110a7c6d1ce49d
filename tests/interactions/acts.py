"""Planning and logging as the tests of plans do it."""

from datetime import timedelta

import pytest

from crm.errors import CrmError
from crm.interactions import service as services
from crm.interactions.models import Channel, ContactPurpose
from crm.interactions.plans import service
from crm.interactions.plans.service import PlanWish
from crm.interactions.service import Encounter
from tests.conftest import NOW, TODAY

TOMORROW = TODAY + timedelta(days=1)


def plan(session, enterprise, by, day=TOMORROW, **more):
    seen = more.pop("seen", None)
    return service.plan_contact(session, enterprise.id, PlanWish(day, **more), by=by.id, on=TODAY, at=NOW, seen=seen)


def log(session, enterprise, by, held_on=TODAY, **more):
    contact = Encounter(Channel.VISIT, ContactPurpose.POLICY, held_on, "谈了申报", **more)
    return services.log(session, enterprise.id, contact, by=by.id, on=TODAY, at=NOW)


def refused(act):
    with pytest.raises(CrmError) as raised:
        act()
    return raised.value.code
