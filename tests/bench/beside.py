"""The page that ``peers`` writes: three sentences, then the tables with their conditions."""

from __future__ import annotations

import datetime
import textwrap
from collections.abc import Mapping, Sequence

from service.learning.evaluate import FIELDS
from tests.bench.standings import (
    AIM,
    CLOCK,
    DEEP,
    FORMS,
    MEASURES,
    OURS,
    PROCESSOR,
    Pace,
    Paces,
    Tally,
    Verdict,
    verdicts,
)
from tests.bench.timing import Timed, machine


def page(
    told: Mapping[str, Tally], paces: Mapping[int, Paces], questions: int, timed: int, load: float
) -> str:
    """Three sentences, then the tables with their conditions."""
    found = verdicts(told, paces)
    rounds = len(next(iter(next(iter(paces.values())).values())).rounds)
    parts = (
        ["# Beside peers", "", *_sentences(found), "", *_conditions(questions, load)],
        _qualities(told),
        _speeds(paces, rounds, timed),
        [
            "## Ours beside each",
            "",
            "How many times their questions a second ours answers, of processor / by the clock:",
            f"below 1 they are faster. The aim is {AIM:g} in both, and better.",
            "",
        ],
        *(
            _beside([v for v in found if (v.ours, v.passages) == (mine, passages)])
            for mine in OURS
            for passages in paces
        ),
    )
    return "\n".join(line for part in parts for line in part)


def _sentences(found: Sequence[Verdict]) -> list[str]:
    """Who is right, who is fast, and whether the aim is reached: the three that a reader wants."""
    mine = [[v for v in found if v.ours == ours] for ours in OURS]
    told = [
        f"- **Right more often**: {'; '.join(map(_right, mine))}.",
        f"- **More questions a second**: {'; '.join(map(_fast, mine))}.",
        f"- **The aim**, {AIM:g} times their questions a second at better quality: "
        f"{'; '.join(map(_aim, mine))}.",
    ]
    return [x for one in told for x in textwrap.wrap(one, 100, subsequent_indent="  ")]


def _right(found: Sequence[Verdict]) -> str:
    """Quality is that of one index, whichever was timed."""
    one = [v for v in found if v.passages == found[0].passages]
    cases, better = len(one) * len(FIELDS), sum(sum(v.better.values()) for v in one)
    told = f"{found[0].ours} in {better} of {cases} cases (a peer, a form of questions)"
    wins: dict[tuple[str, str], list[str]] = {}
    for v in one:
        for form, names in v.behind.items():
            for name in names:
                wins.setdefault((name, FORMS[form]), []).append(v.program)
    losses = [f"{m}, {f} ({', '.join(dict.fromkeys(who))})" for (m, f), who in wins.items()]
    return f"{told}; they win {', '.join(losses)}" if losses else f"{told}; they win no measure"


def _fast(found: Sequence[Verdict]) -> str:
    """Of whom ours answers more questions and of whom fewer, over sizes and both measures."""
    told: dict[str, list[str]] = {"more than": [], "now more, now fewer than": [], "fewer than": []}
    more, both, fewer = told.values()
    for program in dict.fromkeys(v.program for v in found):
        theirs = [v for v in found if v.program == program]
        ratios = [ratio.median for v in theirs for ratio in (v.processor, v.clock)]
        low, high = (_times(Timed((ratio,))) for ratio in (min(ratios), max(ratios)))
        span = f"{program} ({low}–{high} ×)" if low != high else f"{program} ({low} ×)"
        (more if min(ratios) >= 1 else fewer if max(ratios) < 1 else both).append(span)
    return f"{found[0].ours} {_listed(told)}"


def _aim(found: Sequence[Verdict]) -> str:
    """Against whom it is reached at all sizes, however they were set up, and in part."""
    told: dict[str, list[str]] = {
        "reached against": [],
        "in part against": [],
        "not reached against": [],
    }
    whole, part, none = told.values()
    for program in dict.fromkeys(v.program for v in found):
        theirs = [v for v in found if v.program == program]
        some = any(v.is_reached or v.reached for v in theirs)
        (whole if all(v.is_reached for v in theirs) else part if some else none).append(program)
    return f"{found[0].ours} {_listed(told)}"


