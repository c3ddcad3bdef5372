"""The forms a question is asked in: whole, as a few of its words, and without marks."""

import re
from random import Random

from models.train.text import fold

ENGLISH = frozenset({"english", "parallel"})
_WORD = re.compile(r"[^\W_]+(?:[/.-][^\W_]+)*")
_EMPTY = (
    "nào gì ai là của và các những được bị thì có cho về theo tại trong với ở khi như thế bao nhiêu"
    " phải không để này đó do từ đến một việc sẽ đã the of and to in on for by with is are be an a"
    " as or that this which what who how at from shall any it such its"
)
_SILENT = frozenset(_EMPTY.split())


def keywords(question: str, random: Random, least: int, most: int) -> str:
    """A run of `least` to `most` of the words that say something; the question if none does."""
    found = [word for word in _WORD.findall(question.lower()) if word not in _SILENT]
    if len(found) <= least:
        return " ".join(found) or question
    size = random.randint(least, most)
    start = random.randint(0, max(0, len(found) - size))
    return " ".join(found[start : start + size])


def forms(question: str, group: str, random: Random) -> tuple[str, str, str]:
    """The question, some of its words, and fewer of them or all without marks."""
    some = keywords(question, random, 4, 9)
    if group not in ENGLISH and random.random() < 0.5:
        return question, some, fold(question)
    return question, some, keywords(question, random, 3, 5)
