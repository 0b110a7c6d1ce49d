"""What is checked of a file before it is kept: its name, its size, and that it is what its name says."""

import unicodedata
from dataclasses import dataclass

from crm.attachments.kinds import FileKind, kind_of
from crm.config.service_rules import AttachmentRules
from crm.errors import CrmError

LONGEST_NAME = 200  # characters, the width of the column
MIB = 1024 * 1024
_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_PATHS = set("/\\:")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that passed: the name as it is shown, what kind it is, and its bytes."""

    name: str
    kind: FileKind
    content: bytes


def check(name: str, content: bytes, kinds: tuple[FileKind, ...], rules: AttachmentRules) -> Upload:
    """The file as it is kept; raises CrmError for one that is empty, too large, oddly named or not what it says."""
    shown = _name(name)
    if not content:
        raise CrmError("attachment_empty", name=shown)
    if len(content) > rules.largest_mb * MIB:
        raise CrmError("attachment_too_large", name=shown, largest=rules.largest_mb)
    kind = kind_of(shown, content, kinds)
    if kind is None:
        raise CrmError("attachment_not_what_it_says", name=shown, kinds="、".join(each.name for each in kinds))
    return Upload(shown, kind, content)


def _name(name: str) -> str:
    """The name in one form; Chinese stays, a path or a mark that nobody sees is refused."""
    shown = unicodedata.normalize("NFC", name).strip()
    if len(shown) > LONGEST_NAME:
        raise CrmError("attachment_name_too_long", longest=LONGEST_NAME)
    hidden = any(unicodedata.category(mark) in _HIDDEN for mark in shown)
    if not shown or hidden or set(shown) & _PATHS or shown.startswith("."):
        raise CrmError("attachment_name_unfit")
    return shown
