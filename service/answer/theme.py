"""What a question speaks of beyond its own framing, and how much of that is a plan's own theme."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence, Set
from functools import lru_cache
from itertools import chain, compress
from unicodedata import combining

import numpy as np

from indexer.documents import DocumentInfo
from indexer.index import Index
from indexer.index.outline import Terms
from indexer.text import fold_chars, terms, words
from service.query import synonyms
from service.query.notions import Notion, unsaid
from service.query.question import Question
from service.retrieve.evidence import term_set
from service.retrieve.titles import titles_of

#: Folded notions of any question about a plan: how it is asked, what a plan is, who issues one.
_OF_PLANS = re.compile(
    r"ke hoach|van ban|tinh|thanh pho|xa|phuong|huyen|uy ban|nhan dan|xin|biet|cho biet|toi biet"
    r"|neu|neu ra|nham|theo|plans?|documents?|list|all|anti"
)


def beyond(question: Question, info: DocumentInfo, frame: re.Pattern[str]) -> list[Notion]:
    """The notions of a question that the plan's title does not say; ``frame``: those that ask."""
    beside = left(asked(question, frame), (info.title,), question)
    akin = _kindred(question, info) if beside else frozenset()
    return [n for n in beside if not {*words(fold_chars(n.said))} <= akin]


def may_say(
    index: Index, question: Question, notions: Sequence[Notion], infos: Sequence[DocumentInfo]
) -> list[DocumentInfo]:
    """Of thousands of documents those whose titles may say all the notions (``beyond``).

    Told by index terms, of all titles at once: marks are not looked at, so that more may than do.
    """
    ways = [_ways(question, notion) for notion in notions]
    looked = Terms(sorted(frozenset[str]().union(*chain.from_iterable(ways))))
    present = titles_of(index).present(looked, [info.id for info in infos])
    may = np.ones(len(infos), bool)
    for some in ways:
        said = (present[[looked.place[term] for term in way]].all(0) for way in some)
        may &= np.logical_or.reduce([*said])
    return [*compress(infos, may.tolist())]


def _ways(question: Question, notion: Notion) -> list[frozenset[str]]:
    """The index terms of each way in which a title may say a notion, or its first word."""
    forms = ("".join(c for c in form if not combining(c)) for form in notion.forms)
    alike = (s.others for s in question.synonyms if s.terms & notion.terms)
    first = words(fold_chars(notion.said))[:1]
    kindred = (others for word, others in _akin(question.reading) if word in first)
    return [*(frozenset(terms(f)) for f in forms), *chain(*alike, *kindred)]


def asked(question: Question, frame: re.Pattern[str]) -> list[Notion]:
    """The notions of a question that neither ask (``frame``) nor only say what a plan is."""
    named = [(n, fold_chars(n.said)) for n in question.notions]
    return [n for n, said in named if not (frame.fullmatch(said) or _OF_PLANS.fullmatch(said))]


def left(notions: Iterable[Notion], texts: Sequence[str], question: Question) -> list[Notion]:
    """The notions that none of the texts says, itself or in a synonym."""
    present = frozenset[str]().union(*map(term_set, texts))
    return unsaid([*notions], texts, present, question.synonyms)


def less_places(notions: Iterable[Notion], question: Question) -> list[Notion]:
    """Without what only says of which place, year or level the documents are."""
    named = [fold_chars(mention.said) for mention in question.mentions]
    return [n for n in notions if not any(fold_chars(n.said) in said for said in named)]


def said_by_title(question: Question, info: DocumentInfo) -> Set[str]:
    """Words of the question that the plan's title says, itself, in synonyms or in kindred terms."""
    return _kindred(question, info) | with_synonyms(term_set(info.title), question)


def _kindred(question: Question, info: DocumentInfo) -> frozenset[str]:
    said = term_set(info.title)
    known = _akin(question.reading)
    return frozenset(word for word, others in known if any(other <= said for other in others))


@lru_cache(maxsize=256)  # asked of every plan
def _akin(reading: str) -> tuple[tuple[str, tuple[frozenset[str], ...]], ...]:
    """The words of a question, folded, with what else says what they do."""
    found = ((fold_chars(word), synonyms.akin(word)) for word in words(reading.lower()))
    return tuple((word, others) for word, others in found if others)


def with_synonyms(said: frozenset[str], question: Question) -> frozenset[str]:
    """Terms said, with those of the question that they stand for."""
    held = (s.terms for s in question.synonyms if any(other <= said for other in s.others))
    return said.union(*held)
