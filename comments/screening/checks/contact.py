"""Private data of somebody: telephone numbers, addresses of mail and of houses, accounts. To
publish another's is what is called doxxing; it is held, for a person to look at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from comments.screening.limits import limit
from comments.screening.submission import Submission
from comments.screening.verdict import DOUBT, Finding

_MAIL = re.compile(
    r"\b[\w.+-]{1,64}(?:@|\s?[\[({]\s?(?:at|@)\s?[\])}]\s?)"
    r"((?:[\w-]{1,63}(?:\.|\s?[\[({]\s?(?:dot|\.)\s?[\])}]\s?)){1,5}[a-z]{2,24})\b"
    r"|\b[\w.+-]{1,64} at ([\w-]{1,63} dot [a-z]{2,24})\b",
    re.IGNORECASE,
)
# Digits with what people put between them; how many there are decides whether it is a number.
_NUMBER = re.compile(r"(?<![\w.,/#$€£-])(?:\+|00)?\(?\d(?:[ \u00a0().\-/]{0,3}\d){6,14}(?![\w%])")
_CALLED = re.compile(
    r"\b(?:call|phone|tel|telephone|mobile|cell|text|whatsapp|telegram|number|ring|fax|anruf\w*|"
    r"handy|telefon\w*|nummer|appel\w*|teléfono|móvil|telefone|telefono)\b",
    re.IGNORECASE,
)
_DATE = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|(?:19|20)\d\d ?[-–/] ?(?:19|20)\d\d")
_GROUPED = re.compile(r"\d{1,3}(?:[ .,\u00a0]\d{3})+")
_CARD = re.compile(r"(?<!\d)\d(?:[ -]?\d){12,18}(?!\d)")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\b")
_STREET = re.compile(
    r"\b\d{1,5}[a-z]? (?:[A-Z][\w'’]+ ){1,3}"
    r"(?:Street|St|Avenue|Ave|Road|Rd|Lane|Ln|Drive|Dr|Boulevard|Blvd|Court|Ct|Crescent|Close|"
    r"Terrace|Way|Place|Pl|Square)\b(?!\w)"
    r"|\b[A-ZÄÖÜ][\wäöüß-]{2,40}(?:straße|strasse|str\.|weg|gasse|platz|allee|ufer) \d{1,4}[a-z]?\b"
    r"|\b\d{1,4}(?: ?bis)?,? (?:rue|avenue|boulevard|place|impasse|chemin) "
    r"(?:de |du |des |la |l['’])*[A-ZÉÈ][\w'’-]+"
    r"|\b(?:[Cc]alle|[Aa]venida|[Pp]laza|[Vv]ia|[Vv]iale|[Pp]iazza|[Rr]ua) "
    r"(?:de |del |la |los |di |da )*[A-ZÁÉÍÓÚ][\w'’-]+(?: [A-ZÁÉÍÓÚ][\w'’-]+)?,? "
    r"(?:n\.?º? ?)?\d{1,4}\b"
)


@dataclass(frozen=True)
class ContactLimits:
    telephone: bool = limit(True, "Telephone numbers")
    mail: bool = limit(True, "E-mail addresses")
    street: bool = limit(True, "Street addresses")
    accounts: bool = limit(True, "Bank accounts and card numbers")


def find(submission: Submission, limits: ContactLimits) -> Iterator[Finding]:
    """What could lead a stranger to somebody's telephone, mailbox, door or money is held."""
    text = submission.text
    if limits.mail and ("@" in text or " at " in text or "at]" in text or "at)" in text):
        for match in _MAIL.finditer(text):
            domain = re.sub(r"\s|[\[\](){}]|dot", "", (match[1] or match[2]).lower())
            if domain not in submission.hosts:
                yield Finding("contact", "an e-mail address", DOUBT, span=match.span())
    if not any(map(str.isdigit, text)):
        return
    accounts = list(_accounts(text))
    if limits.accounts:
        for span, what in accounts:
            yield Finding("contact", what, DOUBT, span=span)
    if limits.telephone:
        for span in _telephones(text):
            if not any(span[0] < end and start < span[1] for (start, end), _ in accounts):
                yield Finding("contact", "a telephone number", DOUBT, span=span)
    if limits.street:
        for match in _STREET.finditer(text):
            yield Finding("contact", "a street address", DOUBT, span=match.span())


def _accounts(text: str) -> Iterator[tuple[tuple[int, int], str]]:
    """Numbers whose check digits fit: a random one does so once in ten, or in ninety-seven."""
    for match in _IBAN.finditer(text):
        if _is_iban(match[0].replace(" ", "")):
            yield match.span(), "a bank account"
    for match in _CARD.finditer(text):
        digits = re.sub(r"\D", "", match[0])
        if digits[0] in "3456" and _fits_luhn(digits) and len(set(digits)) > 2:
            yield match.span(), "a card number"


def _telephones(text: str) -> Iterator[tuple[int, int]]:
    """Seven to fifteen digits (ITU-T E.164), written as people write them and not as dates or
    sums of money. Without a leading + or 0 they need a word that says so nearby."""
    for match in _NUMBER.finditer(text):
        written = match[0]
        digits = re.sub(r"\D", "", written)
        if not 7 <= len(digits) <= 15 or _DATE.search(written) or _GROUPED.fullmatch(written):
            continue
        near = text[max(0, match.start() - 40) : match.end() + 20]
        has_form = written.startswith(("+", "0", "(")) or re.fullmatch(
            r"\d{3}[ .-]\d{3}[ .-]\d{4}", written
        )
        if len(set(digits)) > 2 and (has_form or _CALLED.search(near)):
            yield match.span()


def _fits_luhn(digits: str) -> bool:
    """ISO/IEC 7812-1, annex B."""
    doubled = [int(d) * (1 + place % 2) for place, d in enumerate(reversed(digits))]
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0


def _is_iban(written: str) -> bool:
    """ISO 13616: the remainder by 97 is one."""
    if not 15 <= len(written) <= 34:
        return False
    return int("".join(str(int(c, 36)) for c in written[4:] + written[:4])) % 97 == 1
