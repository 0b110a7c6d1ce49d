"""The template of a register, to be filled in and imported."""

from io import BytesIO

from flask import send_file
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm import clock
from crm.config.service_rules import service_rules
from crm.imports.outcome.template_book import write_template
from crm.people.access import requires
from crm.people.models import Role
from crm.web.paging import refuse_unread

SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@requires(Role.MANAGER)
def template() -> ResponseReturnValue:
    """A workbook with the sheets, the choices and an example; it holds nothing of the record."""
    refuse_unread()
    content = BytesIO(write_template(service_rules().streets, on=clock.today()))
    return send_file(content, SPREADSHEET, as_attachment=True, download_name=_("登记册模板") + ".xlsx")
