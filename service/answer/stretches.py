"""What of a passage is of which of its figures: the words beside each, and those of several."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from indexer.documents import Span
from indexer.facts.targets import SAID
from indexer.index import Passage
from indexer.text import fold_chars, words
from service.retrieve.sentences import head, tail

#: Before a figure that tells of what stands before it ("… đạt 60%"); others tell of what follows.
_COPULA = re.compile(
    r"(?:\b(?:dat|la|len|chiem|con|gom|khong (?:cao|thap|lon|nho|it|nhieu|vuot))|[:=])\s*$"
)
#: Folded, what says how exact a figure is.
EXACTNESS = "tren|duoi|khoang|it nhat|toi thieu|toi da|khong qua|phan dau|hon"
_QUALIFIER = re.compile(rf"(?:\b(?:{EXACTNESS})|[≥≤<>])\s*$")
#: "80% số trạm y tế và 100% cơ sở cai nghiện".
_AND = re.compile(r"\bvà\s+$")
#: What ends a phrase.
PART = re.compile(r"[,;|\n]|\.\s")
_SENTENCE = re.compile(r"\n|\.\s")
#: Nothing stands behind a figure that ends its phrase.
_CLOSES = re.compile(r"\s*(?:$|[),.;\"”])")
#: Behind a figure that tells of what stands before it begins what the next is of.
_NEXT = re.compile(r"[,;|\n]|\.\s|\bvà\b")
#: Others related to what a figure counts are no words to tell it by.
_SAID_OR_RELATED = re.compile(rf"{SAID.pattern}|\bcó liên quan\b")
#: "180 trạm, trong đó 22 trạm 5G": parts of a whole follow.
_PARTS = re.compile(r"\b(?:trong đó|trong số đó|bao gồm|riêng)\b", re.IGNORECASE)
#: A name has so many words at most.
_NAME = 4
_OPENS = re.compile(r"^[^()]*\($")
#: "70% cán bộ cấp tỉnh và 50% ở cấp xã": the second figure is of the same as the first.
_GOES_ON = re.compile(r"\s*(?:ở|tại|đối với|thuộc)\s")
#: What a figure rests on is not what it is of: "(theo đơn giá …)".
_BASIS = re.compile(r"\((?:theo|so với|quy định|căn cứ|ban hành)\b[^()]*\)?")
_ASIDE = re.compile(r"\([^()]*\)?")
#: A quantity in a unit of letters alone: "60 m3/s", "12 km".
_MEASURE = re.compile(r"\d\s*[A-Za-z]{1,3}[23²³]?(?:/[a-z]+)?$")
_NUMBER = re.compile(r"^\D*\d[\d.,]*\s*(?:-\s*\d[\d.,]*\s*)?")

#: A figure or date as written, and where.
Option = tuple[str, Span]


def options(passage: Passage, found: Sequence[tuple[int, int]]) -> list[Option]:
    """Parts of a passage's text, given by where they begin and end, as options."""
    base = passage.clause.start
    return [(passage.text[a:b].strip(), Span(base + a, base + b)) for a, b in found]


@dataclass(frozen=True, slots=True)
class Stretch:
    """What stands around a figure, up to the others.

    ``back``: whether it tells of what stands before it; ``whole``: the place of that it is part of,
    or goes on from; ``common``: what stands before or behind several and is said of each.
    """

    before: str
    quote: str
    after: str
    back: bool = False
    whole: int | None = None
    common: str = ""


