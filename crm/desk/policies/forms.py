"""The form of a preview: for which title, on which day, by which draft."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import RadioField

from crm.rules import TARGETS, Purpose
from crm.web.fields import DayField, DeskForm, ParagraphField, must_fill
from crm.web.words import choices, option, word

LONGEST_DRAFT = 100_000


class PreviewForm(DeskForm):
    """A draft may be pasted or sent as a file; what was sent stands in the text field afterwards."""

    target = RadioField(_l("目标层级"), [must_fill()])
    purpose = RadioField(_l("用途"), [must_fill()], choices=choices("evaluation_purpose"), default=Purpose.NEW.value)
    on = DayField(_l("按哪一天的规则"), needed=True, description=_l("今天或以后；没有草案时，用那一天生效的规则。"))
    draft = ParagraphField(
        _l("规则草案"),
        longest=LONGEST_DRAFT,
        description=_l("粘贴 YAML 全文，或在下面选文件；留空则只换日期。草案的层级以文中所写为准。"),
    )
    file = FileField(_l("草案文件（.yaml）"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.target.choices = [option(target, word(target, "tier")) for target in TARGETS]
        self.target.data = self.target.data or TARGETS[1]

    def draft_text(self) -> str:
        """The file if one was sent, otherwise what was typed; raises ValueError for what is no text."""
        sent = self.file.data
        if sent is None or not getattr(sent, "filename", ""):
            return self.draft.data or ""
        text: str = sent.stream.read(4 * LONGEST_DRAFT).decode("utf-8-sig")
        if len(text) > LONGEST_DRAFT or "\x00" in text:
            raise ValueError(sent.filename)
        return text
