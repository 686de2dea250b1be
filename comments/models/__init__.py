from comments.models.account_removal import AccountRemoval, BlockedDomain, RemovedAccount
from comments.models.address_use import AddressUse
from comments.models.alert import Alert, AlertChannel, Event
from comments.models.case import Case, Cause
from comments.models.closing_age import ClosingAge
from comments.models.comment import Comment
from comments.models.commenting_hours import CommentingHours, OpeningTime
from comments.models.decision import Decision
from comments.models.edit import Edit
from comments.models.finding import Finding
from comments.models.fingerprint import Fingerprint
from comments.models.house_rule import HouseRule
from comments.models.ladder import LadderStep
from comments.models.legal_notice import LegalNotice
from comments.models.limit import Limit
from comments.models.log import LogEntry
from comments.models.pulse import Pulse
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
    "BlockedDomain",
    "Case",
    "Cause",
    "ClosingAge",
    "Comment",
    "CommentingHours",
    "Decision",
    "Domain",
    "Edit",
    "Event",
    "Finding",
    "Fingerprint",
    "HouseRule",
    "LadderStep",
    "LegalNotice",
    "Limit",
    "LogEntry",
    "MailDomain",
    "Mode",
    "Network",
    "OpeningTime",
    "Pulse",
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