def stretches(passage: Passage, ordered: Sequence[Option]) -> list[Stretch]:
    """What stands around each of the figures, which come in the order of the text."""
    base, text = passage.clause.start, passage.text
    starts = [span.start - base for _, span in ordered]
    ends = [span.end - base for _, span in ordered]
    # Between two figures stands what is of either; before the first and behind the last, the rest.
    gaps = [text[a:b] for a, b in zip([0, *ends], [*starts, len(text)], strict=True)]
    wholes = _wholes(ordered, gaps)
    opening, first = _parted(tail(gaps[0]))
    out: list[Stretch] = []
    for k, (quote, _) in enumerate(ordered):
        before = gaps[k] if k else first
        opening = "" if k and "\n" in before else opening
        after = _BASIS.sub(" ", head(gaps[k + 1]))
        said = ""
        if k and not SAID.search(before) and not _SENTENCE.search(before):
            after, said = _of_last(after, k + 1 == len(ordered) and wholes[k] is None)
        before = tail(before)
        back = _tells_back(before, quote, after)
        if k and _AND.search(before):  # all of it is of the figure before: "đạt 90% chợ và 70% xã"
            before, back = out[-1].before, out[-1].back
        after = _NEXT.split(after, maxsplit=1)[0] if back else after
        out = _with(out, said) if said else out
        out.append(Stretch(before, quote, after, back, wholes[k], f"{opening} {said}"))
    return out


def _parted(before: str) -> tuple[str, str]:
    """What opens a list of figures, and what is of its first alone: "Hỗ trợ: | lúa 5 triệu, …"."""
    opening, colon, first = before.rpartition(":")
    return (opening, first) if first.strip() else ("", opening + colon + first)


def _of_last(after: str, is_last: bool) -> tuple[str, str]:
    """Behind the last of several figures what is of it alone, and what is said of all of them.

    "50% ở cấp huyện, cấp xã | được bồi dưỡng".
    """
    if said := _SAID_OR_RELATED.search(after):
        return after[: said.start()], after[said.start() :]
    return (PART.split(after, maxsplit=1)[0] if is_last else after), ""


def _with(before: Sequence[Stretch], said: str) -> list[Stretch]:
    """The figures before, with what is ``said`` of them too: back to one of which something is."""
    out = list(before)
    for k in range(len(out) - 1, -1, -1):
        if SAID.search(out[k].after):
            break
        out[k] = replace(out[k], common=f"{out[k].common} {said}")
    return out


def _wholes(ordered: Sequence[Option], gaps: Sequence[str]) -> list[int | None]:
    """For each figure the place of the one that it is a part of, or goes on from."""
    out: list[int | None] = [None] * len(ordered)
    whole: int | None = None
    for k in range(1, len(ordered)):
        (last, _), (quote, _) = ordered[k - 1], ordered[k]
        between = gaps[k]
        whole = None if "\n" in between else whole
        if _unit(quote) != _unit(last):
            continue
        if _PARTS.search(between) or (_unit(quote) and _OPENS.search(between)):
            whole = k - 1
        goes_on = _AND.search(between) and _GOES_ON.match(gaps[k + 1])
        if whole is None and (goes_on or _is_name(between)):
            out[k] = k - 1
        else:
            out[k] = whole
    return out


def _is_name(between: str) -> bool:
    """Whether but a name parts two figures: "trạm bơm Yên Thái 54 m3/s, Đào Nguyên 25 m3/s"."""
    named = words(between)
    return 0 < len(named) <= _NAME and all(word.istitle() for word in named)


def _unit(quote: str) -> str:
    """What a figure counts: "diem" of "220 điểm"; of all that are bare numbers the same."""
    return _NUMBER.sub("", fold_chars(quote))


def unqualified(before: str) -> str:
    """Folded words before a figure without those that say how exact it is."""
    return _QUALIFIER.sub("", fold_chars(before).rstrip() + " ")


def _tells_back(before: str, quote: str, after: str) -> bool:
    """Whether a figure tells of what stands before it.

    "… đạt 60%", "báo cáo … (năm 2030)", "Cao Viên 60 m3/s cùng với …".
    """
    if _CLOSES.match(after):
        return True
    if _MEASURE.search(quote) and all(word.istitle() for word in before.split()[-2:]):
        return True
    return bool(_COPULA.search(unqualified(before))) or fold_chars(quote).startswith("dat")
