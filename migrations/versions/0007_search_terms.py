"""Where one may begin to type a name, a code or a contact; filled for every enterprise."""

import unicodedata
from collections import defaultdict

import sqlalchemy as sa
from alembic import op
from pypinyin import Style, pinyin

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

CODE_PLACES = (0, 2, *range(8, 15))
AT_ONCE = 20_000


def upgrade() -> None:
    op.create_table(
        "search_terms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=80), nullable=True),
        sa.Column("initials", sa.String(length=80), nullable=True),
        sa.Column("pinyin", sa.String(length=240), nullable=True),
        sa.ForeignKeyConstraint(["enterprise_id"], ["enterprises.id"], name=op.f("fk_search_terms_enterprise_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_terms")),
    )
    with op.batch_alter_table("search_terms", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_search_terms_enterprise_id"), ["enterprise_id"], unique=False)
        batch_op.create_index(
            "ix_search_terms_initials", ["initials"], unique=False, postgresql_ops={"initials": "text_pattern_ops"}
        )
        batch_op.create_index(
            "ix_search_terms_pinyin", ["pinyin"], unique=False, postgresql_ops={"pinyin": "text_pattern_ops"}
        )
        batch_op.create_index(
            "ix_search_terms_text", ["text"], unique=False, postgresql_ops={"text": "text_pattern_ops"}
        )
    _fill()


def _fill() -> None:
    """The beginnings of names, codes and contacts; other readings of a character come with the next change of the row."""
    connection = op.get_bind()
    names: dict[int, list[str]] = defaultdict(list)
    for key, name in connection.execute(sa.text("SELECT enterprise_id, name FROM former_names")):
        names[key].append(name)
    plain: dict[int, set[str]] = defaultdict(set)
    contacts = "SELECT enterprise_id, name, mobile_last4 FROM contacts WHERE left_on IS NULL"
    for key, name, digits in connection.execute(sa.text(contacts)):
        names[key].append(name)
        plain[key] |= {digits} if digits else set()
    rows: list[dict[str, object]] = []
    for key, name, code in connection.execute(sa.text("SELECT id, name, credit_code FROM enterprises")).all():
        plain[key] |= {code.lower()[place:] for place in CODE_PLACES}
        rows += [{"enterprise_id": key, "text": text, "initials": None, "pinyin": None} for text in plain[key]]
        terms = {term for each in [name, *names[key]] for term in _beginnings(each)}
        rows += [
            {"enterprise_id": key, "text": text, "initials": first, "pinyin": all_} for text, first, all_ in terms
        ]
        if len(rows) > AT_ONCE:
            _write(rows)
            rows = []
    _write(rows)


def _beginnings(name: str) -> list[tuple[str, str, str]]:
    folded = unicodedata.normalize("NFKC", name).casefold()
    marks = "".join(mark for mark in folded if mark.isalnum())
    spoken = [one[0].lower() for one in pinyin(marks, style=Style.NORMAL, errors=list)]
    return [
        (marks[at:][:80], "".join(one[:1] for one in spoken[at:])[:80], "".join(spoken[at:])[:240])
        for at in range(len(marks))
    ]


def _write(rows: list[dict[str, object]]) -> None:
    if rows:
        insert = "INSERT INTO search_terms (enterprise_id, text, initials, pinyin) VALUES (:enterprise_id, :text, :initials, :pinyin)"
        op.get_bind().execute(sa.text(insert), rows)


def downgrade() -> None:
    op.drop_table("search_terms")
