"""Searching texts however they are written: BRÜCKE, brucke and Brücke are one word.

SQLite knows the case of ASCII letters alone, and no database knows accents by itself. So the texts
are folded here, as screening folds them, and the same is found on every database; what is looked
through is bounded, so that it costs the same among ten thousand rows and among ten million.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from django.db.models import QuerySet

from comments.screening.folding import folded, folded_as_read

# Read and folded in 50 to 200 ms, by the length of the texts.
LOOKED_THROUGH = 10_000
# A frequent word stands in a third of them; nobody pages through so many.
FOUND = 1_000

# What telephones and word processors write for what a keyboard has.
_TYPED = {**dict.fromkeys("’‘ʼ", "'"), **dict.fromkeys("“”„«»", '"'), "‐": "-"}


def folded_words(words: Iterable[str]) -> list[str]:
    """The words as they are compared, without those of which nothing is left."""
    return [word for each in words if (word := _plain(folded(each).text))]


def containing(
    rows: QuerySet,
    fields: Sequence[str],
    words: Sequence[str],
    *,
    looked_through: int | None = None,
) -> list[Any]:
    """The primary keys of those among the first rows in whose fields every folded word stands, in
    the order of the rows and no more than FOUND."""
    most = LOOKED_THROUGH if looked_through is None else looked_through
    texts: dict[Any, str] = {}
    for pk, *columns in rows.values_list("pk", *fields)[:most]:
        # A row comes more than once where a field leads to several others.
        texts[pk] = "\0".join([texts.get(pk, ""), *(str(each or "") for each in columns)])
    holding = (pk for pk, text in texts.items() if _holds(text, words))
    return list(islice(holding, FOUND)) if words else []


def _holds(text: str, words: Sequence[str]) -> bool:
    """Also where overrides of direction have readers see another text than the one stored."""
    if _has_all(_plain(folded(text).text), words):
        return True
    as_read = None if text.isascii() else folded_as_read(text)
    return as_read is not None and _has_all(_plain(as_read.text), words)


def _plain(text: str) -> str:
    for sign in _TYPED if not text.isascii() else ():
        text = text.replace(sign, _TYPED[sign])
    return " ".join(text.split()) if "\n" in text or "\t" in text or "  " in text else text


def _has_all(text: str, words: Sequence[str]) -> bool:
    return all(word in text for word in words)
