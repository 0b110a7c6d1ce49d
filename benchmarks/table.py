"""A table of results as text; it measures nothing."""

from __future__ import annotations


class Table:
    """Columns as wide as their widest cell, numbers to the right."""

    def __init__(self, *headings: str) -> None:
        self.rows: list[tuple[object, ...]] = [headings]

    def add(self, *cells: object) -> None:
        self.rows.append(cells)

    def __str__(self) -> str:
        texts = [[written(cell) for cell in row] for row in self.rows]
        widths = [max(len(row[place]) for row in texts) for place in range(len(texts[0]))]
        lines = [
            "  ".join(
                text.ljust(width) if place == 0 else text.rjust(width)
                for place, (text, width) in enumerate(zip(row, widths, strict=True))
            )
            for row in texts
        ]
        return "\n".join([lines[0], "-" * len(lines[0]), *lines[1:]])


def written(cell: object) -> str:
    if isinstance(cell, float):
        return f"{cell:,.2f}"
    return f"{cell:,}" if isinstance(cell, int) else str(cell)
