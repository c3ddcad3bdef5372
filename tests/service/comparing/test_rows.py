"""Counterparts of many plans in rows: every clause once, whatever the order."""

from __future__ import annotations

from itertools import permutations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from indexer.documents import Clause
from service.comparing import titles
from service.comparing.alignment import align
from service.comparing.likeness import Vocabulary, likeness
from service.comparing.rows import lines
from service.comparing.units import units

VOCABULARY = ("trồng", "cây", "xanh", "sân", "trường", "học", "sinh", "báo", "cáo", "kinh", "60%")


WORDS = st.sampled_from(VOCABULARY)


TEXTS = st.lists(st.lists(WORDS, min_size=1, max_size=12).map(" ".join), min_size=0, max_size=9)


def made(name: str, texts: list[str]):
    """A document of one heading with a clause for each text."""
    lines_, clauses, at = ["I. NHIỆM VỤ", *texts], [], 0
    whole = "\n".join(lines_)
    for n, line in enumerate(lines_):
        path, parent, title = ("I", None, "NHIỆM VỤ") if n == 0 else (f"I.p{n}", "I", None)
        end = len(whole) if n == 0 else at + len(line)
        kind = "section" if n == 0 else "para"
        clauses.append(
            Clause(
                path,
                parent,
                kind,
                "plan",
                "I." if n == 0 else "",
                title,
                at,
                end,  # type: ignore[arg-type]
                at + len(line),
                1,
                n,
            )
        )
        at += len(line) + 1
    return whole, units(name, whole, clauses)


@given(TEXTS, TEXTS, TEXTS)
def test_any_units_are_partitioned_in_rows_whatever_the_order(a, b, c):
    found = {}
    for name, texts in (("a", a), ("b", b), ("c", c)):
        whole, found[name] = made(name, texts)
        for unit in found[name]:
            assert whole[unit.start : unit.end] == unit.text
            assert unit.text.endswith(unit.own) and unit.own
    vocabulary = Vocabulary.of([u.terms for told in found.values() for u in told])
    none = {name: np.zeros((len(told), 4), dtype=np.float32) for name, told in found.items()}
    links = {}
    for x, y in (("a", "b"), ("a", "c"), ("b", "c")):
        titled = titles.same(found[x], found[y])
        like = likeness(found[x], found[y], (none[x], none[y]), vocabulary, titled)
        for told in (like.alike, like.held, like.holding):
            assert ((told >= 0) & (told <= 1 + 1e-9)).all()
        links[(x, y)] = align(found[x], found[y], like)
    seen = set()
    for order in permutations("abc"):
        rows = lines({name: found[name] for name in order}, links)
        held = [(u.document, u.path) for row in rows for told in row.units.values() for u in told]
        assert sorted(held) == sorted((u.document, u.path) for t in found.values() for u in t)
        seen.add(
            frozenset(
                frozenset((u.document, u.path) for told in row.units.values() for u in told)
                for row in rows
            )
        )
    assert len(seen) == 1
