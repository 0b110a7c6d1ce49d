"""What somebody found who looked at a demand again."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField

from crm.web.fields import DeskForm, ParagraphField, must_fill
from crm.web.words import choices


class RecheckForm(DeskForm):
    """Rightly ended or doubtful, and how one knows."""

    verdict = RadioField(_l("复核结论"), [must_fill(_l("请选择复核结论。"))], choices=choices("recheck_verdict"))
    note = ParagraphField(_l("核实经过"), longest=2000, needed=True)
