"""English questions in Vietnamese terms: of the glossary, else the lexicon; names as they are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from indexer import reference
from indexer.syllables import is_possible
from indexer.text import fold_chars, has_marks
from service.query.cues_en import BILL_EN
from service.query.synonyms import borrowed

#: Words that ask, in English; what is left is the subject.
_ASKING = re.compile(
    r"\b(?:which|what|whose) (?:[\w'-]+ ){0,2}?(?:agency|agencies|departments?|body|bodies"
    r"|units?|offices?|ministry|force|organi[sz]ation|associations?|level"
    r"|share|percentage|rate|date|month|year|quarter|day|plans?|provinces?|document)\b"
    r"|\b(?:which|what|who|whom|whose|when|where|why|how many|how much|how long|how often|how)\b"
    r"|\b(?:the deadlines? for|(?:is |are )?responsible(?: for)?|in charge(?: of)?|must|should)\b"
    rf"|{BILL_EN}|\bprice tag\b|\bcut[- ]?offs?\b|\bspearhead(?:s|ed|ing)?\b"
    r"|\bhead(?:s|ed|ing)? up\b|\bup and running\b"
    r"|\bon the hook(?: for)?\b|\boutfits?\b|\bwhose job\b|\bget(?:s|ting)? in touch with\b"
    r"|\ball-in\b|\balready(?: (?:live|in place|up|there))?\b|\bget(?:s|ting)? a say\b"
    r"|\bput(?:s|ting)? (?:his|her|their|its) name to\b|\bsign(?:s|ed|ing)? off on\b"
    r"|\b(?:at the latest|take place|takes place|what kinds?|owns|handles?|deals? with|in the end"
    r"|(?:it|they|this) be (?:finished|completed|done|ready)|mentions?|shares? of|minimum share"
    r"|share|percentage|due|last day)\b"
    r"|\b(?:does|do|did|is|are|was|were|be|will|can|may|has|have|the|a|an|of|for|by|to|in|on|at|and"
    r"|or|with|from|their|its|that|there|it|under|per|any|as|than|this)\b",
    re.IGNORECASE,
)
LONGEST_TERM = 7


#: The lexicon was counted over so many sentences; a word in as many of them as this is grammar.
SENTENCES, GRAMMAR = 60_000, 600
_MOST = 3
_TOKEN = re.compile(r"[^\W_](?:[\w'&./-]*\w)?")
_PART = re.compile(r"[^\W_]+")
_IZE = re.compile(r"(?<=[a-z]{3})(i)([sz])(?=(?:e[drs]?|ing|ations?)$)")


def translate(text: str) -> tuple[tuple[str, ...], ...]:
    """For each English term of the question its Vietnamese terms, the likeliest first.

    The longest terms that the glossary knows; of any other word what the lexicon tells, or itself
    where plans write it so too: a figure, an abbreviation, a name. Question words are left out,
    unless a term of the glossary holds them.
    """
    return _terms(text, asking_spans(text)) or _terms(text, ())


def asking_spans(text: str) -> list[tuple[int, int]]:
    """Where an English question has the words that only ask."""
    return [m.span() for m in _ASKING.finditer(text)]


def _terms(text: str, asking: Sequence[tuple[int, int]]) -> tuple[tuple[str, ...], ...]:
    glossary = _known()
    found = list(_tokens(text))
    small = [word.lower() for word, _ in found]
    out: list[tuple[str, ...]] = []
    i = 0
    while i < len(found):
        word, at = found[i]
        asks = any(start <= at < end for start, end in asking)
        sizes = range(min(LONGEST_TERM, len(found) - i), 1 if asks else 0, -1)
        known = ((n, entry(glossary, small[i : i + n])) for n in sizes)
        size, options = next(((n, options) for n, options in known if options), (1, ()))
        if not options and not asks:
            options = (word,) if _is_kept(word, i == 0 or text.isupper()) else _looked_up(word)
        out += [options[:_MOST]] if options else []
        i += size
    return tuple(dict.fromkeys(out))


def _tokens(text: str) -> Iterator[tuple[str, int]]:
    """The words of a question and where they stand; of one with hyphens that is no term, each."""
    for match in _TOKEN.finditer(text):
        word = match.group().removesuffix("'s")
        if "-" in word and not entry(_known(), [word.lower()]):
            yield from ((m.group(), match.start() + m.start()) for m in _PART.finditer(word))
        else:
            yield word, match.start()


@lru_cache(maxsize=1)
def _known() -> Mapping[str, tuple[str, ...]]:
    """The glossary, and bodies by their English names: "Department of Health", "health department".

    One name that several bodies bear leads to all of them.
    """
    tables = reference.load()
    bodies: dict[str, list[str]] = {}
    for row in tables.agencies:
        name = " ".join(m.group() for m in _TOKEN.finditer(row.name_en.lower()))
        kind, of, rest = name.partition(" of ")
        for spelt in (name, f"{rest} {kind}") if of else (name,):
            bodies.setdefault(spelt, []).append(row.name)
    return {name: tuple(names) for name, names in bodies.items() if " " in name} | {
        **tables.glossary
    }


def _is_kept(word: str, opens: bool) -> bool:
    """Whether plans write a word as it is: "2030", "5G", "STEM", "Tết", "Ba" of "Ba Vì"."""
    if has_marks(word) or any(c.isdigit() for c in word) or word.lower() in borrowed():
        return True
    if any(c.isupper() for c in word[1:]):
        return not opens or not word.isupper()
    return not opens and word[0].isupper() and is_possible(fold_chars(word))


def _looked_up(word: str) -> tuple[str, ...]:
    seen, options = looked_up(word.lower())
    return options if seen < GRAMMAR and len(word) > 2 else ()


def looked_up(word: str) -> tuple[int, tuple[str, ...]]:
    """In how many sentences the lexicon saw a word, and its translations."""
    lexicon = reference.load().lexicon
    word = word.removesuffix("'s")
    return next((lexicon[w] for w in (word, *singulars(word)) if w in lexicon), (0, ()))


def entry(glossary: Mapping[str, tuple[str, ...]], tokens: Sequence[str]) -> tuple[str, ...]:
    """The entry of an English term, its last word in singular too."""
    phrase = " ".join(tokens)
    last = tokens[-1]
    for form in (phrase, *(" ".join((*tokens[:-1], s)) for s in singulars(last))):
        if form in glossary:
            return glossary[form]
    return ()


@lru_cache(maxsize=4096)  # asked of the last word of every run of words
def singulars(word: str) -> tuple[str, ...]:
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
    return (*out, *(other for w in (word, *out) if (other := _respelt(w)) != w))


def _respelt(word: str) -> str:
    """A British spelling as an American one, and the other way round: "organise", "organize"."""
    return _IZE.sub(lambda m: m[1] + ("z" if m[2] == "s" else "s"), word)
