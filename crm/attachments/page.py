"""Pages of files for any owner: the owner's feature says what it is and who sees it, the rest is the same for all."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import current_app

from crm.attachments.checking import MIB, Upload, check
from crm.attachments.kinds import DOCUMENTS, PHOTOS, FileKind
from crm.attachments.queries import Owner
from crm.attachments.service import Keeping, Scanner, skip_scan
from crm.attachments.store import AttachmentStore
from crm.config.service_rules import service_rules
from crm.errors import CrmError
from crm.people.models import Role

_SCANNER = "scanner"


@dataclass(frozen=True, slots=True)
class FileOwner:
    """What the files belong to, as the page names it, and where to go back to."""

    owner: Owner
    title: str
    enterprise: str
    back: str


@dataclass(frozen=True, slots=True)
class FilesOf:
    """The files of one kind of owner. `find` is given the session and the arguments of the address.

    It raises CrmError not_found for what the person who is signed in may not see.
    """

    name: str
    heading: Any
    find: Callable[..., FileOwner]
    kinds: tuple[FileKind, ...] = DOCUMENTS
    roles: tuple[Role, ...] = (Role.STEWARD, Role.MANAGER)


def keeping() -> Keeping:
    """Where and by which rules this installation keeps files."""
    scanner: Scanner = current_app.extensions.get(_SCANNER, skip_scan)
    return Keeping(store(), service_rules().attachments, scanner)


def store() -> AttachmentStore:
    """The folder of contents of this installation."""
    return AttachmentStore(current_app.config["SETTINGS"].instance / "attachments")


def read_upload(sent: Any, kinds: tuple[FileKind, ...]) -> Upload:
    """A file as it came with the request, checked; raises CrmError."""
    rules = keeping().rules
    with sent.stream as stream:
        content = stream.read(rules.largest_mb * MIB + 1)
    return check(sent.filename or "", content, kinds, rules)


def read_photos(sent: Sequence[Any] | None) -> list[Upload]:
    """The photos that came with a form; raises CrmError for one that is refused, for too many and too much at once."""
    rules, uploads = keeping().rules, [read_upload(one, PHOTOS) for one in sent or ()]
    if len(uploads) > rules.most_at_once:
        raise CrmError("photos_too_many", count=len(uploads), most=rules.most_at_once)
    if sum(len(one.content) for one in uploads) > rules.at_once_mb * MIB:
        raise CrmError("photos_too_large", most=rules.at_once_mb)
    return uploads


def register_scanner(app: Any, scanner: Scanner) -> None:
    """Let every file be looked at before it is kept; without a scanner pages say that files are not scanned."""
    app.extensions[_SCANNER] = scanner
