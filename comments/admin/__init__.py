from comments.admin.alert import AlertChannelAdmin
from comments.admin.comment import CommentAdmin
from comments.admin.house_rule import HouseRuleAdmin, LadderStepAdmin
from comments.admin.limit import LimitAdmin
from comments.admin.listed import DomainAdmin, MailDomainAdmin, NetworkAdmin
from comments.admin.records import ReportAdmin, SuspensionAdmin
from comments.admin.sanction import SanctionAdmin
from comments.admin.thread import ThreadAdmin
from comments.admin.timetable import ClosingAgeAdmin, CommentingHoursAdmin
from comments.admin.wordlist import WordAdmin

__all__ = [
    "AlertChannelAdmin",
    "ClosingAgeAdmin",
    "CommentAdmin",
    "CommentingHoursAdmin",
    "DomainAdmin",
    "HouseRuleAdmin",
    "LadderStepAdmin",
    "LimitAdmin",
    "MailDomainAdmin",
    "NetworkAdmin",
    "ReportAdmin",
    "SanctionAdmin",
    "SuspensionAdmin",
    "ThreadAdmin",
    "WordAdmin",
]
