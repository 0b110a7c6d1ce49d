"""What was typed when the session or the form's token had ended: carried through signing in, to be sent again."""

from dataclasses import dataclass
from urllib.parse import quote_plus, urlsplit

from flask import current_app, request
from werkzeug.datastructures import MultiDict

_ADDRESS, _FIELD, _FILE = "kept-address", "kept-field:", "kept-file:"
_TOKEN = "csrf_token"
LARGEST_KEPT = 64 * 1024
"""Bytes of a form that are carried through signing in, as they travel; more is refused as it always was."""


@dataclass(frozen=True, slots=True)
class SentForm:
    """A form as it was sent: where to, its texts, and the names of its files, which have to be chosen again."""

    address: str
    fields: tuple[tuple[str, str], ...]
    files: tuple[str, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """What a person wrote, to be recognised; choices and keys say nothing to them."""
        return tuple(text for _name, text in self.fields if not text.isascii())

    @property
    def has_page(self) -> bool:
        """Whether the address also shows a form, so that one can go back to it."""
        adapter = current_app.create_url_adapter(request)
        return adapter is not None and adapter.test(self.address.partition("?")[0], method="GET")

    @property
    def hidden_fields(self) -> tuple[tuple[str, str], ...]:
        """The same as hidden fields of the form for signing in."""
        return (
            (_ADDRESS, self.address),
            *((_FIELD + name, text) for name, text in self.fields),
            *((_FILE + name, "") for name in self.files),
        )


def sent_here(*, is_known: bool) -> SentForm | None:
    """The form of this request, unless it has nothing to keep, is too large to carry or comes from another site.

    Nothing of a large body is read of a stranger; of who has signed in it may hold photos beside the texts.
    """
    is_read = is_known or (request.content_length or 0) <= LARGEST_KEPT
    if request.method != "POST" or not is_read or not _is_from_here():
        return None
    fields = _texts(request.form, "")
    files = tuple(dict.fromkeys(request.files))
    size = sum(len(quote_plus(name + text)) + len(_FIELD) for name, text in fields)
    if not (fields or files) or size > LARGEST_KEPT:
        return None
    return SentForm(request.full_path.rstrip("?"), fields, files)


def carried_here() -> SentForm | None:
    """What the form for signing in carries."""
    address = own_path(request.form.get(_ADDRESS))
    if address is None or not _is_from_here():
        return None
    files = tuple(name.removeprefix(_FILE) for name in request.form if name.startswith(_FILE))
    return SentForm(address, _texts(request.form, _FIELD), files)


def own_path(target: str | None) -> str | None:
    """`target` if it is a path of this site and nothing else, otherwise None."""
    if not target or not target.startswith("/") or target.startswith("//"):
        return None
    parts = urlsplit(target)
    safe = not parts.scheme and not parts.netloc and "\\" not in target and target.isprintable()
    return target if safe else None


def _texts(form: MultiDict[str, str], prefix: str) -> tuple[tuple[str, str], ...]:
    return tuple(
        (name.removeprefix(prefix), text)
        for name, texts in form.lists()
        for text in texts
        if name.startswith(prefix) and name != _TOKEN
    )


def _is_from_here() -> bool:
    """Browsers name the site a form comes from; what another site has filled in is never offered for sending."""
    origin = request.headers.get("Origin")
    return origin in (None, request.host_url.rstrip("/"))
