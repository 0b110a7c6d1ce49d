"""A file that was sent, kept in memory while a child reads it: it never lies on a disk."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from crm.errors import CrmError
from crm.imports.workbook.child import OPEN_FILES
from crm.imports.workbook.refusals import Refusal


@contextmanager
def kept_in_memory(content: bytes) -> Iterator[Path]:
    """A path to the content that the child can open; a Refusal becomes a CrmError with what is wrong with the file."""
    descriptor = os.memfd_create("uploaded", 0)
    try:
        with os.fdopen(os.dup(descriptor), "wb") as memory:
            memory.write(content)
        yield OPEN_FILES / str(descriptor)
    except Refusal as refusal:
        raise CrmError(refusal.code, **refusal.values) from refusal
    finally:
        os.close(descriptor)
