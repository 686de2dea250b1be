from comments.admin.comment import CommentAdmin
from comments.admin.records import ReportAdmin, SuspensionAdmin
from comments.admin.sanction import SanctionAdmin
from comments.admin.timetable import ClosingAgeAdmin, CommentingHoursAdmin

__all__ = [
    "ClosingAgeAdmin",
    "CommentAdmin",
    "CommentingHoursAdmin",
    "ReportAdmin",
    "SanctionAdmin",
    "SuspensionAdmin",
]
