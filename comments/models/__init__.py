from comments.models.account_removal import AccountRemoval, BlockedDomain, RemovedAccount
from comments.models.address_use import AddressUse
from comments.models.alert import Alert, AlertChannel, Event
from comments.models.assignment import Assignment
from comments.models.canned_note import CannedNote
from comments.models.case import Case, Cause
from comments.models.closing_age import ClosingAge
from comments.models.comment import Comment
from comments.models.comment_link import CommentLink
from comments.models.commenting_hours import CommentingHours, OpeningTime
from comments.models.decision import Decision
from comments.models.desk_preferences import DeskPreferences
from comments.models.desk_visit import DeskVisit
from comments.models.edit import Edit
from comments.models.finding import Finding
from comments.models.fingerprint import Fingerprint
from comments.models.hand_over import HandOver
from comments.models.house_rule import HouseRule
from comments.models.ladder import LadderStep
from comments.models.legal_notice import LegalNotice
from comments.models.limit import Limit
from comments.models.log import LogEntry
from comments.models.person_note import PersonNote
from comments.models.pulse import Pulse
from comments.models.queue import Queue
from comments.models.report import Report
from comments.models.rulebook import Rulebook
from comments.models.sanction import Sanction
from comments.models.scope import Mode, Scope
from comments.models.suspension import Suspension
from comments.models.tally import Tally
from comments.models.thread import Thread
from comments.models.trip import Trip
from comments.models.wordlist import Domain, MailDomain, Network, Word

__all__ = [
    "AccountRemoval",
    "AddressUse",
    "Alert",
    "AlertChannel",
    "Assignment",
    "BlockedDomain",
    "CannedNote",
    "Case",
    "Cause",
    "ClosingAge",
    "Comment",
    "CommentLink",
    "CommentingHours",
    "Decision",
    "DeskPreferences",
    "DeskVisit",
    "Domain",
    "Edit",
    "Event",
    "Finding",
    "Fingerprint",
    "HandOver",
    "HouseRule",
    "LadderStep",
    "LegalNotice",
    "Limit",
    "LogEntry",
    "MailDomain",
    "Mode",
    "Network",
    "OpeningTime",
    "PersonNote",
    "Pulse",
    "Queue",
    "RemovedAccount",
    "Report",
    "Rulebook",
    "Sanction",
    "Scope",
    "Suspension",
    "Tally",
    "Thread",
    "Trip",
    "Word",
]
