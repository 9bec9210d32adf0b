"""The ledger knows how large documents are, and whether somebody who opened one had it made."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"

Json = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Add the columns; lines from before have no sizes, and a batch made them."""
    op.add_column("renders", sa.Column("sizes", Json, nullable=False, server_default="{}"))
    op.add_column("renders", sa.Column("on_demand", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_index("renders_by_edition", "renders", ["edition", "report", "person", "id"], unique=False)
