"""Which display names are a way to reach somebody: web and mail addresses, telephone numbers and
accounts with other services. “Mr.Smith”, “J. R. Smith” and “Dr. No” are names, though .no is a
country: what stands on either side of a dot decides."""

import re
import unicodedata
from functools import cache

from django.utils.translation import gettext_lazy as _
from publicsuffixlist import PublicSuffixList

WEB = _("A display name is not a web address: please choose a name without one.")
MAIL = _("A display name is not a mail address: please choose a name without “@”.")
TELEPHONE = _("A display name is not a telephone number: please choose a name with fewer digits.")
SERVICE = _("A display name does not say where else to find you: please choose a name alone.")

# ITU-T E.164: no subscriber number that is dialled from elsewhere has fewer digits.
TELEPHONE_DIGITS = 7


def _words(*lines: str) -> frozenset[str]:
    return frozenset(" ".join(lines).split())


# Endings that are no word of any name, in whatever case they are written. The last are reserved
# for examples and local networks (RFC 2606, RFC 6761, RFC 7686) and in no list of real ones.
NEVER_NAMES = _words(
    "com net org info biz edu gov xyz top shop online site club store app dev link click icu www",
    "web website blog tech ru cn uk рф сом ком орг онлайн сайт 中国 公司 在线",
    "example test invalid localhost onion internal lan",
)
# Endings that somebody owns and that are, far more often, the name of a person.
FAMILY_NAMES = _words("bond chase ford hughes joy kim moe rich rogers schmidt schwarz walter weber")
# Those that are a name too, and one only where they are written as such: Anna.Li, Agent.Fox. The
# brands among them sell no addresses.
MAYBE_NAMES = FAMILY_NAMES | _words(
    "au ba bo co do er ga ge hu im io ke ki ku la li lu ly ma mo mu my na ng ni nu om pa ro sa so",
    "su sy to tu vi vu ye",
    "abbott barclays best black bosch camp case cash church cruise day dell ferrari ferrero fish",
    "flowers fox gallo gay george gold grainger hermes honda house lancaster land law leclerc",
    "lilly lincoln lotte love mckinsey merck nico norton otsuka page philips pohl ren sharp song",
    "suzuki toyota van vin wang weir xin yun zara",
)
# Short addresses of other sites, whose endings would do as a name.
SHORTENERS = _words(
    "bit.ly buff.ly cutt.ly ow.ly adf.ly rebrand.ly trib.al t.ly t.co t.me g.co goo.gl is.gd v.gd",
    "wa.me m.me rb.gy fb.me ift.tt lnkd.in youtu.be redd.it amzn.to db.tt",
)
# Shortened words that a dot belongs to: titles, saints, degrees, generations, particles.
ABBREVIATIONS = _words(
    "mr mrs ms mx dr dra drs prof profa st ste sta sto sr sra jr fr frl rev revd fra hon sen rep",
    "gov gen col maj capt cpt lt sgt cpl cmdr adm pvt msgr mgr mag ing dipl med phil jur rer nat",
    "vet dent habil univ hr mme mlle mm me pr chr joh alex fred wm geo thos chas jas jos edw robt",
    "rob benj sam dan theo aug wilh friedr ferd abr esq ph phd md ma ba bsc msc llm mba v vd vda",
    "vdr г гр д др им св о ул проф акад доц",
)
SERVICES = (
    "telegram|whats ?app|insta(?:gram)?|snap(?:chat)?|discord|onlyfans|tik ?tok|twitter|facebook|"
    "we ?chat|weixin|skype|viber|signal|twitch|you ?tube|vkontakte|vk|kik|icq|tg|ig|fb|wa|yt"
)

_SCHEME = re.compile(r"//|\b(?:https?|hxxps?|ftp|mailto|tel|sms|skype|tg|xmpp)\s*:|::")
_WWW = re.compile(r"(?:^|[\s(\[<])www\d?(?:[.\s]|$)")
_SPELLED_DOT = re.compile(r"\s*[(\[{<]\s*(?:\.|dot|punkt|point|punto|точка)\s*[)\]}>]\s*")
_SAID_DOT = re.compile(r"\s+(?:dot|punkt|точка)\s+(?=(\w+)\s*$)")
_OTHER_DOTS = re.compile(r"\s*[·•∙⋅・‧,_;:]\s*(?=(\w+)$)")
_LABEL = r"[^\s.,;:/\\@()\[\]{}<>\"“”|]+"
_HOST = re.compile(rf"(?:{_LABEL}\.)+{_LABEL}")
_SPACED_HOST = re.compile(rf"({_LABEL})(\s*)\.(\s*)({_LABEL})\s*$")
_ACCOUNT = re.compile(rf"\b(?:{SERVICES})\s*[:=/|>→]|(?:^|\s)/?[ur]/\w+|\w#\d{{4}}\b")
_SERVICE_NUMBER = re.compile(rf"\b(?:{SERVICES}|tel|phone|call|text|mobile)\b(?:\W*\d){{3}}")
_NUMBER = re.compile(r"\d(?:[\s().+/\-–·]*\d)*")
_SPACED_LETTERS = re.compile(
    r"\b[^\W_](?:[\s_·-]+[^\W_]\b){2,}|(?<=\.)\s*\b[^\W_](?:[\s_·-]+[^\W_]\b)+$"
)
_DIGITS_FOR_LETTERS = [str.maketrans("01345", letters) for letters in ("oleas", "oieas")]
_AROUND = "!?*~_-–—…'’"
_DOTS = dict.fromkeys(map(ord, "。．｡․"), ".")


