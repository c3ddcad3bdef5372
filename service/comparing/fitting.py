"""How well a figure fits a theme: the words it stands among, and what they mean."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from indexer.index.protocol import Index
from indexer.text import fold_chars, terms
from service.query.notions import unsaid
from service.query.question import Question

#: Shares in a fit of 0..1: the theme's words said, each by how seldom the language uses it, and
#: nearness in meaning. Words tell more: targets of plans on one subject are all near in meaning.
_SAID, _NEAR = 0.6, 0.4
#: What fits less is of another theme.
FITS = 0.4
#: A theme that asks for a share is not answered by a count, however alike the words are.
_SHARE = re.compile(r"\b(?:t[yi] (?:le|trong|suat)|phan tram|share|rate|percent(?:age)?)\b|%")
_NO_SHARE = 0.2


def fits(index: Index, theme: Question, stated: Sequence[tuple[str, str]]) -> NDArray[np.float64]:
    """``float64[len(stated)]`` of 0..1: how far each pair of unit and phrase is of ``theme``."""
    if not stated:
        return np.zeros(0)
    phrases = [phrase if unit == "%" else f"{unit} {phrase}" for unit, phrase in stated]
    distinct = list(dict.fromkeys(phrases))
    asked = theme.text if theme.language == "en" else theme.reading
    meant = index.encoder.encode_queries([asked])[0]
    near = np.clip(index.encoder.encode_passages(distinct) @ meant, 0.0, 1.0)
    said = np.array([_said(theme, phrase) for phrase in distinct])
    found = dict(zip(distinct, _SAID * said + _NEAR * near, strict=True))
    shares = bool(_SHARE.search(fold_chars(asked)))
    lost = [_NO_SHARE * (shares and unit != "%") for unit, _ in stated]
    fit: NDArray[np.float64] = np.array([found[p] for p in phrases]) - np.array(lost)
    return fit


def _said(theme: Question, phrase: str) -> float:
    """The share of the theme's words that a phrase says, or a synonym of them."""
    whole = sum(notion.weight for notion in theme.notions)
    missing = unsaid(theme.notions, [phrase], frozenset(terms(phrase)), theme.synonyms)
    return 1.0 - sum(notion.weight for notion in missing) / whole if whole else 1.0
