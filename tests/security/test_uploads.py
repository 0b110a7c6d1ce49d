"""What is sent to the import that is no register."""

import pytest

from crm.imports.batches import starting
from crm.imports.batches.models import ImportBatch

HEAD = "multipart/form-data; boundary=edge"


@pytest.fixture(autouse=True)
def no_child(monkeypatch):
    """The reading of files has tests of its own; here nothing is read."""
    monkeypatch.setattr(starting, "start", lambda settings, batch_id: None)


def body(maria, disposition, content=b"PK\x03\x04"):
    """A form with a file whose part is headed as given."""
    parts = [
        b'--edge\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n' + maria.token().encode(),
        b"--edge\r\n" + disposition.encode() + b"\r\nContent-Type: text/html\r\n\r\n" + content,
        b"--edge--\r\n",
    ]
    return b"\r\n".join(parts)


@pytest.mark.parametrize(
    "name",
    [
        "a%0D%0ASet-Cookie: b=c.xlsx",
        "%00.xlsx",
        "..%2F..%2Fetc%2Fpasswd",
        "%E4%BC%81%E4%B8%9A.xlsx",
        "a%22b.xlsx",
        "a" * 3000 + ".xlsx",
        "%E2%80%AExslx.exe",
        "%ED%A0%80.xlsx",
        ".",
        "%0A",
    ],
)
def test_a_hostile_file_name_breaks_neither_the_list_nor_the_download(signed_in, cast, name):
    maria = signed_in("maria")
    disposition = f"Content-Disposition: form-data; name=\"file\"; filename*=UTF-8''{name}"

    answer = maria.raw.post("/imports", data=body(maria, disposition), content_type=HEAD)

    assert answer.status_code in (302, 422)
    if answer.status_code == 302:
        with cast.reading() as session:
            kept = session.query(ImportBatch.file_name).scalar()
        assert kept.isprintable()
        assert len(kept) <= 200
        assert maria.get("/imports").status_code == 200
        assert maria.get(answer.location).status_code == 200
        download = maria.get(f"{answer.location}/rejects")
        assert download.status_code == 200
        assert download.headers["Content-Disposition"].startswith("attachment")
        assert "Set-Cookie: b=c" not in str(download.headers)


def test_a_file_beyond_the_limit_is_refused_with_all_headers_and_leaves_nothing(signed_in, cast):
    maria = signed_in("maria")
    disposition = 'Content-Disposition: form-data; name="file"; filename="a.xlsx"'

    answer = maria.raw.post("/imports", data=body(maria, disposition, b"P" * (20 << 20)), content_type=HEAD)

    assert answer.status_code == 413
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"
    with cast.reading() as session:
        assert session.query(ImportBatch).count() == 0


@pytest.mark.parametrize("content_type", ["application/json", "text/plain", "multipart/form-data", "a/b; boundary="])
def test_a_body_of_another_kind_is_no_form(signed_in, content_type):
    answer = signed_in("maria").raw.post("/imports", data=b'{"file": "x"}', content_type=content_type)

    assert answer.status_code == 400


def test_more_fields_than_any_form_has_are_refused(signed_in):
    maria = signed_in("maria")

    answer = maria.raw.post("/assign", data={f"n{place}": "1" for place in range(100_000)})

    assert answer.status_code in (400, 413)
