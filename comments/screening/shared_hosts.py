"""The hosts on which many people who have nothing to do with one another publish: social networks,
messengers, video and document hosts, link shorteners, encyclopaedias. None of them is anybody's
site, so none is offered for blocking, and two links to one have nothing in common by themselves.

Where an account, a channel or a page has a path of its own there, its pattern follows the host:
`*` is one part of the path, `@*` one that begins with “@”, and anything else is that word. The
first pattern that fits decides. `subdomain` stands for hosts that give each account a subdomain.
A host without patterns has nothing that could be told apart by its address.

Sources: the private section of the Public Suffix List (https://publicsuffix.org/), which the
publicsuffixlist package brings along, has the hosts that registered themselves there, such as
github.io, blogspot.com, pages.dev. They need no line here. The rest is our own list: the services
with the most users in their categories in November 2026, and how each builds its addresses. To add
one, add a line. The shorteners are in `checks/links.py`.
"""

from __future__ import annotations

from comments.screening.checks.links import SHORTENERS

_TABLE = """
# Messengers
t.me                s/*  c/*  joinchat/*  addlist/*  *
telegram.me         s/*  c/*  joinchat/*  addlist/*  *
telegram.dog        s/*  c/*  joinchat/*  addlist/*  *
telegra.ph          *
wa.me               c/*  message/*  *
whatsapp.com        channel/*
chat.whatsapp.com   *
api.whatsapp.com
discord.gg          *
discord.com         invite/*  channels/*
discordapp.com      invite/*
signal.me
signal.group
line.me             ti/p/*  r/ti/p/*
viber.com
m.me                *
skype.com
zoom.us

# Social networks
facebook.com        groups/*  pages/*/*  p/*  people/*/*  *
fb.com              *
fb.watch            *
messenger.com       t/*
instagram.com       stories/*  p/*  reel/*  reels/*  *
threads.net         @*
threads.com         @*
twitter.com         i/communities/*  *
x.com               i/communities/*  *
linkedin.com        in/*  company/*  groups/*  school/*
reddit.com          r/*  user/*  u/*
redd.it             *
pinterest.com       *
pin.it              *
snapchat.com        add/*
tiktok.com          @*
vm.tiktok.com       *
vk.com              *
vk.ru               *
ok.ru               profile/*  group/*  *
weibo.com           u/*  *
bsky.app            profile/*
mastodon.social     @*
quora.com           profile/*
flickr.com          photos/*  people/*
onlyfans.com        *
patreon.com         c/*  *
gab.com             *
gettr.com           user/*
truthsocial.com     @*
xing.com            profile/*

# Video and sound
youtube.com         @*  channel/*  c/*  user/*  watch?v=*  shorts/*  live/*  playlist?list=*
youtube-nocookie.com embed/*
youtu.be            *
vimeo.com           channels/*  user/*  *
dailymotion.com     video/*  *
dai.ly              *
rumble.com          c/*  user/*  *
odysee.com          @*
bitchute.com        channel/*  video/*
twitch.tv           videos/*  *
rutube.ru           channel/*  video/*
soundcloud.com      *
spotify.com         show/*  artist/*  playlist/*  episode/*  track/*  album/*
podcasts.apple.com  */podcast/*/*
music.apple.com

# Writing, pages, shops
medium.com          subdomain  @*  *
substack.com        subdomain  @*
wordpress.com       subdomain
wordpress.org
tumblr.com          subdomain  blog/*  *
livejournal.com     subdomain
blogger.com
dzen.ru             *
weeblysite.com      subdomain
jimdofree.com       subdomain
jimdosite.com       subdomain
godaddysites.com    subdomain
mystrikingly.com    subdomain
over-blog.com       subdomain
canalblog.com       subdomain
ucoz.ru             subdomain
narod.ru            subdomain
business.site       subdomain
fandom.com          subdomain
carrd.co            subdomain
typeform.com        subdomain
bandcamp.com        subdomain
itch.io             subdomain
sharepoint.com      subdomain
linktr.ee           *
beacons.ai          *
about.me            *
ko-fi.com           *
buymeacoffee.com    *
gofundme.com        f/*
change.org          p/*
kickstarter.com     projects/*/*
etsy.com            shop/*  listing/*
ebay.com            usr/*  str/*  itm/*
amazon.com          shops/*  dp/*
amazon.co.uk        shops/*  dp/*
amazon.de           shops/*  dp/*
aliexpress.com      store/*  item/*
paypal.me           *
paypal.com          paypalme/*

# Files, documents, code
google.com
sites.google.com    view/*  site/*
docs.google.com     forms/d/e/*  */d/e/*  */d/*
drive.google.com    file/d/*  drive/folders/*
play.google.com     store/apps/details?id=*
maps.app.goo.gl     *
forms.gle           *
g.co
apple.com
apps.apple.com      */app/*/*
microsoft.com
live.com
1drv.ms
dropbox.com         s/*  scl/fi/*
mega.nz             file/*  folder/*
mediafire.com       file/*
wetransfer.com
scribd.com          document/*
issuu.com           *
imgur.com           a/*  gallery/*  user/*  *
pastebin.com        u/*  *
github.com          *
gist.github.com     *
gitlab.com          *
bitbucket.org       *
notion.so           *
trello.com          b/*
archive.org         details/*
archive.is          *
archive.ph          *
archive.today       *

# Reference and search: anybody links to them
wikipedia.org       wiki/*
wikimedia.org       wiki/*
wiktionary.org      wiki/*
bing.com
duckduckgo.com
yahoo.com
yandex.ru
baidu.com
"""

SUBDOMAIN = "subdomain"

# Pages of the host itself, where the name of an account would stand.
_NO_ACCOUNTS = """
about ads business comments compose dialog discover embed events explore feed hashtag help home i
intent jobs legal login marketplace media messages news permalink.php photo photo.php photos plugins
policies privacy profile.php results search settings share sharer sharer.php signup status story.php
terms topics trending tv videos watch
"""


def _read(table: str) -> dict[str, tuple[str, ...]]:
    lines = (line.partition("#")[0].split() for line in table.splitlines())
    return {words[0]: tuple(words[1:]) for words in lines if words}


SHARED_HOSTS = dict.fromkeys(SHORTENERS, ("*",)) | _read(_TABLE)
NO_ACCOUNTS = frozenset(_NO_ACCOUNTS.split())
