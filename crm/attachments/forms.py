"""The form of one file, and the photos that are sent with another form."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired, MultipleFileField

from crm.attachments.kinds import PHOTOS
from crm.config.service_rules import AttachmentRules, service_rules
from crm.web.fields import DeskForm


class FileForm(DeskForm):
    """A file to attach."""

    file = FileField(_l("文件"), [FileRequired(_l("请选择一个文件。"))])


class PhotosField(MultipleFileField):
    """Photos that belong to what the form records; none is as good as some."""

    accept = ",".join(f".{ending}" for kind in PHOTOS for ending in kind.endings)
    kinds = "、".join(kind.name for kind in PHOTOS)

    def __init__(self, label: Any = None, **options: Any) -> None:
        super().__init__(label or _l("照片"), **options)

    @property
    def limits(self) -> AttachmentRules:
        """How many and how large, to be said before they are sent."""
        return service_rules().attachments
