"""Beside peers: who answers more questions a second, who is right more often, what was aimed at.

The aim is ``AIM`` times the questions a second of each peer, of processor and by the clock, at
better quality; a form of questions is better answered where no measure of it is worse and one is
better. Of figures that ``peers`` takes; ``beside`` writes the page of them.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from service.learning.evaluate import FIELDS
from tests.bench.timing import Cost, Timed

AIM = 5.0
MEASURES = ("first", "recall@10", "cite@1")
#: Of a ranked list: deep enough to see most documents, as our ``ask`` does.
DEEP = 100
#: The two of ours, as they are named.
OURS = ("our `search`", "our `ask`")
FORMS = dict(zip(FIELDS, ("as asked", "without marks", "few words", "English"), strict=True))
CLOCK, PROCESSOR = 0, 1


@dataclass
class Tally:
    """Counts of what was right, of how many, by measure and form of the question."""

    counts: dict[tuple[str, str], list[bool]] = field(default_factory=dict)

    def add(self, measure: str, form: str, right: bool) -> None:
        """Count one."""
        self.counts.setdefault((measure, form), []).append(right)

    def share(self, measure: str, form: str) -> float:
        """Of how many it was right."""
        found = self.counts[measure, form]
        return sum(found) / len(found)


@dataclass(frozen=True, slots=True)
class Pace:
    """What questions cost, by form, in every round."""

    rounds: tuple[Mapping[str, Sequence[Cost]], ...]

    def a_second(self, by: int, forms: Iterable[str] = FIELDS) -> Timed:
        """Questions a second, round by round; ``by`` 0: the clock, 1: of processor."""
        each = [[cost[by] for form in forms for cost in told[form]] for told in self.rounds]
        return Timed(tuple(1 / statistics.fmean(costs) for costs in each))

    def takes(self) -> Timed:
        """The median of each round, by the clock: seconds."""
        each = [[cost.clock for form in FIELDS for cost in told[form]] for told in self.rounds]
        return Timed(tuple(map(statistics.median, each)))


def times(ours: Pace, theirs: Pace, by: int, forms: Sequence[str] = FIELDS) -> Timed:
    """How many times as many questions a second ours answers, round by round."""
    both = zip(ours.a_second(by, forms).runs, theirs.a_second(by, forms).runs, strict=True)
    return Timed(tuple(mine / other for mine, other in both))


def behind(ours: Tally, theirs: Tally, form: str) -> list[str]:
    """The measures in which they are right more often."""
    return [m for m in MEASURES if theirs.share(m, form) > ours.share(m, form)]


def is_better(ours: Tally, theirs: Tally, form: str) -> bool:
    """Whether nothing of this form is worse with us and something better."""
    ahead = any(ours.share(m, form) > theirs.share(m, form) for m in MEASURES)
    return ahead and not behind(ours, theirs, form)


class Verdict(NamedTuple):
    """One of ours beside a peer over one index: how many times as fast, and where it is better."""

    ours: str
    peer: str
    passages: int
    clock: Timed
    processor: Timed
    by_form: Mapping[str, tuple[float, float]]
    better: Mapping[str, bool]
    behind: Mapping[str, Sequence[str]]

    @property
    def program(self) -> str:
        """The peer's, however it was set up."""
        return self.peer.split()[0]

    @property
    def reached(self) -> list[str]:
        """The forms in which the aim is reached."""
        return [f for f in FIELDS if min(self.by_form[f]) >= AIM and self.better[f]]

    @property
    def is_reached(self) -> bool:
        """Whether it is over all forms together, and better in each."""
        return min(self.clock.median, self.processor.median) >= AIM and all(self.better.values())


Paces = Mapping[str, Pace]


def verdicts(told: Mapping[str, Tally], paces: Mapping[int, Paces]) -> list[Verdict]:
    """Every one of ours beside every peer, at every size."""
    return [
        Verdict(
            mine,
            peer,
            passages,
            times(speed[mine], speed[peer], CLOCK),
            times(speed[mine], speed[peer], PROCESSOR),
            {
                form: (
                    times(speed[mine], speed[peer], CLOCK, [form]).median,
                    times(speed[mine], speed[peer], PROCESSOR, [form]).median,
                )
                for form in FIELDS
            },
            {form: is_better(told[mine], told[peer], form) for form in FIELDS},
            {form: behind(told[mine], told[peer], form) for form in FIELDS},
        )
        for mine in OURS
        for passages, speed in paces.items()
        for peer in told
        if peer not in OURS
    ]
