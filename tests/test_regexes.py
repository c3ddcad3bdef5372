"""No regular expression of the project can be made to take long by what it is given to read."""

from __future__ import annotations

import itertools
import re
import signal
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.bounds import Hung, within
from tests.regexes import Site, pumps, sites

#: Patterns that only a call knows: a name of a body or a place, escaped, or a word of a style.
ONLY_KNOWN_IN_A_CALL = 27
#: Patterns whose work grows with the square of a text, and that see no more of it than a window
#: (of so many characters), a field of that length at most, or a name.
WINDOWS = {"indexer/facts/deadlines.py": 30, "indexer/facts/targets.py": 500}
#: What reads questions alone, and so many characters of them; all else meets texts of any length.
QUESTIONS = frozenset(
    f"service/query/{name}.py"
    for name in (
        "asked",
        "followup",
        "intents",
        "mentions",
        "numbered",
        "places",
        "reasking",
        "timing",
    )
)
QUESTION = 500
LONG = 3200
#: What stands behind a long run: nothing, no word, a word.
TAILS = ("", "\0!\n", "x")
#: What reads texts before their white space is collapsed.
AS_SENT = ("indexer/readers/", "service/quoting/", "service/answer/rephrasing.py")


def seconds(call: Callable[[str], Any], text: Any) -> float:
    began = time.thread_time()
    call(text)
    return time.thread_time() - began


def calls(site: Site) -> Iterator[Callable[[Any], Any]]:
    pattern: Any = site.pattern
    for method in sorted(site.methods):
        if method in ("sub", "subn"):
            yield lambda text: pattern.sub(text[:0], text)
        elif method == "finditer":
            yield lambda text: list(pattern.finditer(text))
        else:
            yield getattr(pattern, method)


def length(site: Site) -> int:
    """How long a text this pattern meets, as far as it matters here."""
    file = site.place.partition(":")[0]
    return QUESTION if file in QUESTIONS else WINDOWS.get(file, LONG)


def grows(site: Site) -> str:
    """A text that takes more than its share, or ""."""
    long = length(site)
    spaces = site.place.startswith(AS_SENT)
    for (before, piece), tail in itertools.product(sorted(pumps(site.pattern)), TAILS):
        if not piece.strip() and not spaces:
            continue
        count = max(2, long // len(piece))
        short, whole = (before + piece * n + tail for n in (count // 8, count))
        if isinstance(site.pattern.pattern, bytes):
            short, whole = (text.encode("latin-1", "replace") for text in (short, whole))
        for call in calls(site):
            try:
                with within(1.0, signal.ITIMER_VIRTUAL):
                    took = seconds(call, whole)
                    if took < 0.004:
                        continue
                    took = min(took, *(seconds(call, whole) for _ in range(2)))
                    once = min(seconds(call, short) for _ in range(3))
            except Hung:
                return f"{before!r} + {piece!r} * {count}"
            if long == LONG and took > 24 * once:
                return (
                    f"{before!r} + {piece!r} * {count}: {took / once:.0f} times as long as an 8th"
                )
    return ""


def test_time_grows_with_the_text_and_not_with_its_square() -> None:
    found = list(sites())
    patterns = [site for site in found if isinstance(site, Site)]
    assert len(patterns) > 250
    assert len(found) - len(patterns) <= ONLY_KNOWN_IN_A_CALL, found
    bad = {site.place: said for site in patterns if (said := grows(site))}
    assert not bad


@pytest.mark.parametrize("pattern", [r"(a+)+$", r"(?:a|a)*b", r"x*x*x*x*y"])
def test_what_blows_up_is_seen(pattern: str) -> None:
    assert grows(Site("indexer/x.py:1", re.compile(pattern), frozenset({"search"})))


def test_the_square_is_seen() -> None:
    site = Site("indexer/readers/x.py:1", re.compile(r"^x\s*,?\s*$"), frozenset({"search"}))
    assert "times as long" in grows(site)
