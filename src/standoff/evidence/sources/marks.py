"""Words and forms that tell what a line of a news copy is, in the languages that copies come in."""

from __future__ import annotations

import re

ANY = re.IGNORECASE

SHARE_WORDS = (
    "share this tweet facebook twitter x email e-mail mail print printfriendly whatsapp telegram "
    "reddit linkedin pinterest tumblr pocket skype messenger viber vk vkontakte ok odnoklassniki "
    "mastodon bluesky threads instagram youtube flipboard digg rss feed copy link copied like "
    "loading related more less save bookmark subscribe follow us on comments comment reply reblog "
    "login log in sign up register menu search home next previous back to top close advertisement "
    "advertise teilen drucken partager imprimer compartir imprimir поделиться печать твитнуть "
    "комментарии подписаться нравится и & | / · • - – … ... a via"
)
SHARE = frozenset(SHARE_WORDS.split())
"""Words of share buttons and menus: a line of nothing else is boilerplate."""

BOILERPLATE = tuple(
    re.compile(form, ANY)
    for form in (
        r"^(share|like|follow|print|email) (this|us|it|on)\b.{0,60}$",
        r"^(subscribe|sign up|register|log in|donate)\b.{0,80}$",
        r"^(all rights reserved|©|\(c\)|copyright)\b.{0,160}$",
        r"^©.{0,160}$",
        r"^leave a (comment|reply)\b.{0,120}$",
        r"^(read more|read also|see also|related (posts|articles|stories))\b.{0,120}$",
        r"^(\d+ )?(comments?|replies|views|shares|likes)( \(?\d+\)?)?$",
        r"^(we use|this site uses) cookies\b.{0,200}$",
        r"^(click|tap) (here|to)\b.{0,100}$",
        r"^(\d+|one) min(ute)?s? read$",
        r"^(page )?\d{1,4}( (of|/) \d{1,4})?$",
        r"^(все права защищены|читайте также|подписывайтесь|поделиться)\b.{0,120}$",
    )
)

TAGS = re.compile(
    r"^(filed under|posted in|tagged( (with|as|under))?|tags?|categor(y|ies)"
    r"|topics?|keywords?|labels?|теги|метки|рубрик[аи]|ключевые слова|schlagwörter"
    r"|mots[- ]clés|etiquetas)\s*[:|]",
    ANY,
)

SOURCE_WORDS = {
    "en": r"source|original( source| text| article)?|orig(inal)?",
    "ru": r"источник|оригинал",
    "uk": r"джерело",
    "de": r"quelle",
    "es": r"fuente",
    "fr": r"origine|source originale",
    "it": r"fonte",
    "pl": r"źródło",
    "pt": r"fonte original",
}
"""How an origin line starts, by language."""
ORIGIN = tuple(
    (code, re.compile(rf"^[(\[—–-]?\s*(?:{words})\s*(?P<mark>[:—–|-]|\s)\s*(?P<who>\S.*)$", ANY))
    for code, words in SOURCE_WORDS.items()
)
PIECE = r"(?:article|piece|text|story|post)"
FIRST = r"(?:first |originally )(?:published|appeared|posted|printed)"
AGAIN = r"(?:re-?(?:posted|printed|published|blogged)|taken|cross-?posted|translated)"
ORIGIN_PHRASES = tuple(
    re.compile(form, ANY)
    for form in (
        rf"^\W*(?:this {PIECE} )?(?:was |has been )?{FIRST}(?: (?:in|on|at|by))?:? (?P<who>.+)$",
        rf"^\W*{AGAIN} (?:from|with permission (?:of|from)):? (?P<who>.+)$",
        r"^\W*(?:via|h/t|hat tip):? (?P<who>\S+)$",
    )
)
POSTED = re.compile(
    r"\b(?:re-?)?(?:posted|published|added|uploaded|shared)\s+(?:on\s+)?(?P<date>.*?)\s*\bby\s+"
    r"(?P<who>[^\s,|]+(?:\s[A-Z][^\s,|]*){0,3})|\b(?:опубликова(?:л|но|ла)|размести(?:л|ла))\s+(?P<ru>\S+)",
    ANY,
)
HOST = re.compile(r"(?:https?://)?(?P<host>(?:[\w-]+\.)+[a-z]{2,24})(?P<path>/\S*)?", ANY)

