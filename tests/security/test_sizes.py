"""How large a request may be, before anything of it is read."""

from __future__ import annotations

import io

import pytest

from crm.web.keeping import LARGEST_KEPT
from crm.web.sizes import LARGEST_FORM
from tests.security.test_uploads import no_child  # noqa: F401  (fixture)

MEGABYTE = 1 << 20


class Watched(io.RawIOBase):
    """A body of zeros that counts what is read of it."""

    def __init__(self, size: int) -> None:
        self.size, self.left, self.read_bytes = size, size, 0

    def readable(self) -> bool:
        return True

    def tell(self) -> int:
        return self.size - self.left

    def seek(self, _place: int, whence: int = 0) -> int:
        """The client only asks how long it is."""
        self.left = 0 if whence == 2 else self.size
        return self.tell()

    def readinto(self, buffer) -> int:
        taken = min(len(buffer), self.left)
        buffer[:taken] = b"a" * taken
        self.left -= taken
        self.read_bytes += taken
        return taken


def send(client, url, size, content_type, **options):
    body = Watched(size)
    answer = client.raw.post(url, input_stream=body, content_type=content_type, content_length=size, **options)
    return answer, body.read_bytes


KINDS = ["application/x-www-form-urlencoded", "multipart/form-data; boundary=edge"]


@pytest.mark.parametrize("content_type", KINDS)
@pytest.mark.parametrize("url", ["/sign-in", "/imports", "/enterprises/1/contacts/new", "/nowhere"])
def test_nothing_of_a_strangers_large_form_is_read(client, url, content_type):
    answer, read = send(client, url, 19 * MEGABYTE, content_type)

    assert answer.status_code in (302, 401, 404, 413)
    assert read == 0


@pytest.mark.parametrize("content_type", KINDS)
def test_the_sign_in_page_takes_what_a_sign_in_needs(client, content_type):
    answer, read = send(client, "/sign-in", LARGEST_KEPT + 17 * 1024, content_type)

    assert (answer.status_code, read) == (413, 0)


def test_a_form_of_a_person_is_bounded_too(signed_in):
    answer, read = send(signed_in("maria"), "/assign", LARGEST_FORM + 1, KINDS[0])

    assert (answer.status_code, read) == (413, 0)


@pytest.mark.parametrize("content_type", KINDS)
def test_a_body_without_a_length_is_cut_off_at_the_same_size(client, content_type):
    body = Watched(19 * MEGABYTE)

    answer = client.raw.post(
        "/sign-in",
        input_stream=body,
        content_type=content_type,
        headers={"Transfer-Encoding": "chunked"},
        environ_overrides={"wsgi.input_terminated": True},
    )

    assert answer.status_code in (400, 413)
    assert body.read_bytes <= 2 * 64 * 1024


def test_a_file_is_taken_where_files_are_sent(signed_in, no_child):  # noqa: F811
    answer = signed_in("maria").post(
        "/imports", {"file": (io.BytesIO(b"P" * (LARGEST_FORM + 1024)), "a.xlsx")}, content_type="multipart/form-data"
    )

    assert answer.status_code == 302
