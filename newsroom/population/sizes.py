"""How long threads are: a few very long, most short, many empty."""

from __future__ import annotations

# As newspapers that let readers write see it: a third of the articles moves nobody.
SHARE_WITH_COMMENTS = 0.65
# The comments of the article at place n fall as n to the power of minus this.
FALL = 0.9
# Longer than any thread that a newspaper of our acquaintance has held.
LONGEST = 50_000


def threads(articles: int, comments: int) -> list[int]:
    """The length of each thread, the longest first; their sum is `comments`."""
    if not articles:
        return []
    busy = max(1, round(articles * SHARE_WITH_COMMENTS))
    weights = [place**-FALL for place in range(1, busy + 1)]
    whole = sum(weights)
    longest = max(LONGEST, -(-comments // busy))
    lengths = [min(longest, int(comments * weight / whole)) for weight in weights]
    left = comments - sum(lengths)
    while left:
        open_ = [place for place, length in enumerate(lengths) if length < longest]
        for place in open_[:left]:
            lengths[place] += max(1, min(left // len(open_), longest - lengths[place]))
        left = comments - sum(lengths)
    return lengths + [0] * (articles - busy)
