"""The 400 comments of the night: real ones from the input where it is at hand, the rest made up.
Knows no database."""

from __future__ import annotations

import random
import re

from benchmarks.drill.material import (
    ABUSE,
    GOOD,
    SPAM,
    Draft,
    made_up_sentences,
    real_good_comments,
    real_insults,
    real_spam,
)

ORDINARY, WITH_LINK = "ordinary", "ordinary with a link"
INSULT, EVASIVE, FLOOD, DOXXING = "insult", "evasive abuse", "flood", "doxxing"
CAMPAIGN, OTHER_SPAM = "campaign", "other spam"

COUNTS = {
    ORDINARY: 180,
    WITH_LINK: 10,
    INSULT: 80,
    EVASIVE: 20,
    CAMPAIGN: 60,
    OTHER_SPAM: 20,
    FLOOD: 20,
    DOXXING: 10,
}
TRUTHS = {ORDINARY: GOOD, WITH_LINK: GOOD, CAMPAIGN: SPAM, OTHER_SPAM: SPAM}

CAMPAIGN_SITE = "harbour-signals.example.net"
# Most pitches carry the campaign's own site, some a channel on a shared host, some nothing.
CAMPAIGN_LINKS = (
    *(f"https://{CAMPAIGN_SITE}/join?r={{}}",) * 6,
    *("https://t.me/harboursignals{}",) * 3,
    "ask me by message, number {}",
)
PITCH = (
    "[I was sceptical too|I did not believe it either|My brother laughed at me], [but|and yet] "
    "[three weeks|one month|ten days] with [these traders|this group|the signals] [paid|earned] me "
    "[1,900|2,400|3,150] crowns. [They tell you|You are told] [when to buy|what to buy and when], "
    "[nothing to learn|no knowledge needed|it takes minutes]. [Places are few|It is still free]: {}"
)
# Sites that a newspaper's readers do link to.
KNOWN_SITES = """https://www.gov.uk/check-flooding
https://www.britannica.com/technology/bridge-engineering
https://www.bahn.de/service/fahrplaene
https://en.wikipedia.org/wiki/Moveable_bridge
https://www.bbc.co.uk/news
https://www.who.int/news-room
https://www.nature.com/articles
https://www.theguardian.com/environment
https://ec.europa.eu/eurostat
https://www.loc.gov/collections""".splitlines()
# Nothing here is on any list of words; a person sees at once what is meant.
EVASIONS = """People with your surname should not be allowed near a ballot box.
We all know what sort of school lets you out without reading.
I hope somebody meets you on the stairs one evening.
There used to be a cure for families like yours, it was called a one-way ticket.
Do the town a favour and try how cold the harbour is at night.
You were dropped as a child, and by the look of it more than once.
They smell the same everywhere, and here they have a mayor of their own.
Your kind always ends the same way, and we shall be there to clap.
If I had your face I would write under another name as well.
Somebody ought to take this author aside, where there are no cameras.
Every time one of you speaks, a clever person leaves the country.
My dog has done things on that pavement that were worth more than you are.
I know a hole in the new road that has exactly your size.
Your mother must be so proud that she changed her telephone number.
Two legs, no brain, one vote: that is what is wrong with this country.
Keep writing, the list of those we shall remember is getting longer.
One day you will walk home and nobody will have seen anything.
Ask your neighbours what they really call you when you are gone.
Some people are born to be shouted at, and you are one of them.
Go on crying, the water in the basin is low anyway.""".splitlines()
DOXXED = """She lives at 14 Cooper Street, second floor, the blue door. Ring her out of bed.
His private number is 07700 900461, call him tonight, he loves it.
Write to her at home: marten dot quill at example dot com.
The reporter drives a grey estate with the plate NH-4471, usually parked behind the church.
Her daughter goes to the primary school on Mill Lane, out at half past three.
He works nights at the depot, gate four, and walks home alone along the quay.
Flat 3, 22 Anchor Road. You did not hear it from me.
The councillor's wife has the flower shop at 9 Market Square, tell her what you think.
Phone 020 7946 0018, that is the mother. Let it ring.
His account: GB33 BUKB 2020 1555 5555 55, he asked for donations.""".splitlines()
FLOODS = "FIRST", "boring", "ha", "spam me", "nobody cares", "lies", "wake up", "aaa", "no", "bump"


def drafts(chance: random.Random) -> list[Draft]:
    texts = {
        ORDINARY: _ordinary(chance),
        WITH_LINK: _with_links(chance),
        INSULT: chance.sample(real_insults(), COUNTS[INSULT]),
        EVASIVE: EVASIONS,
        CAMPAIGN: [pitch(chance) for _ in range(COUNTS[CAMPAIGN])],
        OTHER_SPAM: chance.sample(real_spam(), COUNTS[OTHER_SPAM]),
        FLOOD: _floods(chance),
        DOXXING: DOXXED,
    }
    for kind, number in COUNTS.items():
        assert len(texts[kind]) == number, kind
    return [Draft(kind, TRUTHS.get(kind, ABUSE), text) for kind in COUNTS for text in texts[kind]]


def pitch(chance: random.Random) -> str:
    text = re.sub(r"\[([^\]]+)\]", lambda found: chance.choice(found[1].split("|")), PITCH)
    return text.format(chance.choice(CAMPAIGN_LINKS).format(chance.randrange(100, 999)))


def _ordinary(chance: random.Random) -> list[str]:
    """Half of them real, half of our own."""
    number = COUNTS[ORDINARY] // 2
    own = made_up_sentences()
    return [
        *chance.sample(real_good_comments(), COUNTS[ORDINARY] - number),
        *chance.sample(own[: -len(KNOWN_SITES)], number),
    ]


def _with_links(chance: random.Random) -> list[str]:
    own = made_up_sentences()[-len(KNOWN_SITES) :]
    return [f"{text} See {site}" for text, site in zip(own, KNOWN_SITES, strict=True)]


def _floods(chance: random.Random) -> list[str]:
    return [
        " ".join([chance.choice(FLOODS)] * chance.randint(1, 6)) + "!" * chance.randint(0, 4)
        for _ in range(COUNTS[FLOOD])
    ]
