"""Forms of the administrators: accounts and role grants."""

from collections.abc import Sequence
from typing import Self

from flask_babel import lazy_gettext as _l
from wtforms import SelectField

from crm.people.models import Department
from crm.web.fields import DeskForm, LineField
from crm.web.words import choices, option

NO_DEPARTMENT = 0


class DetailsForm(DeskForm):
    """Name and department of an account; the staff number stays."""

    name = LineField(_l("姓名"), longest=50, needed=True)
    department = SelectField(_l("责任单位"), coerce=int)

    def offer(self, departments: Sequence[Department]) -> Self:
        """Let one of the departments be chosen, or none."""
        known = [option(one.id, one.name) for one in departments]
        self.department.choices = [option(NO_DEPARTMENT, _l("（无）")), *known]
        return self


class PersonForm(DetailsForm):
    """A new account: staff number, name, department."""

    staff_number = LineField(_l("工号"), longest=64, needed=True)


class GrantForm(DeskForm):
    """A role to grant."""

    role = SelectField(_l("角色"), choices=choices("role"))
