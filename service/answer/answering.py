"""How one plan answers a question, beside the others: with citations, or why it does not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from indexer.documents import DocumentInfo
from indexer.index import Index, Passage
from service.answer import (
    conflicts,
    duties,
    figures,
    imprint,
    issuing,
    signing,
    silence,
    sureness,
    titled,
)
from service.answer.extract import Extract, extract
from service.answer.heirs import heirs_of
from service.answer.totals import all_years_first, whole_first
from service.answers import DocumentAnswer
from service.query import existence, labels, timing
from service.query.question import Question
from service.quoting.citations import citation, document_ref
from service.retrieve.hybrid import Candidate

_CITATIONS = 3
#: How many passages of a document are asked for a short answer, and how near the best they must be.
_TELLERS, _NEAR = 4, 0.8
#: How much of what is done, beside the best, a clause has to say for its date to be told.
_TASK = 0.5
#: Kinds of answer that a clause has or lacks, how near the first another that has one must come,
#: and the share of the question's words that it holds, with its headings.
_OF_FACTS = ("target", "deadline", "funding")
_AS_NEAR, _ON_SUBJECT = 0.7, 0.5


@dataclass(frozen=True, slots=True)
class Contest:
    """What all plans are judged by. ``found``: candidates by document, best first.

    ``held``: these documents, in the order of the index.
    ``best``: the best of them all, and of few words how much it is ``lacking``; ``needed``: how
    surely a plan must answer (``sureness.needed``);
    ``meant``: by id whether a document is the one that a question about documents means by what it
    is on (``titled.meant``); ``shown``: whether plans without an answer are listed, with their
    nearest clause.
    """

    index: Index
    question: Question
    found: Mapping[str, Sequence[Candidate]]
    held: Sequence[DocumentInfo]
    best: Candidate | None
    lacking: float | None
    needed: float
    meant: Mapping[str, bool]
    shown: bool


class Judged(NamedTuple):
    """How a plan answers, the clause that tells it, and its place by ``score``, last without one.

    ``tell``: its answer, made once it is asked for: of hundreds of plans only some are shown.
    """

    info: DocumentInfo
    found: bool
    tell: Callable[[], DocumentAnswer]
    score: float | None = None
    first: Candidate | None = None
    outside: bool = False


def judged(contest: Contest, info: DocumentInfo) -> Judged:
    """How one plan answers."""
    question, best = contest.question, contest.best
    mine, reason = _that_may(contest, info)
    score = mine[0].score if mine else 0.0
    if signing.is_by(question, info) and (held := signing.signature(contest.index, info)):
        return Judged(info, True, partial(_by_signer, info, held), score)
    named = contest.meant.get(info.id)
    if named and not signing.asks(question) and (own := _of_document(contest, info)):
        return Judged(info, True, lambda: own, score)
    if named is False:
        another = titled.ANOTHER[question.language == "en"]
        return Judged(info, False, partial(silence.answer, info, mine, another))
    if signing.asks(question):
        answer = _signed(contest, info, mine, reason)
        return Judged(info, answer.found, lambda: answer, score if answer.found and mine else None)
    told = first_that_tells(question, info, mine) if reason is None else None
    if told and best:
        return Judged(info, True, partial(_found, question, info, mine, best, told), score, told[0])
    if best and mine and (owed := issuing.of_issuer(question, info, mine[0], best)):
        return Judged(info, True, lambda: owed, score, mine[0])
    near = mine if contest.shown else []  # of many none is listed
    return Judged(info, False, partial(_silent, question, info, near, reason))


def _silent(
    question: Question, info: DocumentInfo, near: Sequence[Candidate], reason: str | None
) -> DocumentAnswer:
    also = silence.elsewhere(question, near)
    return silence.answer(info, near, reason or silence.not_stated(question), also)


def _that_may(contest: Contest, info: DocumentInfo) -> tuple[Sequence[Candidate], str | None]:
    """The candidates that may answer, and why none does; those about one body where it is asked."""
    question, mine = contest.question, contest.found.get(info.id, [])

    def reason(mine: Sequence[Candidate]) -> str | None:
        best, shown = contest.best, contest.shown
        return silence.reason(question, info, mine, best, contest.needed, shown, contest.lacking)

    if existence.denies(question.text):
        return mine, existence.LACKING[question.language == "en"]
    if not question.subject or not mine:
        mine = labelled(question, info, stated_first(question, all_years_first(question, mine)))
        why = silence.unnamed(question, mine) or reason(mine)
        # A passage that says what the nearest one does not may answer itself; of many plans, where
        # no silence is listed, looking for one in each costs more than it finds.
        other = silence.elsewhere(question, mine) if why and contest.shown else None
        if other and reason(again := [other, *(c for c in mine if c is not other)]) is None:
            return again, None
        return mine, why
    kept, sure = duties.of_body(question, info, mine)
    if not kept:
        return mine, duties.none_given(question)
    return kept, None if sure else reason(kept)


def labelled(
    question: Question, info: DocumentInfo, mine: Sequence[Candidate]
) -> Sequence[Candidate]:
    """The candidates on what the question calls by a number ("bão số 13"); all where none is."""
    label = labels.label_in(question.reading)
    if label is None:
        return mine
    return [c for c in mine if labels.bears(label, sureness.said_by(c.passage, info))] or mine


def stated_first(question: Question, mine: Sequence[Candidate]) -> list[Candidate]:
    """The candidates with one that states the figure or day first, where the first states none.

    It must come near the first in score: what it states may belong to something else.
    """
    found = list(mine)
    if not found or question.intent not in _OF_FACTS or found[0].features.states > 0:
        return found
    telling = next((c for c in found if c.features.states > 0), None)
    if telling is None or telling.score < _AS_NEAR * found[0].score:
        return found
    if telling.features.context < _ON_SUBJECT:
        return found
    found.remove(telling)
    return [telling, *found]


def first_that_tells(
    question: Question, info: DocumentInfo, mine: Sequence[Candidate]
) -> tuple[Candidate, Extract] | None:
    """The best passage that states a short answer; a passage without one answers nothing."""
    least = min(mine[0].score, _NEAR * mine[0].score)  # a score may be below nothing
    near = [c for c in mine[:_TELLERS] if c.score >= least]
    if question.intent == "deadline":  # the date of a neighbouring task is no answer
        near = [c for c in near if c.features.head >= _TASK * near[0].features.head]
    if question.intent == "target" and question.keywords:
        near = figures.nearest_first(question, near)
    if question.intent == "funding":
        near = whole_first(question, near)
    telling = _telling(question, info, near)
    first = next(telling, None)
    if first is None and question.intent == "agency":
        return _who_is_near(question, info, mine)
    if first is None or question.intent != "deadline" or _in_unit(question, first[1]):
        return first
    return next((one for one in telling if _in_unit(question, one[1])), first)


def _who_is_near(
    question: Question, info: DocumentInfo, mine: Sequence[Candidate]
) -> tuple[Candidate, Extract] | None:
    """A clause on the subject that names who, where what comes first only says what is done.

    Plans tell what is done in one part, and who does what in another.
    """
    near = [c for c in mine[:_TELLERS] if c.score >= _AS_NEAR * mine[0].score]
    naming = [c for c in near if c.features.context >= _ON_SUBJECT and c.features.states > 0]
    return next(_telling(question, info, naming), None)


def _telling(
    question: Question, info: DocumentInfo, near: Iterable[Candidate]
) -> Iterator[tuple[Candidate, Extract]]:
    """Those that state a short answer, with it; none is read before it is asked for."""
    for candidate in near:
        told = extract(question, candidate.passage, info)
        if told.answer:
            yield candidate, told


def _in_unit(question: Question, told: Extract) -> bool:
    return timing.in_unit_asked(question.reading, told.answer or "")


def _found(
    question: Question,
    info: DocumentInfo,
    mine: Sequence[Candidate],
    best: Candidate,
    answer: tuple[Candidate, Extract],
) -> DocumentAnswer:
    first, told = answer
    support = [c for c in mine[:_CITATIONS] if c is not first and c.score >= _NEAR * mine[0].score]
    cited = [first.passage, *(c.passage for c in support[: _CITATIONS - 1])]
    said = told.answer
    if said and (other := conflicts.other_share(question, first.passage, said, mine)):
        cited, said = [*dict.fromkeys((cited[0], other[0], *cited[1:]))], f"{said}; {other[1]}"
    return DocumentAnswer(
        document=document_ref(info),
        found=True,
        answer=said,
        role=told.role,
        confidence=round(sureness.confidence(question, info, mine, best), 2),
        citations=tuple(map(citation, cited)),
        today=heirs_of(told.answer, first.passage, info) if told.role else (),
        told=told.told,
    )


def _by_signer(info: DocumentInfo, held: Passage) -> DocumentAnswer:
    """A document that somebody asked for signed, told by its number, with the signature."""
    return DocumentAnswer(
        document=document_ref(info),
        found=True,
        answer=info.number or info.title,
        role=None,
        confidence=1.0,
        citations=(citation(held),),
    )


def _of_document(contest: Contest, info: DocumentInfo) -> DocumentAnswer | None:
    """Number, day or issuer of a document that is meant, with the line that writes it."""
    held = titled.held(contest.index, contest.question, info)
    told = imprint.told(contest.question, held, info) if held else None
    if not held or not told:
        return None
    return DocumentAnswer(
        document=document_ref(info),
        found=True,
        answer=told,
        role=None,
        confidence=1.0,
        citations=(citation(held),),
        told=("metadata",),
    )


def _signed(
    contest: Contest, info: DocumentInfo, mine: Sequence[Candidate], reason: str | None
) -> DocumentAnswer:
    """Who signed, with the signature; ``reason``: why a document of that subject is not meant."""
    question, best = contest.question, contest.best
    meant = signing.means(question, info)
    if meant is None and contest.meant.get(info.id):
        meant = True
    if meant is False:
        return silence.answer(info, mine, signing.of_another(question, info))
    if meant is None and reason:
        return silence.answer(info, mine, reason)
    held = signing.signature(contest.index, info)
    if held is None:
        return silence.answer(info, mine, signing.unsigned(question, info))
    first = next((c.passage for c in mine if c.passage.clause.part == "front"), held)
    header = titled.header(contest.index, question, info) or first
    told = extract(question, header, info).answer
    shown = (held,) if told == info.signer or header == held else (held, header)
    sure = 1.0 if meant else sureness.confidence(question, info, mine, best) if best else 0.0
    return DocumentAnswer(
        document=document_ref(info),
        found=True,
        answer=told,
        role=None,
        confidence=round(sure, 2),
        citations=tuple(map(citation, shown)),
    )
