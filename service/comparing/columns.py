"""Figures by what they measure: those that count the same thing stand in one column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from indexer.text import nfc, terms, words
from service.comparing.figures import Figure, Fitting
from service.comparing.likeness import Matrix, Vocabulary

#: Figures with the same unit whose measured words are this much alike stand in one column.
_ALIKE = 0.4
#: What is counted stands first ("người lao động tại các cơ sở …" counts people, no places): so many
#: words of it have to be so much alike.
_HEAD, _SAME = 4, 0.25
#: Words before it that say that something is counted.
_COUNTING = frozenset(words("số các những tổng tỷ tỉ lệ về trên toàn ít nhất phấn đấu đạt"))
_LABEL = 140


@dataclass(frozen=True, slots=True)
class Column:
    """What is measured, in the words of the plan that came first, and in which unit."""

    label: str
    unit: str


def columns(found: Sequence[Fitting]) -> list[tuple[Column, list[Figure]]]:
    """Figures by what they measure; each with its members, the column that fits best first.

    Of columns that fit about as well (to a tenth), the one that most plans state.
    """
    figures = [one.figure for one in found]
    groups = _groups([(one.figure.unit, one.own) for one in found])
    fit = [round(max(found[n].fit for n in group), 1) for group in groups]
    plans = [len({figures[n].document for n in group}) for group in groups]
    order = sorted(range(len(groups)), key=lambda i: (-fit[i], -plans[i], i))
    members = [[figures[n] for n in groups[i]] for i in order]
    return [(_column(told[0]), told) for told in members]


def _groups(stated: Sequence[tuple[str, str]]) -> list[list[int]]:
    """Numbers of pairs of one unit whose words are alike, as they came."""
    if not stated:
        return []
    whole = [terms(own) for _, own in stated]
    heads = [terms(_counted(own)) for _, own in stated]
    alike = np.where(_shared(heads) >= _SAME, _shared(whole), 0.0)
    groups: list[list[int]] = []
    for n, (unit, _) in enumerate(stated):
        scores = [
            (float(alike[n, group[0]]), -i)
            for i, group in enumerate(groups)
            if stated[group[0]][0] == unit
        ]
        best = max(scores, default=(0.0, 0))
        if best[0] >= _ALIKE:
            groups[-best[1]].append(n)
        else:
            groups.append([n])
    return groups


def _counted(own: str) -> str:
    """The first words of what is counted."""
    left = words(nfc(own).lower())
    while len(left) > 1 and left[0] in _COUNTING:
        left = left[1:]
    return " ".join(left[:_HEAD])


def _shared(told: Sequence[Sequence[str]]) -> Matrix:
    matrix = Vocabulary.of(told).matrix(told)
    out: Matrix = (matrix @ matrix.T).toarray()
    return out


def _column(figure: Figure) -> Column:
    label = figure.measured
    return Column(
        label if len(label) <= _LABEL else label[: _LABEL - 1].rstrip(" …") + "…", figure.unit
    )
