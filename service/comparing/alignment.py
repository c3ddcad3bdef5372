"""Which units of two documents do the same job: in order where order agrees, freely where not.

The longest chain of sure pairs in the same order comes first (dynamic programming); pairs that fit
between its links gain a little, and so do pairs whose headings are counterparts. An assignment
then gives every unit at most one counterpart; neighbours that say the same beside it are added.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.comparing import titles
from service.comparing.likeness import Likeness, Matrix
from service.comparing.units import Unit, ancestors

#: A pair this much alike (of 1) is sure enough to give the order.
_SURE = 0.5
#: What a pair needs to be taken, and what a further counterpart of a unit needs by itself.
_TAKEN, _FURTHER = 0.40, 0.45
#: What a clause's counterpart must say of the words of one beside it, to be that one's too; one
#: that opens with no more terms than this any long clause may say.
_HELD, _FEW = 0.6, 8
#: What two clauses need by themselves, wherever they stand.
_LEAST = 0.25
#: What speaks for a pair beside its words: it keeps the order; each is the other's best; the
#: headings directly above are counterparts, or some further up.
_ORDER, _MUTUAL, _UNDER, _WITHIN = 0.04, 0.04, 0.17, 0.08
#: Headings over so large a share of each other's clauses are counterparts whatever they say.
_SUPPORT = 0.5
#: One pair of clauses may be so by chance: of headings that share no word it tells nothing.
_SEVERAL, _HINT = 2, 0.03
#: Less than any pair, with the place of its other unit.
_NONE = (-1.0, 0)


@dataclass(frozen=True, slots=True)
class Link:
    """Unit ``a`` of the first document and ``b`` of the second; ``score`` as in ``likeness``.

    ``further``: one of them already has a counterpart, and the other says part of the same.
    """

    a: int
    b: int
    score: float
    further: bool = False


def align(a: Sequence[Unit], b: Sequence[Unit], like: Likeness) -> list[Link]:
    """The links, by position; a unit has several where several answer it together."""
    if not a or not b:
        return []
    alike = like.alike
    ordered = alike + _ORDER * _in_order(alike) + _MUTUAL * _mutual(alike)
    both = np.outer([u.is_heading for u in a], [u.is_heading for u in b])
    heads = _heads(a, b, ordered, _assigned(np.where(both, 0.0, ordered)))
    context = _context(a, b, _assigned(heads))
    clauses = np.where(alike >= _LEAST, ordered + context, 0.0)
    below = _told_below(a, b, alike) | _told_below(b, a, alike.T).T
    clauses = np.where(below & ~like.titled, 0.0, clauses)
    pairs = _assigned(np.where(both, heads, clauses))
    further = _further(a, b, like, pairs)
    return [Link(i, j, float(alike[i, j]), (i, j) in further) for i, j in sorted(pairs | further)]


def chain(alike: Matrix, least: float) -> list[tuple[int, int]]:
    """The heaviest chain of pairs, each later than the one before in both documents."""
    n, m = alike.shape
    best = np.zeros((n + 1, m + 1))
    gain = np.where(alike >= least, alike, -1.0)
    for i in range(1, n + 1):
        taken = np.maximum(best[i - 1, 1:], best[i - 1, :-1] + gain[i - 1])
        best[i, 1:] = np.maximum.accumulate(taken)
    pairs, i, j = [], n, m
    while i and j:
        if best[i, j] == best[i - 1, j]:
            i -= 1
        elif best[i, j] == best[i, j - 1]:
            j -= 1
        else:
            i, j = i - 1, j - 1
            pairs.append((i, j))
    return pairs[::-1]


def _in_order(alike: Matrix) -> Matrix:
    """1 for pairs that cross no sure pair of the chain, else 0."""
    links = chain(alike, _SURE)
    n, m = alike.shape
    rows, columns = [i for i, _ in links], [j for _, j in links]
    out = np.zeros((n, m))
    for i in range(n):
        at = bisect_left(rows, i)
        if at < len(rows) and rows[at] == i:
            out[i, columns[at]] = 1.0
            continue
        low = columns[at - 1] + 1 if at else 0
        out[i, low : columns[at] if at < len(rows) else m] = 1.0
    return out


def _mutual(alike: Matrix) -> Matrix:
    """1 for pairs of which each is the other's best, else 0."""
    best = (alike == alike.max(axis=1, keepdims=True)) & (alike == alike.max(axis=0, keepdims=True))
    return np.where(best & (alike > 0), 1.0, 0.0)


