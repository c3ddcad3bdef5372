"""How near the figures of a clause stand to the words of a question: what they are figures of.

Of "30% cán bộ … được tập huấn về …; hỗ trợ hòa nhập" the share is of officials, not of "hỗ trợ
hòa nhập", though that is said there too.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from indexer.text import fold_chars
from service.query.asked import asked
from service.query.question import Question
from service.retrieve.hybrid import Candidate

_TOKEN = re.compile(r"\d[\d.,]*(?: ?%| phan tram)?|\w+")
_YEAR = re.compile(r"(?:19|20)\d\d\W*")
#: So many words away a word of the question counts e times less than beside the figure.
_REACH = 12
#: What a clause gains whose figure all words stand beside, and one that states what is asked for,
#: in the unit of its score: of 504 questions of a few words that tests/quality/fitting-* ask for a
#: figure, 457 then find it for 447 by score and reading alone. Whole questions gain nothing.
_BESIDE, _STATED = 12.0, 3.0


def nearest_first(question: Question, mine: Sequence[Candidate]) -> list[Candidate]:
    """The candidates, those first whose figures are of what is asked for."""
    if len(mine) < 2:
        return list(mine)
    share = asked(question.reading).share

    def worth(candidate: Candidate) -> float:
        told = candidate.score + (candidate.reading or 0.0) + _STATED * candidate.features.states
        return told + _BESIDE * nearness(question.content, candidate.passage.text, share)

    return sorted(mine, key=worth, reverse=True)


def nearness(said: Sequence[str], text: str, share: bool) -> float:
    """How near words stand to the figure that most of them are near to, from 0 (no figure) to 1.

    ``said``: folded words; ``share``: whether only percentages count.

    >>> nearness(["xa"], "80% trường và 9 xã", share=False)
    0.9200444146293232
    >>> nearness(["xa"], "9 xã", share=True)
    0.0
    """
    tokens = _TOKEN.findall(fold_chars(text))
    places = [[k for k, token in enumerate(tokens) if token == word] for word in {*said}]
    figures = [k for k, token in enumerate(tokens) if _is_figure(token, share)]
    return max((_mean_near(places, figure) for figure in figures), default=0.0)


def _mean_near(places: Sequence[Sequence[int]], figure: int) -> float:
    apart = (min(abs(k - figure) for k in at) for at in places if at)
    return sum(math.exp(-far / _REACH) for far in apart) / max(1, len(places))


def _is_figure(token: str, share: bool) -> bool:
    """Whether a token is a figure that may be told; a year is none."""
    if share:
        return token.endswith(("%", "phan tram"))
    return token[0].isdigit() and not _YEAR.fullmatch(token)
