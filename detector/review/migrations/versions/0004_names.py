"""Names that the filters suggest."""

import json
import re

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

CHUNK = 500


def upgrade() -> None:
    in_order = sa.String().with_variant(sa.String(collation="C"), "postgresql")
    names = op.create_table(
        "names",
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("start", in_order, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("field", "start", "name"),
    )
    items = sa.table("items", sa.column("topic"), sa.column("payload"))
    rows = set()
    for topic, payload in op.get_bind().execute(sa.select(items.c.topic, items.c.payload)):
        rows |= {("topic", start, topic) for start in starts(topic)}
        for side in (json.loads(payload)[letter] for letter in "ab"):
            for field, text in (("holder", side["holder"]), ("outlet", str(side["document"].get("outlet") or ""))):
                name = " ".join(text.split())[:300]
                rows |= {(field, start, name) for start in starts(name)}
    filled = [dict(zip(("field", "start", "name"), row, strict=True)) for row in sorted(rows)]
    for at in range(0, len(filled), CHUNK):
        op.bulk_insert(names, filled[at : at + CHUNK])


def starts(text: str) -> list[str]:
    folded = " ".join(text.casefold().split())[:300]
    return [folded[word.start() :][:40] for word in re.finditer(r"\w+", folded)]


def downgrade() -> None:
    op.drop_table("names")