def _listed(told: Mapping[str, Sequence[str]]) -> str:
    return ", ".join(f"{words} {', '.join(names)}" for words, names in told.items() if names)


def _conditions(questions: int, load: float) -> list[str]:
    return [
        "Written by `python -m tests.bench.peers`; figures of one machine and one day.",
        "",
        f"- {machine()}; others at work on it: load {load:.1f} (15 minutes)",
        f"- {datetime.datetime.now(datetime.UTC).date()}; {questions} gold questions; every plan",
        "  of the collection. Everybody has the same passages (with headings, place and year), the",
        "  same vectors and the same encoder; LanceDB folds marks itself, the others are there as",
        "  they come and with texts and questions folded for them as ours are",
        "- first: of the questions, the first passage of all is right. recall@10: of the pairs of",
        "  a question and a plan that answers it, a right passage is among the first ten of all.",
        f"  cite@1: of these pairs, the first passage of that plan is right (first {DEEP} of all)",
        "- our weights are fitted on other questions over these plans; the peers are as they come,",
        "  and know nothing of Vietnamese plans: what they are held for is a general search",
        "",
    ]


def _qualities(told: Mapping[str, Tally]) -> list[str]:
    lines = ["## Who is right", ""]
    for measure in MEASURES:
        lines += [
            f"| {measure} | {' | '.join(FORMS.values())} |",
            "|---|" + "---|" * len(FORMS),
            *(
                f"| {name} | "
                + " | ".join(f"{tally.share(measure, f):.3f}".removeprefix("0") for f in FIELDS)
                + " |"
                for name, tally in told.items()
            ),
            "",
        ]
    return lines


def _speeds(paces: Mapping[int, Paces], rounds: int, timed: int) -> list[str]:
    lines = [
        "## Who is fast",
        "",
        f"One client, {timed} questions of all forms in each of {rounds} rounds, asked of",
        "everybody in turns and none twice, 10 passages each: questions a second of processor",
        "(all threads) and by the clock, and the median question by the clock; medians of the",
        "rounds, from the least to the most.",
        "",
    ]
    for passages, speed in paces.items():
        lines += [
            f"| {passages:,} passages | of processor | by the clock | a question |",
            "|---|---|---|---|",
            *(
                f"| {name} | {_rate(pace, PROCESSOR)} | {_rate(pace, CLOCK)} "
                f"| {pace.takes().show()} |"
                for name, pace in speed.items()
            ),
            "",
        ]
    return lines


def _rate(pace: Pace, by: int) -> str:
    return pace.a_second(by).show(1, "/s")


def _beside(found: Sequence[Verdict]) -> list[str]:
    """One of ours at one size: how many times as fast as each, where better, what of the aim."""
    forms = " | ".join(FORMS.values())
    return [
        f"| {found[0].ours}, {found[0].passages:,} passages | all forms | {forms} | the aim |",
        "|---|" + "---|" * (len(FORMS) + 2),
        *(_line(verdict) for verdict in found),
        "",
    ]


def _line(v: Verdict) -> str:
    whole = " / ".join(_times(ratio) for ratio in (v.processor, v.clock))
    forms = []
    for form in FIELDS:
        clock, processor = v.by_form[form]
        wins = ", ".join(v.behind[form])
        right = "better" if v.better[form] else f"they win {wins}" if wins else "as good"
        both = " / ".join(_times(Timed((ratio,))) for ratio in (processor, clock))
        forms.append(f"{both}, {right}")
    reached = ", ".join(FORMS[form] for form in v.reached)
    aim = "reached" if v.is_reached else f"in part: {reached}" if reached else "not reached"
    return f"| {v.peer} | {whole} | {' | '.join(forms)} | {aim} |"


def _times(ratio: Timed) -> str:
    return ratio.span(1 if ratio.median >= 1 else 2, brackets=True)
