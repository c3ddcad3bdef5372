"""Every string of the pages, Vietnamese first, English beside it; ``words/`` holds them."""

from __future__ import annotations

import re
from typing import Literal

from service.web.words import (
    admin,
    asking,
    comparing,
    documents,
    frame,
    reading,
    research,
    values,
)

Lang = Literal["vi", "en"]
LANGS: tuple[Lang, ...] = ("vi", "en")

MESSAGES: dict[str, tuple[str, str]] = {
    **frame.WORDS,
    **admin.WORDS,
    **asking.WORDS,
    **documents.WORDS,
    **reading.WORDS,
    **comparing.WORDS,
    **research.WORDS,
    **values.WORDS,
}


def language(asked: str | None) -> Lang:
    """Return the language of the frame: Vietnamese unless English is asked for."""
    return "en" if asked == "en" else "vi"


def say(lang: Lang, key: str, **values: object) -> str:
    """Return the string ``key`` in ``lang``; raises ``KeyError`` for a key nobody wrote."""
    return MESSAGES[key][LANGS.index(lang)].format(**values)


def term(lang: Lang, kind: str, value: str) -> str:
    """Return the name of a level, a role or an intent; one nobody named stands as it is.

    >>> term("vi", "role", "lead"), term("vi", "role", "watch")
    ('chủ trì', 'watch')
    """
    key = f"{kind}_{value}"
    return say(lang, key) if key in MESSAGES else value


def spoken(lang: Lang, both: str) -> str:
    """Return the half of a bilingual message that is in ``lang``; anything else stays whole.

    >>> spoken("en", "Không có. / There is none.")
    'There is none.'
    """
    halves = re.split(r" [/·] ", both)
    return halves[LANGS.index(lang)] if len(halves) == len(LANGS) else both
