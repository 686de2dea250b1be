from comments.models.closing_age import ClosingAge
from comments.models.comment import Comment
from comments.models.commenting_hours import CommentingHours, OpeningTime
from comments.models.decision import Decision
from comments.models.edit import Edit
from comments.models.report import Report
from comments.models.sanction import Sanction
from comments.models.scope import Mode, Scope
from comments.models.suspension import Suspension
from comments.models.thread import Thread

__all__ = [
    "ClosingAge",
    "Comment",
    "CommentingHours",
    "Decision",
    "Edit",
    "Mode",
    "OpeningTime",
    "Report",
    "Sanction",
    "Scope",
    "Suspension",
    "Thread",
]
