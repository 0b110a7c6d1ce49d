"""A list as the file that is answered: text cells only, under a name people can read."""

from collections.abc import Sequence
from urllib.parse import quote

from flask import Response

from crm.web.downloads.files import workbook, write_csv

_FORMATS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


def file_answer(
    kind: str, plain_name: str, name: str, heads: Sequence[str], rows: Sequence[Sequence[str]]
) -> Response:
    """The file of a kind, xlsx or csv; `plain_name` is for browsers that read no other letters."""
    content = workbook(name, heads, rows) if kind == "xlsx" else write_csv(heads, rows)
    answer = Response(content, content_type=_FORMATS[kind])
    answer.headers["Content-Disposition"] = (
        f"attachment; filename={plain_name}.{kind}; filename*=UTF-8''{quote(f'{name}.{kind}')}"
    )
    return answer
