"""English questions in the Vietnamese terms of the glossary."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from indexer import reference

#: Words that ask, in English; what is left is the subject.
_ASKING = re.compile(
    r"\b(?:which|what|whose) (?:[\w'-]+ ){0,2}?(?:agency|agencies|departments?|body|bodies"
    r"|units?|offices?|ministry|force|organi[sz]ation|associations?|level"
    r"|share|percentage|rate|date|month|year|quarter|day|plans?|provinces?|document)\b"
    r"|\b(?:which|what|who|whom|whose|when|where|why|how many|how much|how long|how often|how)\b"
    r"|\b(?:the deadlines? for|is responsible for|are responsible for|in charge of|must|should)\b"
    r"|\b(?:does|do|did|is|are|was|were|be|will|can|may|has|have|the|a|an|of|for|by|to|in|on|at|and"
    r"|or|with|from|their|its|that|there|it|under|per|any|as|than|this)\b",
    re.IGNORECASE,
)
LONGEST_TERM = 5


def translate(text: str) -> tuple[tuple[str, ...], ...]:
    """For each English term of the question that the glossary knows, its Vietnamese terms.

    Longest terms first; question words are left out, unless a term of the glossary holds them.
    """
    return _terms(text, asking_spans(text)) or _terms(text, ())


def asking_spans(text: str) -> list[tuple[int, int]]:
    """Where an English question has the words that only ask."""
    return [m.span() for m in _ASKING.finditer(text)]


def _terms(text: str, asking: Sequence[tuple[int, int]]) -> tuple[tuple[str, ...], ...]:
    glossary = reference.load().glossary
    found = [(m.group().lower(), m.start()) for m in re.finditer(r"[A-Za-z][A-Za-z'-]*", text)]
    out: list[tuple[str, ...]] = []
    i = 0
    while i < len(found):
        for n in range(min(LONGEST_TERM, len(found) - i), 0, -1):
            options = entry(glossary, [word for word, _ in found[i : i + n]])
            asks = n == 1 and any(start <= found[i][1] < end for start, end in asking)
            if options and not asks:
                out.append(options[:3])
                i += n - 1
                break
        i += 1
    return tuple(dict.fromkeys(out))


def entry(glossary: Mapping[str, tuple[str, ...]], tokens: Sequence[str]) -> tuple[str, ...]:
    """The entry of an English term, its last word in singular too."""
    phrase = " ".join(tokens)
    last = tokens[-1]
    for form in (phrase, *(" ".join((*tokens[:-1], s)) for s in singulars(last))):
        if form in glossary:
            return glossary[form]
    return ()


def singulars(word: str) -> list[str]:
    """What an English word may be without its ending."""
    out = []
    if word.endswith("ies"):
        out.append(word[:-3] + "y")
    if word.endswith("es"):
        out.append(word[:-2])
    if word.endswith("s"):
        out.append(word[:-1])
    for ending in ("ing", "ed"):
        if word.endswith(ending) and len(word) > len(ending) + 3:
            out += [word[: -len(ending)], word[: -len(ending)] + "e"]
    return out
