"""When a document does not answer, and why.

No score threshold tells answerable questions from others (best published F1: .38), so the decision
rests on evidence: is the fact asked for stated, how much of the subject stands in one passage and
its headings, do the question's word pairs occur anywhere, how does the passage compare with the
best one found, and how well does it answer when both are read together.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from indexer.documents import DocumentInfo
from indexer.text import fold_chars, number_token, terms, words
from service.answer import sureness
from service.answers import DocumentAnswer
from service.query import existence, labels, progress
from service.query.asked import asked
from service.query.intents import phrases, whom
from service.query.offices import office_of
from service.query.outsiders import OTHER_PLACE
from service.query.places import covers
from service.query.question import Question
from service.quoting.citations import citation, document_ref
from service.retrieve import ranking
from service.retrieve.hybrid import Candidate

_LONGEST_PHRASE = 7
#: "Hiện nay", "hiện tại": of any passage, and no thing that it lacks.
_NOW = frozenset(("hien", "nay", "tai"))
#: So many of a document's candidates are read for the one that is asked about.
_NEAREST = 4
#: Folded words that say of any document what it is, not what it is about.
ABOUT_DOCUMENTS = frozenset(
    words("ke hoach van ban quyet dinh ban hanh ky nguoi tinh thanh pho huyen xa nam kh qd vb")
)
#: Folded words that a question may begin with that asks whether a plan has something.
_WHETHER = frozenset(words("co ke hoach quy dinh noi nhac de cap neu ghi muc doan"))
KINDS = {
    "agency": "cơ quan phụ trách",
    "target": "con số được hỏi",
    "deadline": "thời hạn",
    "legal": "văn bản căn cứ",
    "funding": "nguồn hay mức kinh phí",
    "metadata": "thông tin về văn bản",
    "passage": "nội dung được hỏi",
}
_KINDS_EN = {
    "agency": "the responsible body",
    "target": "the figure asked for",
    "deadline": "the time",
    "legal": "the legal basis",
    "funding": "the source or amount of money",
    "metadata": "this about the document",
    "passage": "what is asked",
}
#: The reason in Vietnamese and in English.
_NOWHERE = (
    "Không thấy trong kế hoạch này: không đoạn nào nói đến nội dung được hỏi.",
    "Not found in this plan: no passage speaks of what is asked.",
)
_NOT_MENTIONED = (
    "Không thấy trong kế hoạch này: đoạn gần nhất không nói đến “{}”.",
    "Not found in this plan: the nearest passage does not mention “{}”.",
)
_MENTIONED_ELSEWHERE = (
    "Không thấy câu trả lời trong kế hoạch này: đoạn gần nhất không nói đến “{}”; có đoạn khác nói "
    "đến, đặt sau đoạn gần nhất."
)
#: A clause read as this (a logit) may say in its own words what is asked whether a plan has it: of
#: 33 plans that lacked the words and were read as -2 to 0 28 had it, of 17 others 9 (our own).
_SAYS_IT = -2.0
#: A missing word that tells less than this (in [0, 1]) is no reason to name.
_TELLING = 0.5


def place_allows(question: Question, info: DocumentInfo) -> bool:
    """Whether the document is of a place the question names (or the question names none)."""
    places = question.places
    return not places or any(covers(info, place) for place in places)


def reason(
    question: Question,
    info: DocumentInfo,
    mine: Sequence[Candidate],
    best: Candidate | None,
    sure: float | None = None,
    shown: bool = True,
    lacking: float | None = None,
) -> str | None:
    """Why the document does not answer, in the question's language; None when it does.

    ``sure``: how surely it must answer (``sureness.needed``); as the only document, when none is
    given. Not ``shown``: that it does not answer is all that is wanted, and the reason may be any.
    ``lacking``: how much of the question the best plan lacks (``sureness.share_missing``).
    """
    english = question.language == "en"
    if not place_allows(question, info):
        return OTHER_PLACE[english]
    if not mine or best is None:
        return _NOWHERE[english]
    label = labels.label_in(question.reading)
    if label and not labels.bears(label, sureness.said_by(mine[0].passage, info)):
        return _NOT_MENTIONED[english].format(label)
    if progress.asks(question.text) and not progress.is_told(mine[0].passage.text):
        return not_stated(question)
    if untold := _untold(question, info, mine[0]):
        return _NOT_MENTIONED[False].format(untold)
    sure = ranking.weights(question).threshold if sure is None else sure
    if sureness.reaches(question, info, mine, best, sure, lacking):
        return None
    if question.intent == "metadata" and _is_the_document(question, mine[0], info):
        return None
    return _unsaid(question, info, mine) if shown else _NOWHERE[english]


def _unsaid(question: Question, info: DocumentInfo, mine: Sequence[Candidate]) -> str:
    """The reason by what the nearest passage does not say."""
    first = mine[0]
    if question.language == "en":
        return _in_english(question, info, first)
    phrase = missing_words(question, first)
    if phrase and not _says(info.title, phrase):  # what a title says, all of the plan speaks of
        elsewhere = _saying(phrase, mine)
        return (_MENTIONED_ELSEWHERE if elsewhere else _NOT_MENTIONED[False]).format(phrase)
    if first.features.states <= 0:
        return not_stated(question)
    return "Không thấy trong kế hoạch này: đoạn gần nhất không nói đúng điều được hỏi."


def elsewhere(question: Question, mine: Sequence[Candidate]) -> Candidate | None:
    """Another passage of a plan without an answer that says what the nearest one does not."""
    phrase = missing_words(question, mine[0]) if mine else ""
    return _saying(phrase, mine) if phrase else None


def _saying(phrase: str, mine: Sequence[Candidate]) -> Candidate | None:
    return next((c for c in mine[1:] if _says(c.passage.text, phrase)), None)


def _says(text: str, phrase: str) -> bool:
    """Whether a text has a phrase word for word."""
    wanted, folded = words(fold_chars(phrase)), fold_chars(text)
    # Most texts lack one of its words altogether, and are not cut into theirs.
    if not all(word in folded for word in wanted):
        return False
    return f" {' '.join(wanted)} " in f" {' '.join(words(folded))} "


def _untold(question: Question, info: DocumentInfo, first: Candidate) -> str | None:
    """What is asked whether a plan has it, where the clause neither says it nor is read as so."""
    read_so = first.reading is not None and first.reading >= _SAYS_IT
    return None if read_so or not existence.asks(question.text) else unspoken(question, info, first)


def _in_english(question: Question, info: DocumentInfo, first: Candidate) -> str:
    """The reason of an English question; what is missing is named as the question says it."""
    lacking = [n for n in sureness.missing(question, first, info) if n.weight >= _TELLING]
    if lacking:
        said = max(lacking, key=lambda n: n.weight).said
        return _NOT_MENTIONED[True].format(said)
    if first.features.states <= 0:
        return not_stated(question)
    return "Not found in this plan: the nearest passage does not say what is asked."


def unnamed(question: Question, mine: Sequence[Candidate]) -> str | None:
    """The reason when "X là ai?" is asked of a plan whose nearest clauses never say "X"."""
    asked = whom(question.text) if question.intent == "agency" else None
    asked = asked and (office_of(question) or asked)
    if not asked:
        return None
    for near in mine[:_NEAREST]:
        around = fold_chars(" / ".join((near.passage.text, *near.passage.context)))
        if f" {asked} " in f" {' '.join(words(around))} ":
            return None
    return f"Không thấy trong kế hoạch này: không đoạn nào nói đến “{_as_typed(question, asked)}”."


def _as_typed(question: Question, folded: str) -> str:
    at = fold_chars(question.reading).find(folded)
    return question.reading[at : at + len(folded)] if at >= 0 else folded


def not_stated(question: Question) -> str:
    """A passage comes near enough to answer, but the kind of fact asked for is not in it."""
    number = question.intent == "passage" and asked(question.reading).number_of
    kind = "target" if number else question.intent
    if question.language == "en":
        return f"A passage comes near, but does not state {_KINDS_EN[kind]}."
    return f"Có đoạn gần với điều được hỏi nhưng không nêu {KINDS[kind]}."


def _is_the_document(question: Question, first: Candidate, info: DocumentInfo) -> bool:
    """Whether a question about a document itself means this one, and the line found tells."""
    f = first.features
    if question.numbers and info.number:
        return (number_token(info.number) in question.numbers or f.named == 1) and f.states > 0
    topic = [w for w in question.content if w not in ABOUT_DOCUMENTS]
    meant = f.title >= 0.5 or f.named > 0 or (bool(question.places) and not topic)
    return meant and f.states > 0


def unspoken(question: Question, info: DocumentInfo, candidate: Candidate) -> str | None:
    """A phrase of the question of whose word pairs passage, headings and title say less than half.

    A term counts as said where another that stands for it is. None when each phrase is said, and
    for questions in English, whose words are not the plan's.
    """
    if question.language == "en":
        return None
    around = (candidate.passage.text, *candidate.passage.context, info.title)
    present = {term for text in around for term in terms(text)}
    stood_for = (s.terms for s in question.synonyms if any(o <= present for o in s.others))
    said = present.union(*stood_for)
    for phrase in phrases(_less_places(question)):
        folded = [w for w in map(fold_chars, phrase) if w not in _WHETHER]
        pairs = [f"{a}_{b}" for a, b in pairwise(folded)]
        if sum(pair in said for pair in pairs) * 2 < len(pairs):
            return " ".join(phrase)
    return None


def missing_words(question: Question, candidate: Candidate) -> str:
    """The phrase of the question of which passage and headings lack most, "" when they lack none.

    It is quoted from one function word to the next, less what the passage says word for word at
    its ends: any other piece might cut a word in two. "" too where it is too long to be one thing,
    or one syllable, which says nothing.
    """
    if question.language == "en":
        return ""
    passage = candidate.passage
    return _lacked(phrases(_less_places(question)), (passage.text, *passage.context))


@lru_cache(maxsize=256)  # told for the reason, and to find another passage that has it
def _lacked(subject: Sequence[tuple[str, ...]], texts: Sequence[str]) -> str:
    """``missing_words`` of the phrases of a subject and of a passage with its headings."""
    text = fold_chars(" / ".join(texts))
    present = set(words(text))

    def lacking(phrase: tuple[str, ...]) -> int:
        folded = {fold_chars(w) for w in phrase}
        empty = folded <= ABOUT_DOCUMENTS or folded <= _NOW
        return 0 if empty else len(folded - present)

    phrase = max(subject, key=lacking, default=())
    if not lacking(phrase):
        return ""
    said = f" {' '.join(words(text))} "
    phrase = _less_said(phrase, said)[::-1]
    phrase = _less_said(phrase, said, backwards=True)[::-1]
    return " ".join(phrase) if 1 < len(phrase) <= _LONGEST_PHRASE else ""


def _less_places(question: Question) -> str:
    """The reading without the places, years and levels it names: no passage need say those."""
    reading, folded = question.reading, fold_chars(question.reading)
    for mention in question.mentions:
        at = folded.find(fold_chars(mention.said))
        if at >= 0:
            reading = reading[:at] + "." * len(mention.said) + reading[at + len(mention.said) :]
    return reading


def _less_said(phrase: tuple[str, ...], said: str, backwards: bool = False) -> tuple[str, ...]:
    """Without the longest beginning that is ``said``; two syllables at least go and stay."""
    for size in range(len(phrase) - 2, 1, -1):
        part = phrase[:size][::-1] if backwards else phrase[:size]
        if f" {fold_chars(' '.join(part))} " in said:
            return phrase[size:]
    return phrase


def answer(
    info: DocumentInfo,
    mine: Sequence[Candidate],
    reason: str,
    also: Candidate | None = None,
) -> DocumentAnswer:
    """A document without an answer: why, with the nearest clause and one that may help."""
    return DocumentAnswer(
        document=document_ref(info),
        found=False,
        answer=None,
        role=None,
        confidence=0.0,
        reason=reason,
        nearest=tuple(citation(c.passage) for c in (*mine[:1], *((also,) if also else ()))),
    )
