"""Titles in capitals, written as the body of the document writes their words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from indexer import reference
from indexer.text import fold_chars, is_capitals

#: Of a document's number: "QĐ/TW".
_CODE = re.compile(r"[A-ZĐ]{2,}/[A-ZĐ]")


def truecase(title: str, text: str) -> str:
    """A title in capitals as the body writes its words: "TỈNH BẮC NINH" → "tỉnh Bắc Ninh".

    Pairs of words tell more than words ("Chính phủ", "chính sách"); names of provinces, figures
    with letters ("5G") and document numbers are known without the body.
    """
    if not is_capitals(title):
        return title
    body = re.findall(r"[^\W\d_]+|[.:;!?\n]", text)
    single: dict[str, Counter[str]] = {}
    pairs: dict[tuple[str, str], Counter[tuple[str, str]]] = {}
    for a, b in zip(body, body[1:], strict=False):
        if a.isalpha() and b.isalpha() and not (a.isupper() and b.isupper()):
            pairs.setdefault((a.lower(), b.lower()), Counter())[a, b] += 1
            single.setdefault(b.lower(), Counter())[b] += 1
    found = list(re.finditer(r"[^\W_]+(?:/[^\s,;]+)?", title))
    keys = [m.group().lower() for m in found]
    out, position = [], 0
    for k, match in enumerate(found):
        out += [title[position : match.start()], _cased(k, keys, match.group(), single, pairs)]
        position = match.end()
    return _province_names("".join(out) + title[position:])


def _cased(
    k: int,
    keys: Sequence[str],
    word: str,
    single: Mapping[str, Counter[str]],
    pairs: Mapping[tuple[str, str], Counter[tuple[str, str]]],
) -> str:
    """One word of a title, as its neighbours in the body say."""
    if _CODE.match(word) or any(c.isdigit() for c in word):
        return word.replace("-TTG", "-TTg")
    seen: Counter[str] = Counter()
    if k + 1 < len(keys):
        for (a, _), n in pairs.get((keys[k], keys[k + 1]), Counter()).items():
            seen[a] += n
    if k:
        for (_, b), n in pairs.get((keys[k - 1], keys[k]), Counter()).items():
            seen[b] += n
    seen = seen or single.get(keys[k], Counter())
    return seen.most_common(1)[0][0] if seen else keys[k]


def _province_names(title: str) -> str:
    folded = fold_chars(title)
    for place in reference.load().provinces:
        for match in re.finditer(
            rf"\b(?:tinh|pho) ({re.escape(fold_chars(place.name))})\b", folded
        ):
            title = title[: match.start(1)] + place.name + title[match.end(1) :]
    return title
