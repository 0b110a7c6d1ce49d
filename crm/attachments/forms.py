"""The form of one file."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired

from crm.web.fields import DeskForm


class FileForm(DeskForm):
    """A file to attach."""

    file = FileField(_l("文件"), [FileRequired(_l("请选择一个文件。"))])
