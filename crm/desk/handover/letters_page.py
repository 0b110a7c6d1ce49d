"""What a contact is told when the enterprise changes hands, in words."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from crm.enterprises.letters.page import LetterKind


def _word(values: Mapping[str, Any], name: str) -> str:
    return str(
        _(
            "自 %(day)s 起，%(name)s 的服务管家由 %(giver)s 换为 %(receiver)s，以后有事请直接找 %(receiver)s。",
            name=name,
            day=values["day"],
            giver=values["from"],
            receiver=values["to"],
        )
    )


KINDS = (LetterKind("steward", _l("更换管家"), _word),)
