"""What tells another word of another language from a disguise, where the folded letters agree."""

from __future__ import annotations

import unicodedata
from functools import cache, cached_property

from comments.screening.folding import folded
from newsroom.foundation.visible_text import is_invisible

# Letters that the alphabet of a language counts by themselves: año is not ano, sık is not sik.
# An accent that merely colours a letter (é) is none.
_OWN_LETTERS = {
    "cs": "čďěňřšťůž", "da": "æøå", "de": "äöüß", "eo": "ĉĝĥĵŝŭ", "es": "ñ", "et": "äöõü",
    "fi": "äöå", "hu": "öőüű", "is": "æðöþ", "lt": "ąčęėįšųūž", "lv": "āčēģīķļņšūž", "nb": "æøå",
    "nn": "æøå", "no": "æøå", "pl": "ąćęłńóśźż", "ro": "ăâîșț", "ru": "й", "sk": "äčďľňôšťž",
    "sl": "čšž", "sv": "åäö", "tr": "çğıöşü", "uk": "їй", "be": "ўй",
}  # fmt: skip

_TONGUES = frozenset({"LATIN", "CYRILLIC", "GREEK", "ARMENIAN"})
# Latin letters that no other script is mistaken for.
_LATIN_ALONE = frozenset("dfgjlqrsuvwz")
_WITHOUT_SPACES = ("CJK", "HIRAGANA", "KATAKANA", "THAI", "LAO", "KHMER", "MYANMAR", "TIBETAN")


@cache
def script(letter: str) -> str:
    return unicodedata.name(letter, "?").partition(" ")[0]


def scripts(text: str) -> set[str]:
    return {script(each) for each in text if each.isalpha()}


def is_of_no_spaces(letter: str) -> bool:
    """Whether its script writes words without spaces between them."""
    return not letter.isascii() and script(letter).startswith(_WITHOUT_SPACES)


class Tongues:
    """The text as its writer's language has it."""

    def __init__(self, text: str, language: str) -> None:
        self.text = text
        self.own_letters = _OWN_LETTERS.get(language.lower().partition("-")[0], "")

    def is_another_word(self, written: str, listed: str) -> bool:
        """Whether what was found is a word of its own, which folding alone made the listed one."""
        return self._is_of_another_script(written, listed) or self._is_spelled_so(written, listed)

    def _is_of_another_script(self, written: str, listed: str) -> bool:
        """A word all in Cyrillic is Cyrillic if more of the text is, and so on."""
        own = scripts(written)
        return len(own) == 1 and own != scripts(listed) and own <= self._scripts

    def _is_spelled_so(self, written: str, listed: str) -> bool:
        """A letter of its own is not the letter below its accent."""
        if not self.own_letters:
            return False
        here, there = (
            unicodedata.normalize("NFC", each).casefold().replace("ß", "ss")
            for each in (written, listed)
        )
        return any(here.count(each) > there.count(each) for each in self.own_letters)

    @cached_property
    def _scripts(self) -> set[str]:
        """The scripts that the text has letters of which nothing looks alike."""
        found = set()
        for letter in set(self.text):
            if letter.isascii():
                if letter.lower() in _LATIN_ALONE:
                    found.add("LATIN")
            elif letter.isalpha() and script(letter) in _TONGUES and script(letter) != "LATIN":
                fold = folded(letter).text
                if fold and script(fold[0]) == script(letter):
                    found.add(script(letter))
        return found


def how_written(written: str, listed: str) -> str:
    """In what `written` differs from the listed word that it is once folded; empty where it is in
    case, or in what stands between the words of a phrase."""
    if _letters(written) == _letters(listed):
        return ""
    ways = []
    seen = "".join(each for each in written if not is_invisible(each))
    if seen != written:
        ways.append("with characters in it that cannot be seen")
    composed = unicodedata.normalize("NFKC", seen)
    if composed != unicodedata.normalize("NFC", seen):
        ways.append("in other letterforms")
    if (scripts(composed) - scripts(listed)) & _TONGUES:
        ways.append("with letters that look alike")
    elif not ways:
        ways.append("with other accents")
    return " and ".join(ways)


def _letters(text: str) -> str:
    """All but spaces and ASCII punctuation, which folding leaves alone."""
    composed = unicodedata.normalize("NFC", text).casefold()
    return "".join(
        each for each in composed if each.isalnum() or not (each.isascii() or each.isspace())
    )
