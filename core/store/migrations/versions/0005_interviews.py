"""Practice interviews: questions, answers with their feedback, what was spoken."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "interview",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("owner", sa.String(100), nullable=False, index=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("profile_id", sa.String(32), nullable=False),
        sa.Column("job_id", sa.String(40), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("finished_at", sa.DateTime()),
    )
    op.create_table(
        "interview_question",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("owner", sa.String(100), nullable=False, index=True),
        sa.Column("interview_id", sa.String(32), sa.ForeignKey("interview.id", ondelete="CASCADE"), nullable=False, index=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(80), nullable=False),
        sa.Column("competency", sa.String(40), nullable=False),
        sa.Column("follows", sa.String(32), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("hinted", sa.Boolean(), nullable=False),
        sa.Column("seconds", sa.Float(), nullable=False),
        sa.Column("seen_at", sa.DateTime()),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("draft", sa.LargeBinary()),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.UniqueConstraint("interview_id", "position"),
    )
    op.create_table(
        "interview_answer",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("owner", sa.String(100), nullable=False, index=True),
        sa.Column("interview_id", sa.String(32), sa.ForeignKey("interview.id", ondelete="CASCADE"), nullable=False, index=True),
        sa.Column("question_id", sa.String(32), sa.ForeignKey("interview_question.id", ondelete="CASCADE"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Float(), nullable=False),
        sa.Column("score", sa.Float()),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("feedback", sa.LargeBinary()),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.UniqueConstraint("question_id", "number"),
    )
    op.create_table(
        "interview_audio",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("owner", sa.String(100), nullable=False, index=True),
        sa.Column("interview_id", sa.String(32), sa.ForeignKey("interview.id", ondelete="CASCADE"), nullable=False),
        sa.Column("question_id", sa.String(32), sa.ForeignKey("interview_question.id", ondelete="CASCADE"), nullable=False, index=True),
        sa.Column("answer_id", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(60), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
    )


def downgrade() -> None:
    """Take back."""
    for table in ("interview_audio", "interview_answer", "interview_question", "interview"):
        op.drop_table(table)
