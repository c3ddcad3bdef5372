"""What headings and run-in titles say that two plans word in their own ways: the job of a part."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexer.text import fold_chars, words
from service.comparing.units import Unit, ancestors

#: The jobs that sections of a plan do, by how their headings begin (folded): the parts every plan
#: has under the rules on the form of administrative documents (Nghị định 30/2020/NĐ-CP).
_JOBS = tuple(
    (job, re.compile(rf"(?:cac |mot so |nhung )?(?:{opening})\b"))
    for job, opening in (
        ("goals", "muc tieu|chi tieu"),
        ("purpose", "muc dich"),
        ("demands", "yeu cau"),
        ("objects", "doi tuong"),
        ("time", "thoi gian|thoi han|tien do"),
        ("tasks", "nhiem vu|giai phap"),
        ("money", "kinh phi|nguon kinh phi|nguon luc"),
        ("carrying out", "to chuc thuc hien|phan cong"),
        ("reporting", "che do (?:thong tin )?bao cao|thong tin,? bao cao"),
    )
)
#: Titles that share so many of all their syllables say the same, those of one job fewer.
_ALIKE, _OF_ONE_JOB = 0.6, 0.4


def job(unit: Unit) -> str | None:
    """The job of the part that a unit is, by its title or first words; "closing" of the close."""
    if unit.closes:
        return "closing"
    title = fold_chars(unit.title or unit.own)
    return next((job for job, pattern in _JOBS if pattern.match(title)), None)


def same(a: Sequence[Unit], b: Sequence[Unit]) -> NDArray[np.bool_]:
    """``bool[len(a), len(b)]``: both are titled, and their titles say the same.

    One that a document has several times ("Tập thể") tells nothing, unless the titles above say the
    same too; nor does the job of a part that it has several of.
    """
    told = [[_titled(unit) for unit in side] for side in (a, b)]
    over = [
        [titles[up[0]] if up else _Title() for up in ancestors(side)]
        for side, titles in zip((a, b), told, strict=True)
    ]
    often = [Counter(one.said for one in side) for side in told]
    jobs = [Counter(one.job for one in side) for side in told]
    theirs = [(j, y) for j, y in enumerate(told[1]) if y.said]
    out = np.zeros((len(a), len(b)), dtype=np.bool_)
    for i, x in enumerate(told[0]):
        for j, y in theirs if x.said else ():
            if x.job != y.job or _is_over_one(a[i], b[j]):
                continue
            if x.job and jobs[0][x.job] == jobs[1][x.job] == 1:
                out[i, j] = True
            elif _share(x, y) >= (_OF_ONE_JOB if x.job else _ALIKE):
                once = often[0][x.said] == often[1][y.said] == 1
                out[i, j] = once or _share(over[0][i], over[1][j]) >= _ALIKE
    return out


@dataclass(frozen=True, slots=True)
class _Title:
    """The folded syllables of a title, none where there is none or it charges somebody."""

    said: frozenset[str] = frozenset()
    job: str | None = None


def _titled(unit: Unit) -> _Title:
    if unit.closes:
        return _Title(frozenset(("closing",)), "closing")
    if unit.title is None or unit.addressed:
        return _Title()
    return _Title(frozenset(words(fold_chars(unit.title))), job(unit))


def _is_over_one(x: Unit, y: Unit) -> bool:
    """Whether one is a heading over several clauses, the other one over a single clause.

    The single clause is the counterpart of one of the several.
    """
    return (x.is_heading and len(y.clauses) > 1) or (y.is_heading and len(x.clauses) > 1)


def _share(x: _Title, y: _Title) -> float:
    """How many of all their syllables two titles share."""
    return len(x.said & y.said) / len(x.said | y.said) if x.said and y.said else 0.0
