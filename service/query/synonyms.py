"""Terms that stand for one another: everyday and administrative words, abbreviations."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from indexer import reference
from indexer.syllables import is_possible
from indexer.text import fold_chars, nfc, place_tone, terms, words

_DAY = re.compile(r"(?<![\d/])(?P<day>\d{1,2})(?:/| thang )(?P<month>1[0-2]|0?[1-9])(?![\d/])")


_Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Synonym:
    """A term of the question, as index terms, and others that may stand in its place."""

    terms: frozenset[str]
    others: tuple[frozenset[str], ...]


def synonyms_of(reading: str) -> tuple[Synonym, ...]:
    """Terms of the reading that the tables know, or that are also abbreviated."""
    return (*_in(_table(), reading), *_short_forms(reading), *_dates(reading))


def classes_of(reading: str) -> tuple[Synonym, ...]:
    """Kinds of things in the reading, with the classes that plans name them by.

    What is laid down for a class holds for its kinds: who inspects "cơ sở lưu trú" inspects hotels.
    How many of the class there are tells nothing of the kind.
    """
    return _in(_classes(), reading)


def _in(table: Mapping[str, tuple[Synonym, ...]], reading: str) -> tuple[Synonym, ...]:
    spans = _spans(_spoken(reading).split())
    return tuple({synonym: None for span in spans for synonym in table.get(span, ())})


def _spans(said: Sequence[str]) -> Iterator[str]:
    """What stands there that may be a term of the tables; of fewer words first."""
    sizes = _sizes()
    spans = [
        (size, i)
        for i in range(len(said))
        for size in (*sizes.get(said[i], ()), *sizes.get(" ".join(said[i : i + 2]), ()))
        if i + size <= len(said)
    ]
    for size, i in sorted(spans):
        yield " ".join(said[i : i + size])


def _dates(reading: str) -> Iterator[Synonym]:
    """Days of the reading in the other ways that plans write them: 5/11, 05/11, 5 tháng 11."""
    for found in _DAY.finditer(fold_chars(reading)):
        day, month = int(found["day"]), int(found["month"])
        digits = {f"{d}/{m}" for d in (day, f"{day:02}") for m in (month, f"{month:02}")}
        others = [frozenset((one,)) for one in sorted(digits)]
        others.append(frozenset((f"{day}_thang", f"thang_{month}")))
        yield Synonym(frozenset(terms(found.group())), tuple(others))


@lru_cache(maxsize=1)
def borrowed() -> frozenset[str]:
    """Words of the tables that are at home in Vietnamese sentences: "facebook"."""
    found = (w for said in _table() for w in words(fold_chars(said)))
    return frozenset(w for w in found if not is_possible(w))


@lru_cache(maxsize=1)
def _table() -> Mapping[str, tuple[Synonym, ...]]:
    """What stands for each term of the tables, by how the term is spoken."""
    tables = reference.load()
    mutual = ((term, row) for row in (*tables.synonyms, *tables.levels) for term in row)
    return _keyed((*mutual, *_one_way(tables.everyday)))


@lru_cache(maxsize=1)
def _classes() -> Mapping[str, tuple[Synonym, ...]]:
    return _keyed(_one_way(reference.load().classes))


def _one_way(rows: Iterable[tuple[_Row, _Row]]) -> Iterator[tuple[str, _Row]]:
    return ((term, others) for terms, others in rows for term in terms)


def _keyed(rows: Iterable[tuple[str, _Row]]) -> Mapping[str, tuple[Synonym, ...]]:
    """By how a term is spoken what stands for it: the others of each row that it is in."""
    out: dict[str, list[Synonym]] = {}
    for term, row in rows:
        others = tuple(frozenset(terms(o)) for o in row if o != term and not _is_lone(o))
        out.setdefault(_spoken(term), []).append(Synonym(frozenset(terms(term)), others))
    return {said: tuple(found) for said, found in out.items()}


def akin(word: str) -> tuple[frozenset[str], ...]:
    """Index terms of what a syllable also goes by, where it alone tells what a row is of.

    It does where several terms of the row share it: "lũ" of "bão lũ" and "mưa lũ" is "lụt bão" too.
    """
    return _rows_by_word().get(_spoken(word).strip(), ())


@lru_cache(maxsize=1)
def _rows_by_word() -> Mapping[str, tuple[frozenset[str], ...]]:
    """Rows of mutual synonyms, as index terms, by each word that several of their terms share."""
    out: dict[str, tuple[frozenset[str], ...]] = {}
    for row in reference.load().synonyms:
        shared = Counter(word for term in row for word in set(_spoken(term).split()))
        told = tuple(frozenset(terms(term)) for term in row if not _is_lone(term))
        for word in (word for word, times in shared.items() if times > 1):
            out[word] = (*out.get(word, ()), *told)
    return out


@lru_cache(maxsize=1)
def _sizes() -> Mapping[str, tuple[int, ...]]:
    """How many words the terms of the tables have, by their first two, or by the only one."""
    found: dict[str, set[int]] = {}
    for said in (*_table(), *_classes(), *_abbreviated()):
        begun = said.split()
        found.setdefault(" ".join(begun[:2]), set()).add(len(begun))
    return {begins: tuple(sizes) for begins, sizes in found.items()}


def _spoken(text: str) -> str:
    """Words in small letters with their marks: "dùng" is not "dụng"."""
    return " ".join(map(place_tone, words(nfc(text))))


def _is_lone(term: str) -> bool:
    """Whether a term is one syllable: the index knows no marks, and "dung" is many words."""
    return term.islower() and len(words(term)) == 1 and is_possible(term)


def _short_forms(reading: str) -> tuple[Synonym, ...]:
    """Terms of the reading that plans also write as an abbreviation ("DNNVV", "HTX")."""
    known = _abbreviated()
    found = dict.fromkeys(_spans(words(fold_chars(reading))))
    return tuple(known[span] for span in found if span in known)


@lru_cache(maxsize=1)
def _abbreviated() -> Mapping[str, Synonym]:
    """By folded long forms their abbreviations, those of one syllable or two letters left out."""
    out: dict[str, list[str]] = {}
    for short, longs in reference.load().abbreviations.items():
        if len(short) > 2 and short.isalnum():
            for long in longs:
                key = " ".join(words(fold_chars(long)))
                if " " in key and short not in out.setdefault(key, []):
                    out[key].append(short)
    return {
        long: Synonym(frozenset(terms(long)), tuple(frozenset((short,)) for short in shorts))
        for long, shorts in out.items()
    }