def contact_in(name: str) -> str:
    """The sentence that refuses a name that leads somewhere; empty for a name."""
    shown = unicodedata.normalize("NFKC", name.translate(_DOTS)).translate(_DOTS)
    plain = shown.casefold()
    if "@" in plain:
        return str(MAIL)
    if _is_web_address(shown) or _is_web_address(_with_letters_joined(shown)):
        return str(WEB)
    if any(_digits(each[0]) >= TELEPHONE_DIGITS for each in _NUMBER.finditer(plain)):
        return str(TELEPHONE)
    if _ACCOUNT.search(plain) or _SERVICE_NUMBER.search(plain):
        return str(SERVICE)
    return ""


def _is_web_address(shown: str) -> bool:
    plain = shown.casefold()
    if _SCHEME.search(plain) or _WWW.search(plain):
        return True
    if any(_is_host(match[0], shown[match.end() :]) for match in _HOST.finditer(shown)):
        return True
    return _is_spelled_out(plain) or _is_spaced_host(shown)


def _with_letters_joined(shown: str) -> str:
    """What is written letter by letter, as one word: p i l l s . c o m."""
    return _SPACED_LETTERS.sub(lambda run: re.sub(r"[\s_·-]+", "", run[0]), shown)


def _is_host(written: str, after: str) -> bool:
    """Whether a word with dots in it is asked for by browsers rather than a name without a space
    after its dot: Mr.Smith, J.R.R.Tolkien, Anna.Li."""
    *labels, ending = written.strip(_AROUND).split(".")
    if not _is_ending(ending):
        return False
    if _is_never_a_name(ending) or after.startswith(("/", ":", "?")):
        return True
    if ".".join((labels[-1], ending)).casefold() in SHORTENERS:
        return True
    if labels[-1].casefold() in ABBREVIATIONS:
        return False
    plainly = all(label.isalpha() for label in labels)
    if plainly and ending.casefold() in FAMILY_NAMES:
        return False
    if all(len(label) == 1 for label in labels) and len(ending) == 2:
        return not written[0].isupper() or not ending[0].isupper()
    if ending.casefold() not in MAYBE_NAMES:
        return True
    return not (plainly and all(_is_capitalised(word) for word in (*labels, ending)))


def _is_capitalised(word: str) -> bool:
    """As names are: with one capital. Hosts have none, or are shouted."""
    return word[:1].isupper() and not word[1:].isupper()


def _is_spaced_host(shown: str) -> bool:
    """A dot with spaces around it, and an ending behind it that ends the name."""
    match = _SPACED_HOST.search(shown)
    if match is None or not (match[2] or match[3]):
        return False
    label, ending = match[1].casefold(), match[4]
    if not _is_ending(ending):
        return False
    if match[2]:  # no name has a space before its dot
        return True
    if len(label) < 4 or label in ABBREVIATIONS:
        return False
    if _is_never_a_name(ending) or ending.islower():
        return True
    return len(ending) > 2 and ending.casefold() not in MAYBE_NAMES


def _is_spelled_out(plain: str) -> bool:
    """Another sign or a word in the place of the dot."""
    if (dotted := _SPELLED_DOT.sub(".", plain)) != plain and any(
        _is_ending(match[0].rpartition(".")[2]) for match in _HOST.finditer(dotted)
    ):
        return True
    for pattern in (_SAID_DOT, _OTHER_DOTS):
        if (match := pattern.search(plain)) and _is_never_a_name(match[1]):
            return True
    words = plain.split()
    return len(words) > 1 and not {"com", "dotcom"}.isdisjoint(_readings(words[-1]))


def _readings(ending: str) -> set[str]:
    """An ending as it is written, and as it is read with digits and accents in it: c0m, cóm."""
    plain = ending.strip(_AROUND).casefold()
    bare = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    return {plain, bare, *(bare.translate(letters) for letters in _DIGITS_FOR_LETTERS)}


def _is_never_a_name(ending: str) -> bool:
    return not NEVER_NAMES.isdisjoint(_readings(ending))


def _is_ending(ending: str) -> bool:
    readings = _readings(ending)
    if not NEVER_NAMES.isdisjoint(readings) or any(each.startswith("xn--") for each in readings):
        return True
    return any(_endings().publicsuffix(each) is not None for each in readings if each)


def _digits(written: str) -> int:
    return sum(character.isdigit() for character in written)


@cache
def _endings() -> PublicSuffixList:
    """Of the public suffix list what registries give out, and nothing that it does not know."""
    return PublicSuffixList(accept_unknown=False, only_icann=True)
