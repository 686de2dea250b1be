"""What is written in the drill: good comments, a campaign and abuse, from real input where it is
at hand and from sentences of our own. Knows no database."""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.drill.disguising import DISGUISES

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
LISTED = "attack/words/ldnoobw/en.json"
OWN_WORDS = ("vermin", "subhuman", "traitors", "parasite", "halfwit", "degenerate")

GOOD, SPAM, ABUSE = "good", "spam", "abuse"
# Of 2,000 comments 70 % are good, 15 % a campaign, 15 % abuse, half of that in disguise.
GOOD_COUNT, PITCH_COUNT, ADVERTISING_COUNT, HATE_COUNT, INSULT_COUNT, DISGUISED_COUNT = (
    1_400, 230, 70, 75, 75, 150,
)  # fmt: skip
# One in so many pitches comes without its link: "look at my profile".
LINKLESS = 4

OPENINGS = """I have lived beside the harbour for thirty years and
My mother took the ferry to work every day, and
As somebody who teaches in the old town, I must say that
Thank you for the careful report;
After reading the council's own figures twice,
Nobody asked the shopkeepers, yet
My neighbours and I disagree about much, but
With respect to the author,
Having cycled over the bridge this morning,
The engineer quoted in the third paragraph is right:
What I miss in this article is the cost, for
We had the same debate in 1998, and
I voted against the plan, and still
To answer the question in the headline:
Between us old sailors:""".splitlines()
MIDDLES = """the new timetable leaves the villages without a bus after eight
the repairs were overdue and somebody had to pay for them
a toll of two crowns would not hurt those who cross once a week
the noise at night is worse than any of the drawings promised
our children need a safe way to school more than a car park
the fish market has never been so lively as since the quay was closed
nobody has explained why the tender went to a single bidder
the pensioners' discount should stay whatever else is decided
it would have been cheaper to begin with the northern pier
the trees along the avenue were healthy when they were felled
the mayor's letter answered none of the seven questions
the museum could open on Mondays at very little expense
the flood of last autumn ought to have taught us something
half of the lamps on the promenade have been dark since March
the library's reading room is the one warm place that costs nothing""".splitlines()
ENDINGS = """so I hope the board reads this before Thursday.
and I say that as somebody who rarely complains.
but I may be wrong and would like to see the figures.
which is why I shall come to the hearing.
as anybody can see who walks there at low tide.
and the paper should ask the contractor about it.
though I understand that money does not grow on trees.
so let us try it for one summer and then count.
and it was the same under the last council.
but credit where it is due: the signs are good.
if only for the sake of those who cannot drive.
and a letter to the ministry might help.
which my grandfather would have found very funny.
and I thank everybody who keeps this discussion civil.
so please keep us informed.""".splitlines()
# Choices in square brackets: whoever sends the pitch forty times changes a word here and there.
PITCH = (
    "[Hello friends|Hi all|Hey everybody|Dear readers], [I was|I used to be|Last year I was] "
    "deep in debt [until|before] a [colleague|friend|cousin] showed me how to [earn|make|get] "
    "[4200|3,900|5000] crowns a [week|fortnight] from [home|my kitchen|the sofa], working only "
    "[two|three] hours a day. No [experience|training|skills] needed, the [system|program|robot] "
    "does [everything|all the work] for you. [Look|Start|Join] here before it [closes|is gone]:"
)
LEADS_TO = ("http://cash-{0}.example.net/?r={1}", "https://win{0}.example.com/{1}", "bit.ly/{1}{0}")
# Where the disguised word stands.
ATTACKS = """You are a {}, and everybody in this town knows it.
Go back to where you came from, {}!
People like the author are {} and should be treated as such.
What a {} one has to be to believe that.
Shut up, {}. Nobody asked you.
Typical {}, all of them, without one exception.
The mayor is a {} and so is whoever voted for her.
I would not trust a {} like you with a paper boat.
They breed like {} and we pay for it.
Only a {} writes such rubbish and signs it.""".splitlines()