BYLINE = re.compile(
    r"^(?:(?:written |story |text |report )?by|author|автор|von|par|por|di|autor)\b\s*:?\s+"
    r"(?P<who>.+)$",
    ANY,
)
NAME_WORD = re.compile(
    r"^(?:[^\W\d_a-zà-ÿа-я].*|and|und|et|y|и|de|du|da|di|van|von|der|den|la|le|al|bin|the|"
    r"in|for|of|special|to|staff|reporter|correspondent|editor|columnist|our)$"
)
CAPTION = re.compile(
    r"^[(\[]?(?:file )?(?:photo(?:graph)?|image|picture|foto|фото|снимок|illustration|map|graphic|"
    r"video|caption|credit|bild|abb)s?(?: (?:by|credit|courtesy|from|of))?\s*[:/|©–—-]\s*\S",
    ANY,
)
CREDIT = re.compile(
    r"(?:©|\((?:photo|file|image|ap|afp|reuters|getty|epa|dpa|tass)\b|\b(?:photo|image|picture) "
    r"(?:by|credit|courtesy)\b|/\s?(?:getty|reuters|afp|ap|epa|shutterstock)\b)",
    ANY,
)
SCENE = re.compile(
    r"^(?P<subject>[^,;:]*?)\b(?:in|at|near|on|outside|inside|over|off|during|before|after|above|along)\s+"
    r"(?:the\s+)?(?P<place>[A-Z]\w+.*)$"
)
ABSTRACT_WORDS = (
    "war peace crisis trouble tension tensions hope hopes fear fears talks life death power trust "
    "chaos calm doubt doubts road path fight battle struggle change unrest news tale lessons "
    "lesson panic pressure what why how when where who no not more less back end start"
)
ABSTRACT = frozenset(ABSTRACT_WORDS.split())
"""Words that a section's heading rather than a picture's caption is about."""

DATE_LABELS = {
    "published": r"published|posted|publication date|veröffentlicht|publié|опубликовано",
    "updated": r"(?:last )?(?:updated|modified|edited)|обновлено",
    "written": r"written|date|dated|дата|datum|fecha|data",
    "event": r"(?:date of (?:the )?event|event(?: date)?|happened)",
}
"""What the word before a date on its own line says the date is of."""
WEEKDAYS = (
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|montag|dienstag|mittwoch|donnerstag|"
    r"freitag|samstag|sonntag|понедельник|вторник|среда|четверг|пятница|суббота|воскресенье"
)
DATE_REST = re.compile(
    rf"(?:{WEEKDAYS}|\d\d?[:.]\d\d(?::\d\d)?|am|pm|a\.m\.|p\.m\.|gmt|utc|msk|cet|est|edt|at|on|"
    r"um|uhr|года|\u0433\.?|[,|·•()\s–—-])+",
    ANY,
)
NAMED = r"\S+(?: [A-Z]\S+)?"
TRANSLATED = re.compile(
    r"\b(?:(?:machine|automatic(?:ally)?|google)[- ]translat\w+|deepl"
    rf"|translat(?:ed|ion)\b(?: (?:by|from|:)(?: the)?\s*(?P<who>{NAMED}))?"
    rf"|translator:?\s+(?P<name>{NAMED})|перевод(?:чик)?|übersetzt|übersetzung|traduit|traducido)\b",
    ANY,
)
DATELINE = re.compile(
    r"^(?P<place>[A-ZÀ-ÞА-Я][A-ZÀ-ÞА-Я .'-]{2,40}),?\s*(?:(?P<date>[^()–—]{3,30}?))?\s*"
    r"(?:\((?P<agency>[A-Z][\w .&-]{1,40})\))?\s*[–—-]{1,2}\s"
)
