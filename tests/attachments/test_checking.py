"""A file is what its name says, or it is not kept."""

import pytest

from crm.attachments.checking import LONGEST_NAME, MIB, check
from crm.attachments.kinds import DOCUMENTS, PHOTOS
from crm.config.service_rules import AttachmentRules
from crm.errors import CrmError
from tests.attachments.files import JPEG, PDF, PNG, WEBP, archive

RULES = AttachmentRules(largest_mb=1, most_at_once=6, at_once_mb=2, per_enterprise_mb=2, keep_removed_days=30)


def refused(name, content, kinds=DOCUMENTS) -> str:
    with pytest.raises(CrmError) as raised:
        check(name, content, kinds, RULES)
    return raised.value.code


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("认定通知.pdf", PDF),
        ("现场.JPG", JPEG),
        ("现场.jpeg", JPEG),
        ("截图.png", PNG),
        ("现场.webp", WEBP),
        ("说明.docx", archive("[Content_Types].xml", "word/document.xml")),
        ("台账.xlsx", archive("xl/workbook.xml")),
        ("公文.ofd", archive("OFD.xml")),
    ],
)
def test_what_is_what_its_name_says_is_kept_with_its_chinese_name(name, content):
    upload = check(name, content, DOCUMENTS, RULES)

    assert (upload.name, upload.content) == (name, content)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("图片.png", PDF),
        ("文件.pdf", JPEG),
        ("说明.docx", archive("xl/workbook.xml")),
        ("说明.docx", b"PK\x03\x04 not a zip at all"),
        ("页面.html", b"<script>alert(1)</script>"),
        ("图.svg", b"<svg onload='x'/>"),
        ("通知.pdf", b"<html>%PDF-"),
        ("通知.pdf.exe", b"MZ"),
        ("没有扩展名", PDF),
        ("pdf", PDF[1:]),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_refused(name, content):
    assert refused(name, content) == "attachment_not_what_it_says"


PATHS = ["../通知.pdf", "a/b.pdf", "a\\b.pdf", ".pdf", "C:通知.pdf"]
HIDDEN = ["", "   ", "通\u202e知.pdf", "a\x00.pdf", "a\n.pdf"]


@pytest.mark.parametrize("name", PATHS + HIDDEN)
def test_a_path_or_a_hidden_mark_is_no_name(name):
    assert refused(name, PDF) == "attachment_name_unfit"


TOO_LONG = "attachment_name_too_long"


@pytest.mark.parametrize(("length", "code"), [(LONGEST_NAME, None), (LONGEST_NAME + 1, TOO_LONG), (300, TOO_LONG)])
def test_names_have_a_limit(length, code):
    name = "长" * (length - 4) + ".pdf"

    if code is None:
        assert check(name, PDF, DOCUMENTS, RULES).name == name
    else:
        assert refused(name, PDF) == code


def test_an_empty_file_is_refused():
    assert refused("通知.pdf", b"") == "attachment_empty"


@pytest.mark.parametrize(("size", "code"), [(MIB, None), (MIB + 1, "attachment_too_large")])
def test_files_have_a_limit(size, code):
    content = PDF.ljust(size, b" ")

    if code is None:
        assert len(check("通知.pdf", content, DOCUMENTS, RULES).content) == size
    else:
        assert refused("通知.pdf", content) == code


def test_a_document_is_no_photo():
    assert refused("通知.pdf", PDF, PHOTOS) == "attachment_not_what_it_says"
    assert check("现场.png", PNG, PHOTOS, RULES).kind.media_type == "image/png"
