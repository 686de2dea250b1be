"""What readers write: sentences of the demo paper's crowd, and others about streets and times, in
paragraphs that are rendered once and put together anew for every comment."""

from __future__ import annotations

from random import Random
from typing import Any

from comments import markup
from newsroom.demo import script

PARAGRAPHS = 6_000
# One paragraph is the rule, three are a letter to the editor.
HOW_MANY = (1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 3)
# Some give the number of their form: words that stand in few comments and in the end in one.
SHARE_WITH_A_NUMBER = 0.02

STREETS = (
    "Ballast Street", "Chandlers Row", "Cooper Lane", "Custom House Steps", "Eel Market",
    "Ferry Road", "Foundry Road", "Glebe Terrace", "Hawser Street", "Kell Hill", "Lantern Yard",
    "Mill Leat", "Netmakers' Row", "Orchard Bank", "Pilot Square", "Quay Street", "Ropewalk",
    "Saltside Cross", "Tannery Lane", "Tollgate", "Upper Weir", "Vicarage Path", "Wharf Parade",
)  # fmt: skip
TIMES = (
    "on Monday", "on Tuesday", "on Wednesday", "last night", "before breakfast", "in the fog",
    "after the match", "in the first week of school", "at the spring tide", "since the flood",
)  # fmt: skip
SENTENCES = (
    "From {street} it took me {number} minutes {time}.",
    "There were {number} of us at {street} {time}, and nobody had been told.",
    "We have lived in {street} for {number} years and have seen it twice.",
    "*{number}* crowns for a parking space in {street}, and that was {time}.",
    "The bins in {street} were emptied {time}, for the first time in {number} days.",
    "Ask at number {number}, {street}, they will tell you what happened {time}.",
    "I have counted **{number}** cars in {street} {time}.",
    "Somebody should look at the lamp by {number} {street}; it has been dark {time}.",
    "The picture is at https://example.org/{word}/{number} for whoever does not believe it.",
)
WORDS = ("bridge", "ferry", "harbour", "marsh", "market", "tram", "weir")


class Phrases:
    """Texts with their HTML, without end."""

    def __init__(self, random: Random) -> None:
        material = script.crowd()
        self._pool = [
            (text, markup.render(text))
            for text in (_paragraph(material, random) for _ in range(PARAGRAPHS))
        ]

    def comment(self, random: Random) -> tuple[str, str]:
        """A text, and what `markup.render` would make of it."""
        pool, chance = self._pool, random.random
        text, html = pool[int(chance() * PARAGRAPHS)]
        for _ in range(HOW_MANY[int(chance() * len(HOW_MANY))] - 1):
            more = pool[int(chance() * PARAGRAPHS)]
            text, html = f"{text}\n\n{more[0]}", f"{html}\n{more[1]}"
        if chance() < SHARE_WITH_A_NUMBER:
            said = f"My form has the number {int(chance() * 10_000_000)}."
            text, html = f"{text}\n\n{said}", f"{html}\n<p>{said}</p>"
        return text, html


def _paragraph(material: dict[str, Any], random: Random) -> str:
    voice = random.choice(material["voice"])
    if random.random() < 0.25:
        tone = random.choice(sorted(material["replies"]))
        sentences = [random.choice(material["replies"][tone])]
    else:
        sentences = [random.choice(voice["openers"])]
    sentences += random.sample(voice["middles"], k=random.choice((0, 1, 1, 2, 3)))
    if random.random() < 0.6:
        sentences.append(_about_the_town(random))
    if random.random() < 0.3:
        sentences.append(random.choice(voice["closers"]))
    if random.random() < 0.05:
        return f"> {random.choice(voice['middles'])}\n\n{' '.join(sentences)}"
    return " ".join(sentences)


def _about_the_town(random: Random) -> str:
    return random.choice(SENTENCES).format(
        street=random.choice(STREETS),
        time=random.choice(TIMES),
        word=random.choice(WORDS),
        number=random.randrange(2, 900),
    )
