"""Questions that go on from the one before: "còn Nghệ An thì sao?", "what about other provinces?".

A follow-up names only where else to look, another body, or asks something else of the same; the
rest is the previous question's.
Both are plain text and so is what comes of them: a question that can be asked on its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from indexer import reference
from indexer.errors import BadQuestion
from indexer.facts.names import canonical, known_end
from indexer.text import collapse, fold_chars, has_marks
from service.query import numbers
from service.query.mentions import Mention, blanked, mentions_in
from service.query.places import Known
from service.query.reasking import asks_first, asks_only, of_body, reasked

_OPENING = re.compile(
    r"(?:(?:the |vay )?con(?: (?:doi )?voi)?(?= )|(?:the|vay|neu)(?= )|so voi(?= )"
    r"|(?:and )?(?:how about|what about)(?= )|(?:and|now)(?= ))[ ,]*"
)
#: How an opening is written with its marks: "thẻ", "vay" and "con" begin a question of their own.
_MARKED = {"the": "thế", "vay": "vậy", "con": "còn", "doi": "đối", "voi": "với", "neu": "nếu"}
_CLOSING = re.compile(
    r"(?:[ ,]*(?:ra )?(?:thi (?:sao|the nao)|the nao|ra sao|sao|thi|nua|nhi|ra))?[\s?.!]*$"
)
#: Words that stand around a place or year and say nothing alone.
_FILLING = re.compile(
    r"\b(?:o|tai|trong|cua|theo|nam|giai doan|ke hoach|tinh|thanh pho|tp|huyen|xa|phuong|va|in|at"
    r"|for|the|of|plans?|year|province|city|district|commune)\b|[\s,]"
)
_OTHERS = re.compile(
    r"(?:(?:o|tai|cua|trong|in|at|for) )?(?:cac |nhung |the )?(?:(?P<vi>tinh(?:,? thanh pho)?|huyen"
    r"|xa|thanh pho|dia phuong|noi) khac|other (?P<en>provinces?|districts?|communes?|places?"
    r"|localities)|(?P<else>elsewhere))"
)
_EVERYWHERE = re.compile(
    r"(?:(?:o|tai|cua|trong|in|at|for) )?(?:(?:tat ca|toan bo|moi)(?: cac)? (?:tinh(?:,? thanh"
    r"(?: pho)?)?|noi|dia phuong|ke hoach)|ca nuoc|toan quoc|all (?:the )?(?:provinces|places"
    r"|plans)|everywhere)"
)
#: A level alone, which only after a question is one of plans.
_LEVEL_ALONE = re.compile(r"(?:(?:o|tai|cua) )?(?:(?:cac|cap) )+(tinh|huyen|xa)")
_LEVELED = ("tinh", "huyen", "xa", "province", "district", "commune")
_YEAR = re.compile(
    r"(?:(?:trong |vao )?(?:nam |giai doan )|(?:in|for) )?"
    r"((?:19|20)\d\d(?:\s*[-–]\s*(?:19|20)\d\d)?)"
)
_ANY_YEAR = re.compile(r"(?<![\d/])(?:19|20)\d\d(?:\s*[-–]\s*(?:19|20)\d\d)?(?![\d/])")
_PREPOSITION = re.compile(
    r"(?:\b(?:o|tai|cua|trong|tren dia ban|in|of|at|for) )?(?:\b(?:tinh|thanh pho|tp|huyen|quan|xa"
    r"|phuong)\.? )?$"
)
_LEVEL = re.compile(r"\b(?:tinh|thanh pho|tp|huyen|quan|thi xa|xa|phuong|dac khu)\.? $")
_LEVELS = {
    "province": ("tỉnh", "provincial"),
    "district": ("huyện", "district"),
    "commune": ("xã", "commune"),
}


@dataclass(frozen=True, slots=True)
class Followed:
    """A question on its own. ``changed``: the kinds of filter that the follow-up sets anew."""

    text: str
    changed: frozenset[str] = frozenset()


_PLACE = frozenset({"locality"})
Restore = Callable[[str], str]


def follow(
    previous: str | None,
    text: str,
    known: Sequence[Known],
    restore: Restore,
    places: Sequence[str] = (),
) -> Followed:
    """``text`` itself, or what it means after ``previous``, if it is a follow-up.

    ``known``: places as in ``mentions_in``; ``restore``: puts accents back, keeping lengths;
    ``places``: names of those the previous question was narrowed to beside its words. Raises
    ``BadQuestion`` for a follow-up without a previous question, or one that names another body
    where the previous question names none.
    """
    said = restore(text)
    core, explicit = _core(text, said)
    if not core:
        return Followed(text)
    written = fold_chars(said[slice(*core)])
    if previous and asks_only(written):
        english = (_english(previous), _english(text))
        return Followed(reasked(previous, said[slice(*core)], english))
    others = _OTHERS.fullmatch(written)
    if not (explicit or others or previous):
        return Followed(text)
    step = _step(text, said, core, known, places)
    if step is None:
        if previous and core[0] and asks_first(written):
            return Followed(_there(restore(previous), said, core, known))
        return Followed(text)
    if previous is None:
        raise BadQuestion(
            f"“{text}” nối tiếp một câu hỏi trước: hãy gửi kèm câu đó (previous, --previous), hoặc "
            f"hỏi trọn câu. / “{text}” goes on from a previous question: send that too (previous, "
            "--previous), or ask it whole.",
            "previous",
        )
    return step(restore(previous))


def _step(
    text: str, said: str, core: tuple[int, int], known: Sequence[Known], places: Sequence[str]
) -> Callable[[str], Followed] | None:
    """What a follow-up makes of the question before it; None for one that names something else."""
    meant = said[slice(*core)]
    written = fold_chars(meant)
    if others := _OTHERS.fullmatch(written):
        return lambda before: _elsewhere(numbers.of_any_plan(before), others, known, places)
    if _EVERYWHERE.fullmatch(written):
        return lambda before: _anywhere(before, known)
    if named := _named(text, said, core, known):
        return lambda before: _at(before, named, said, known)
    if year := _YEAR.fullmatch(written):
        return lambda before: Followed(_in_year(before, year[1], known), frozenset({"year"}))
    if numbers.is_named(meant):
        return lambda before: Followed(numbers.of_another(before, meant) or text)
    if known_end(said[: core[1]], core[0]) == core[1]:
        return lambda before: Followed(of_body(before, canonical(meant)), frozenset({"agency"}))
    return None


def _core(text: str, said: str) -> tuple[tuple[int, int] | None, bool]:
    """What stands between "còn" and "thì sao", and whether either is there."""
    folded = fold_chars(said)
    opening = _OPENING.match(folded)
    if opening and not _goes_on(text, opening.end()):
        opening = None
    start = opening.end() if opening else 0
    closing = _CLOSING.search(folded, start)
    end = closing.start() if closing else len(folded)
    asked = closing is not None and any(c.isalpha() for c in closing.group())
    return ((start, end) if start < end else None), bool(opening) or asked


def _goes_on(text: str, end: int) -> bool:
    """Whether the opening words are those meant, where a question is typed with its marks."""
    if not has_marks(text):
        return True
    words = re.findall(r"\w+", text[:end].lower())
    return all(word == _MARKED.get(fold_chars(word), word) for word in words)


def _named(text: str, said: str, core: tuple[int, int], known: Sequence[Known]) -> list[Mention]:
    """The mentions of a follow-up that names nothing else."""
    start, end = core
    level = _LEVEL_ALONE.fullmatch(fold_chars(said)[start:end])
    if level:
        value = {"tinh": "province", "huyen": "district", "xa": "commune"}[level[1]]
        return [Mention("level", value, text[start:end], False, True, start, end)]
    found, _ = mentions_in(text[:end], said[:end], known)
    rest = fold_chars(blanked(said[:end], found))[start:]
    return list(found) if found and not _FILLING.sub("", rest) else []


def _english(text: str) -> bool:
    return bool(re.search(r"\b(?:which|what|who|how|when|where|does|is|are)\b", text.lower()))


def _less(text: str, mentions: Sequence[Mention]) -> str:
    """The question without the mentions and what leads to them."""
    for mention in sorted(mentions, key=lambda m: -m.start):
        before = _PREPOSITION.search(fold_chars(text[: mention.start]))
        start = before.start() if before else mention.start
        text = f"{text[:start].rstrip()} {text[mention.end :].lstrip()}"
    return _tidy(text)


def _anywhere(text: str, known: Sequence[Known]) -> Followed:
    return Followed(numbers.of_any_plan(_less(text, _places_of(text, known))), _PLACE)


def _tidy(text: str) -> str:
    text = re.sub(r"\s+([,;?.!])", r"\1", collapse(text))
    return re.sub(r",+([?.!])", r"\1", text).strip(" ,;")


def _with(text: str, addition: str) -> str:
    """The question with more said before its end."""
    bare = text.rstrip(" ?.!,")
    end = text[-1] if text[-1:] in ("?", ".", "!") else "?"
    return f"{bare} {addition}{end}"


def _places_of(text: str, known: Sequence[Known]) -> list[Mention]:
    """The places a question names, "ở các tỉnh khác" among them."""
    found, _ = mentions_in(text, text, known)
    return [m for m in found if m.kind == "locality" or _is_other(m)]


def _there(before: str, said: str, core: tuple[int, int], known: Sequence[Known]) -> str:
    """A question with a subject of its own, where and of which plans the one before it was."""
    asked = said[slice(*core)]
    named, _ = mentions_in(asked, asked, known)
    found, _ = mentions_in(before, before, known)
    if named:
        return said
    text = asked[:1].upper() + asked[1:] if before[:1].isupper() else asked
    return _with(f"{text}?", _mentioned(before, found, before))


def _mentioned(said: str, mentions: Sequence[Mention], question: str) -> str:
    """Mentions of ``said`` as they are added to a question: "ở A và B", "trừ A và B", plans."""
    english = _english(question)
    places, but = (
        (" and " if english else " và ").join(
            _place(said, m) for m in mentions if m.kind == "locality" and m.excluded == excluded
        )
        for excluded in (False, True)
    )
    others = [m for m in mentions if m.kind in ("level", "year")]
    parts = [f"{'in' if english else 'ở'} {places}"] if places else []
    parts += [m.said if _is_other(m) else _of_plans(m, english) for m in others]
    parts += [f"{'except' if english else 'trừ'} {but}"] if but else []
    return " ".join(parts)


def _at(before: str, named: Sequence[Mention], said: str, known: Sequence[Known]) -> Followed:
    """Asked at another place, level or year of plans: those of the kinds named are replaced."""
    kinds = frozenset(m.kind for m in named)
    there = {m.value for m in _places_of(before, known)}
    if any(m.kind == "locality" and not m.excluded and m.value not in there for m in named):
        before = numbers.of_any_plan(before)  # the plans of another place have numbers of their own
    found, _ = mentions_in(before, before, known)
    old = [m for m in found if m.kind in kinds or ("locality" in kinds and _is_other(m))]
    english = _english(before)
    if (
        kinds == {"locality"}
        and [m.kind for m in old] == ["locality"]
        and not (old[0].excluded or named[0].excluded)
    ):
        start = old[0].start - len(_level(before[: old[0].start]))
        joined = (" and " if english else " và ").join(_place(said, m) for m in named)
        return Followed(_tidy(before[:start] + joined + before[old[0].end :]), kinds)
    return Followed(_with(_less(before, old), _mentioned(said, named, before)), kinds)


def _place(said: str, mention: Mention) -> str:
    """A place as it was said, with its level; a province by its name in the tables."""
    table = reference.load().province_by_id
    name = table[mention.value].name if mention.value in table else None
    start = mention.end - len(mention.said)  # an excluded one begins with "trừ"
    return _level(said[:start]) + (name or said[start : mention.end])


def _level(before: str) -> str:
    """The word of level that a text before a place ends with, "" without one."""
    found = _LEVEL.search(fold_chars(before))
    return before[found.start() :] if found else ""


def _of_plans(mention: Mention, english: bool) -> str:
    if mention.kind == "year":
        year = mention.value
        return f"in the {year} plan" if english else f"theo kế hoạch năm {year}"
    vi, en = _LEVELS[mention.value]
    return f"in the {en} plans" if english else f"theo kế hoạch cấp {vi}"


def _is_other(mention: Mention) -> bool:
    folded = fold_chars(mention.said)
    return mention.kind == "level" and ("khac" in folded or "other" in folded)


def _elsewhere(
    before: str, others: re.Match[str], known: Sequence[Known], places: Sequence[str]
) -> Followed:
    """Asked everywhere but at the places of the previous question."""
    old = _places_of(before, known)
    here = dict.fromkeys([*(m.said for m in old if m.kind == "locality"), *places])
    english = _english(before)
    word = (others["vi"] or others["en"] or others["else"]).rstrip("s")
    parts = []
    if word in _LEVELED:
        plural = {"province": "tinh", "district": "huyen", "commune": "xa"}.get(word, word)
        vi = {"tinh": "tỉnh", "huyen": "huyện", "xa": "xã"}[plural]
        en = {"tinh": "provinces", "huyen": "districts", "xa": "communes"}[plural]
        parts.append(f"in other {en}" if english else f"ở các {vi} khác")
    if here:
        joined = (" and " if english else " và ").join(here)
        parts.append(f"except {joined}" if english else f"trừ {joined}")
    text = _less(before, old)
    return Followed(_with(text, ", ".join(parts)) if parts else text, _PLACE)


def _in_year(before: str, year: str, known: Sequence[Known]) -> str:
    """Asked of another year: of plans where the previous question says so, else of the subject."""
    found, _ = mentions_in(before, before, known)
    old = [m for m in found if m.kind == "year"]
    if old:
        return (
            before[: old[0].start]
            + before[old[0].start : old[0].end].replace(old[0].said, year)
            + before[old[0].end :]
        )
    said = list(_ANY_YEAR.finditer(before))
    if said:
        return before[: said[-1].start()] + year + before[said[-1].end() :]
    return _with(before, f"in the {year} plan" if _english(before) else f"theo kế hoạch năm {year}")
