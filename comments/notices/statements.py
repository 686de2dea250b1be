"""What the author of a removed comment is told: Regulation (EU) 2022/2065, article 17, says what
it must hold. Plain text, kept with the decision as it was written then.

Beside it, on its page and in its letter, stand the comment, its time and its article.
"""

from __future__ import annotations

from collections.abc import Iterable

from comments.models import Case, Comment, Finding, HouseRule
from newsroom.foundation.visible_text import balance_directions

# More would read like a list of words to avoid.
WORDS_QUOTED = 5

_HELD = frozenset({"hold", "spam"})
_NOTICED = {
    Case.Kind.LEGAL: "Somebody had given us notice that it is against the law.",
    Case.Kind.REPORTED: "Readers had reported it.",
}
_AUTOMATIC = "An automatic check had noticed it."


def draw_up(
    house_rule: HouseRule | None,
    comment: Comment,
    findings: Iterable[Finding] = (),
    note: str = "",
    *,
    kind: str = "",
) -> str:
    """The statement of reasons for a rejection. `comment` is as it was before; of the findings
    those of its text as it stands count; `note` is what the moderator adds for its author; `kind`
    is that of the case. Asks the database for nothing but the text of a comment that was fetched
    without, and that only where words are quoted."""
    found = _latest(findings)
    paragraphs = [_decided(comment)]
    if house_rule:
        paragraphs += [
            house_rule.statement,
            f"The house rule: {house_rule.label}. {house_rule.rule}",
        ]
    if house_rule and house_rule.quotes_words and (words := _words(comment, found)):
        paragraphs.append(f"What was found in it: {', '.join(words)}.")
    if note := note.strip():
        paragraphs.append(f"The moderator’s words: {note}")
    paragraphs += [_how(found, kind), _redress(comment)]
    return "\n\n".join(each.strip() for each in paragraphs)


def _decided(comment: Comment) -> str:
    if comment.is_published:
        return "A moderator has removed your comment. Readers no longer see it."
    return "A moderator has decided not to publish your comment. Readers do not see it."


def _how(found: list[Finding], kind: str) -> str:
    """Who decided, and by what means it came before them."""
    machine = any(each.leads_to in _HELD and each.weight for each in found)
    noticed = _NOTICED.get(Case.Kind(kind), "") if kind else ""
    heard = " ".join(filter(None, [noticed, _AUTOMATIC if machine else ""]))
    return f"{heard} The decision was made by a person, not by a machine.".strip()


def _redress(comment: Comment) -> str:
    return (
        "It holds on all our pages, and until it is taken back. You are welcome to write again "
        "within the rules. If you think that we are wrong, tell the newsroom within six months "
        f"and name the number of your comment, {comment.pk}: somebody else will look at it again, "
        "free of charge. You may also turn to a certified body for the settlement of disputes out "
        "of court, or to a court."
    )


def _latest(findings: Iterable[Finding]) -> list[Finding]:
    """A comment that was changed has been screened again: spans before that are of another text."""
    known = list(findings)
    last = max((each.found_at for each in known), default=None)
    return [each for each in known if each.found_at == last]


def _words(comment: Comment, found: list[Finding]) -> list[str]:
    quoted = (
        f"“{balance_directions(' '.join(comment.text[each.start : each.end].split()))}”"
        for each in found
        if each.start is not None and each.end is not None and each.check_name == "words"
    )
    return list(dict.fromkeys(quoted))[:WORDS_QUOTED]