def _assigned(score: Matrix) -> set[tuple[int, int]]:
    """Every unit at most once, so that the pairs taken are worth most together."""
    # Loaded here: to load it is a third of what a service takes to start.
    from scipy.optimize import linear_sum_assignment

    worth = np.maximum(score - _TAKEN, 0.0)
    rows, columns = linear_sum_assignment(worth, maximize=True)
    return {(int(i), int(j)) for i, j in zip(rows, columns, strict=True) if worth[i, j] > 0}


def _heads(
    a: Sequence[Unit], b: Sequence[Unit], score: Matrix, pairs: Iterable[tuple[int, int]]
) -> Matrix:
    """Scores of pairs of headings: by their words, their job, and the clauses below them."""
    tops_a, tops_b = _tops(a), _tops(b)
    above_a, above_b = ancestors(a), ancestors(b)
    shared = Counter((x, y) for i, j in pairs for x in above_a[i] for y in above_b[j])
    out = np.zeros_like(score)
    for i, x in tops_a.items():
        for j, y in tops_b.items():
            out[i, j] = _head(x, y, float(score[i, j]), shared[(i, j)])
    return out


@dataclass(frozen=True, slots=True)
class _Top:
    """A heading: its job, its depth, how many clauses below, which share of them states figures."""

    job: str | None
    depth: int
    below: int
    figures: float


def _tops(units: Sequence[Unit]) -> dict[int, _Top]:
    below: dict[int, list[bool]] = defaultdict(list)
    for unit, above in zip(units, ancestors(units), strict=True):
        if not unit.is_heading:
            for i in above:
                below[i].append(any(c.facts.targets for c in unit.clauses))
    return {
        i: _Top(
            titles.job(u), len(u.headings), len(below[i]), sum(below[i]) / max(1, len(below[i]))
        )
        for i, u in enumerate(units)
        if u.is_heading
    }


def _head(x: _Top, y: _Top, score: float, shared: int) -> float:
    """``score``: of their words; ``shared``: how many clauses below are counterparts."""
    support = shared / max(1, min(x.below, y.below))
    whole = shared / max(1, x.below, y.below)
    apart = abs(x.depth - y.depth)
    level = 0.3 * whole + (0.05 if apart == 0 else -0.15 * (apart - 1))
    job = apart == 0 and x.job is not None and x.job == y.job
    by_words = score + level + 0.1 * job
    told = shared >= _SEVERAL or score >= _HINT
    by_clauses = _TAKEN + level if told and support >= _SUPPORT and whole >= _SUPPORT / 2 else 0.0
    by_job = _TAKEN + level + 0.1 * (1 - abs(x.figures - y.figures)) if job else 0.0
    return max(by_words, by_clauses, by_job)


def _context(a: Sequence[Unit], b: Sequence[Unit], heads: Iterable[tuple[int, int]]) -> Matrix:
    """What the headings above speak for each pair."""
    partner: Mapping[int, int] = dict(heads)
    above_a, above_b = ancestors(a), ancestors(b)
    out = np.zeros((len(a), len(b)))
    for i in range(len(a)):
        meant = [partner[x] for x in above_a[i] if x in partner]
        direct = partner.get(above_a[i][0]) if above_a[i] else None
        for j in range(len(b)):
            if direct is not None and above_b[j] and above_b[j][0] == direct:
                out[i, j] = _UNDER
            elif any(y in above_b[j] for y in meant):
                out[i, j] = _WITHIN
    return out