@dataclass(frozen=True)
class Draft:
    """A text that somebody is going to send, and what it truly is."""

    kind: str
    truth: str
    """GOOD, SPAM or ABUSE."""
    text: str

    @property
    def is_bad(self) -> bool:
        return self.truth != GOOD


def is_at_hand() -> bool:
    return (DATA / LISTED).is_file() and (DATA / "abuse").is_dir()


def listed_words() -> list[str]:
    return [*json.loads((DATA / LISTED).read_text()), *OWN_WORDS]


def drafts(chance: random.Random) -> list[Draft]:
    """All that is written in the drill, in no order."""
    news = _rows("abuse/fox-news/fox-news.jsonl")
    good = [
        *_labelled(news, "ok"),
        *_labelled(_rows("abuse/jigsaw-sample/jigsaw-sample.jsonl"), "ok"),
    ]
    chance.shuffle(good)
    own = made_up_sentences()
    good = good[: GOOD_COUNT - len(own)] + own
    return [
        *(Draft("good", GOOD, text) for text in good),
        *(Draft("campaign: one pitch", SPAM, pitch(chance)) for _ in range(PITCH_COUNT)),
        *(
            Draft("campaign: other adverts", SPAM, text)
            for text in chance.sample(real_spam(), ADVERTISING_COUNT)
        ),
        *(
            Draft("abuse: hate, own words", ABUSE, text)
            for text in chance.sample(_labelled(news, "abuse"), HATE_COUNT)
        ),
        *(
            Draft("abuse: insults, own words", ABUSE, text)
            for text in chance.sample(real_insults(), INSULT_COUNT)
        ),
        *_disguised(chance),
    ]


def pitch(chance: random.Random) -> str:
    text = re.sub(r"\[([^\]]+)\]", lambda found: chance.choice(found[1].split("|")), PITCH)
    if not chance.randrange(LINKLESS):
        return text.removesuffix(":") + ". Look at my profile!"
    return f"{text} {chance.choice(LEADS_TO).format(chance.randrange(3), chance.randrange(9999))}"


def real_good_comments() -> list[str]:
    return _labelled(_rows("abuse/fox-news/fox-news.jsonl"), "ok")


def real_insults() -> list[str]:
    return _labelled(_rows("abuse/civil-toxic-spans/civil-toxic-spans.jsonl.gz"), "abuse")


def real_spam() -> list[str]:
    parts = ("01-Psy", "02-KatyPerry", "03-LMFAO")
    rows = [row for part in parts for row in _rows(f"spam/youtube/Youtube{part}.jsonl")]
    return _labelled(rows, "spam")


def made_up_sentences() -> list[str]:
    """Of which no two share more than one part of three."""
    return [
        f"{opening} {middle}, {ENDINGS[(first + second) % len(ENDINGS)]}"
        for first, opening in enumerate(OPENINGS)
        for second, middle in enumerate(MIDDLES)
    ]


def _disguised(chance: random.Random) -> Iterator[Draft]:
    words = [word for word in listed_words() if word.isascii() and word.isalpha() and len(word) > 3]
    names = list(DISGUISES)
    for number in range(DISGUISED_COUNT):
        name = names[number % len(names)]
        attack = ATTACKS[number % len(ATTACKS)]
        word = DISGUISES[name](chance.choice(words), chance)
        yield Draft(f"abuse: {name}", ABUSE, attack.format(word))


def _rows(path: str) -> list[dict[str, str]]:
    opened = gzip.open if path.endswith(".gz") else open
    with opened(DATA / path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def _labelled(rows: list[dict[str, str]], label: str) -> list[str]:
    texts = (row["text"].strip() for row in rows if row["label"] == label)
    return sorted({text for text in texts if 0 < len(text) <= 4_000 and "\x00" not in text})
