"""The views of files, made for each kind of owner: list and add, download, remove. The owner decides who sees them."""

from io import BytesIO
from typing import Any

from flask import flash, redirect, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crm import clock
from crm.attachments import queries, service
from crm.attachments.forms import FileForm
from crm.attachments.kinds import PHOTOS
from crm.attachments.page import FileOwner, FilesOf, keeping, read_upload, store
from crm.db import reading, transaction
from crm.people.access import me, requires
from crm.web.pages import form_page
from crm.web.routes import Route, route
from crm.web.sizes import LARGEST_FILE, accepts


def file_routes(address: str, files: FilesOf) -> tuple[Route, ...]:
    """The addresses of an owner's files, below the address of the owner."""

    @requires(*files.roles)
    @accepts(LARGEST_FILE)
    def listed(**arguments: Any) -> ResponseReturnValue:
        return _listed(files, arguments)

    @requires(*files.roles)
    def download(attachment_id: int, **arguments: Any) -> ResponseReturnValue:
        return _download(files, arguments, attachment_id)

    @requires(*files.roles)
    def remove(attachment_id: int, **arguments: Any) -> ResponseReturnValue:
        return _remove(files, arguments, attachment_id)

    one = f"{address}/<int:attachment_id>"
    return (
        route(address, listed, methods=("GET", "POST"), endpoint=f"{files.name}_files"),
        route(one, download, endpoint=f"{files.name}_file"),
        route(f"{one}/remove", remove, methods=("POST",), endpoint=f"remove_{files.name}_file"),
    )


def _listed(files: FilesOf, arguments: dict[str, Any]) -> ResponseReturnValue:
    """The files of an owner, and a form for another one."""
    with reading() as session:
        owned = files.find(session, **arguments)
        lines = queries.files_of(session, owned.owner)
    page = form_page("attachments/files.html", FileForm(), **_shown(files, owned, arguments), lines=lines)
    if not page.is_submitted():
        return page.show()
    upload = read_upload(page.form.file.data, files.kinds)
    with transaction() as session:
        owner = files.find(session, **arguments).owner
        service.attach(session, owner, upload, keeping(), by=me().id, on=clock.today(), at=clock.now())
    flash(_("已保存“%(name)s”。", name=upload.name), "saved")
    return redirect(request.path)


def _download(files: FilesOf, arguments: dict[str, Any], attachment_id: int) -> ResponseReturnValue:
    """The file under the name it was given, never shown in the browser; its content is checked first."""
    with reading() as session:
        owned = files.find(session, **arguments)
        line = queries.file_of(session, owned.owner, attachment_id)
    content = BytesIO(service.read_content(store(), line.digest))
    return send_file(content, line.media_type, as_attachment=True, download_name=line.name)


def _remove(files: FilesOf, arguments: dict[str, Any], attachment_id: int) -> ResponseReturnValue:
    """Take a file from its owner."""
    with transaction() as session:
        owner = files.find(session, **arguments).owner
        service.remove(session, owner, attachment_id, by=me().id, on=clock.today())
    flash(_("已移除。内容再保留一段时间，之后自动清除。"), "saved")
    return redirect(url_for(f".{files.name}_files", **arguments))


def _shown(files: FilesOf, owned: FileOwner, arguments: dict[str, Any]) -> dict[str, Any]:
    endings = [f".{ending}" for kind in files.kinds for ending in kind.endings]
    return {
        "owned": owned,
        "files": files,
        "arguments": arguments,
        "accept": ",".join(endings),
        "takes_photos": bool(set(files.kinds) & set(PHOTOS)),
        "kinds": "、".join(kind.name for kind in files.kinds),
        "largest": keeping().rules.largest_mb,
    }