def _told_below(mine: Sequence[Unit], theirs: Sequence[Unit], alike: Matrix) -> NDArray[np.bool_]:
    """Where a heading of ``mine`` meets a clause that one of the clauses below it is like.

    "4. Sở Y tế" over its tasks is no counterpart of "3. Sở Y tế tăng cường …": one of them is.
    """
    out = np.zeros(alike.shape, dtype=bool)
    leaf = np.array([not unit.is_heading for unit in theirs], dtype=bool)
    for i, unit in enumerate(mine):
        below = [k for k in _below(mine, i) if not mine[k].is_heading] if unit.is_heading else []
        if below:
            out[i] = leaf & (alike[below].max(axis=0) >= _TAKEN)
    return out


def _further(
    a: Sequence[Unit], b: Sequence[Unit], like: Likeness, pairs: Iterable[tuple[int, int]]
) -> set[tuple[int, int]]:
    """Units left over that say what a neighbour's counterpart does: one clause against several."""
    known = sorted(pairs)
    turned = [(j, i) for i, j in known]
    return {
        *_joining(a, b, like, known).items(),
        *((i, j) for j, i in _joining(b, a, like.turned, turned).items()),
    }


def _joining(
    mine: Sequence[Unit],
    theirs: Sequence[Unit],
    like: Likeness,
    pairs: Sequence[tuple[int, int]],
) -> dict[int, int]:
    """For the units of ``mine`` left over that join a pair the other unit of it.

    Each joins the one pair it suits best. What stands below a heading that another plan has as the
    title of one clause joins that clause, whatever its words; a clause that the counterpart of one
    beside it says nearly whole ("…; tổ chức kiểm tra ít nhất 20% số cơ sở …") joins it too.
    """
    alike, taken = like.alike, {i for i, _ in pairs}
    best: dict[int, tuple[float, int]] = {}
    whole: dict[int, tuple[float, int]] = {}
    for i, j in pairs:
        below = _below(mine, i) if like.titled[i, j] and not theirs[j].is_heading else ()
        for k in (*_neighbours(mine, i), *below):
            if k not in taken and (k in below or _joins(mine[k], theirs[j], alike[k, j])):
                best[k] = max(best.get(k, _NONE), (float(alike[k, j]), -j))
        for k in _beside(mine, i) if not theirs[j].is_heading else ():
            if k not in taken and like.held[k, j] >= _HELD:
                whole[k] = max(whole.get(k, _NONE), (float(like.held[k, j]), -j))
    return {k: -j for k, (_, j) in (whole | best).items()}


def _beside(units: Sequence[Unit], at: int) -> list[int]:
    """The clauses under the same heading, rows of a table left out: each of those is complete."""
    unit = units[at]
    if unit.is_heading or unit.clause.kind == "row":
        return []
    return [
        k
        for k, other in enumerate(units)
        if k != at
        and other.parent == unit.parent
        and not other.is_heading
        and other.clause.kind != "row"
        and len(other.opening) > _FEW
    ]


def _below(units: Sequence[Unit], at: int) -> range:
    """All that stands below a heading."""
    end = units[at].clause.end
    last = next((k for k in range(at + 1, len(units)) if units[k].start >= end), len(units))
    return range(at + 1, last)


def _joins(x: Unit, y: Unit, alike: float) -> bool:
    return not (x.is_heading and y.is_heading) and alike >= _FURTHER


def _neighbours(units: Sequence[Unit], at: int) -> list[int]:
    """The clauses before and after under the same heading, the heading, and the level below.

    Rows of a table have none: each is complete.
    """
    unit = units[at]
    near = []
    for k in range(max(0, at - 8), min(len(units), at + 9)):
        other = units[k]
        beside = abs(k - at) == 1 and other.parent == unit.parent
        if k != at and (beside or other.parent in unit.paths or unit.parent in other.paths):
            near.append(k)
    return [k for k in near if units[k].clause.kind != "row"]
