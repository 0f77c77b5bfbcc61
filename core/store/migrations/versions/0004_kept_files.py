"""The file itself beside its text, where the person chose to keep it."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Apply."""
    op.add_column("source_document", sa.Column("original", sa.LargeBinary()))


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("source_document") as batch:
        batch.drop_column("original")
