"""Reading the first candidates again: what it may change, and what it may not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from service.retrieve import reranking
from service.retrieve.reranking import Readers
from tests.service.making import candidate, passage, question

ASKED = question("Sở nào khám sức khỏe cho người lao động?")
TEXTS = [
    "Khám sức khỏe cho người cao tuổi.",
    "Sở Y tế khám sức khỏe định kỳ cho người lao động.",
    "Người lao động được phổ biến pháp luật.",
]


def found(*texts, document="hai-duong-2023", first=0):
    made = [
        replace(
            candidate(ASKED, passage(text, row=first + n, document=document)), score=9.0 - n / 10
        )
        for n, text in enumerate(texts)
    ]
    return {document: made}


def undecided(asked, made):
    """A candidate of which it is open whether its plan answers."""
    return replace(candidate(asked, made), score=9.0)


class Backwards:
    """Finds each candidate better than those before it."""

    def __init__(self):
        self.texts = []

    def read(self, asked, passages):
        self.texts += passages
        return np.arange(len(passages), dtype=np.float32)


class Literal:
    """Finds good what says all words of the question, and remembers what it was asked."""

    def __init__(self):
        self.asked = []

    def read(self, asked, passages):
        self.asked.append(asked)
        said = set(asked.lower().strip("?").split())
        told = [8.0 if said <= set(p.lower().split()) else 0.0 for p in passages]
        return np.array(told, np.float32)


class Even:
    """Finds all alike, and remembers what it read."""

    def __init__(self, told=0.0):
        self.told, self.asked, self.texts = told, [], []

    def read(self, asked, passages):
        self.asked.append(asked)
        self.texts += passages
        return np.full(len(passages), self.told, np.float32)


def agreed(first):
    """Two that read and tell the same of each text."""
    told = {}

    class Told:
        def read(self, asked, passages):
            told.update(zip(passages, first.read(asked, passages), strict=True))
            return self.again(asked, passages)

        def again(self, asked, passages):
            return np.array([told[text] for text in passages], np.float32)

    class Again(Told):
        read = Told.again

    return Readers(Told(), Again())


def mean(first, closer):
    """What counts of what both tell."""
    return float((1 - reranking.WORD) * np.float32(first) + reranking.WORD * np.float32(closer))


def test_everyday_words_are_read_in_those_of_the_clause_too():
    asked = question("Báo qua loa phường?")
    texts = ["Báo qua loa truyền thanh", "Báo qua thư"]
    first, other = (candidate(asked, passage(text, row=n)) for n, text in enumerate(texts))
    made = [replace(first, score=5.0), replace(other, score=4.0)]
    model, closer = Literal(), Even(2.0)
    read = reranking.read(asked, made, Readers(model, closer))
    assert model.asked == ["Báo qua loa phường?", "Báo qua loa truyền thanh?"]
    assert closer.asked == ["Báo qua loa truyền thanh?"], "once, in the clause's words"
    assert read[0] == mean(8.0, 2.0)
    assert read[1] == mean(0.0, reranking.UNREAD)


def test_a_kind_is_read_as_its_class_in_a_few_words_too():
    asked = question("khảo sát karaoke")
    assert asked.keywords
    texts = ["Khảo sát cơ sở kinh doanh dịch vụ", "Khảo sát karaoke"]
    found = (candidate(asked, passage(text, row=n)) for n, text in enumerate(texts))
    made = [replace(one, score=5.0) for one in found]
    model, closer = Literal(), Even(2.0)
    assert [*reranking.read(asked, made, Readers(model, closer)).values()] == [mean(8.0, 2.0)] * 2
    assert closer.asked == ["khảo sát karaoke", "khảo sát cơ sở kinh doanh dịch vụ"]
    assert sorted(closer.texts) == sorted(texts)


def test_what_is_read_comes_first_in_its_new_order_and_the_rest_as_it_was():
    texts = [f"Khám sức khỏe lần {n}." for n in range(reranking.DEPTH + 3)]
    out = reranking.reranked(ASKED, found(*texts), agreed(Backwards()))["hai-duong-2023"]
    rows = [c.passage.row for c in out]
    depth = reranking.DEPTH
    assert rows == [*reversed(range(depth)), *range(depth, len(texts))]
    assert out[0].score == 9.0 - (depth - 1) / 10


def test_only_the_first_plans_are_read():
    many = {}
    for n in range(reranking.DOCUMENTS + 4):
        many |= found(*TEXTS, document=f"plan-{n:02}", first=10 * n)
        many[f"plan-{n:02}"] = [replace(c, score=c.score - n / 5) for c in many[f"plan-{n:02}"]]
    model = Backwards()
    out = reranking.reranked(ASKED, many, agreed(model))
    assert len(model.texts) == reranking.DOCUMENTS * len(TEXTS)
    changed = {d for d, mine in out.items() if mine[0].passage != many[d][0].passage}
    assert changed == set(sorted(many)[:-4])
    assert all({c.passage.row for c in out[d]} == {c.passage.row for c in many[d]} for d in many)


def test_the_nearest_heading_is_read_with_a_clause():
    asked = candidate(ASKED, passage(TEXTS[0], context=("V. TỔ CHỨC", "4. Sở Y tế " + "và " * 90)))
    text = reranking.text_of(asked)
    assert text.startswith("4. Sở Y tế") and text.endswith(". " + TEXTS[0])
    assert len(text) <= 102 + len(TEXTS[0])


def test_who_signed_stays_where_the_facts_have_it():
    asked = question("Ai ký kế hoạch?")
    lines = [candidate(asked, passage(t, row=n)) for n, t in enumerate(TEXTS)]
    signed = [
        replace(c, features=c.features._replace(states=float(n == 0))) for n, c in enumerate(lines)
    ]
    out = reranking.reranked(asked, {"hai-duong-2023": signed}, agreed(Backwards()))[
        "hai-duong-2023"
    ]
    assert out[0].passage.row == 0


def test_the_real_model_tells_for_whom_something_is_done():
    out = reranking.reranked(ASKED, found(*TEXTS), reranking.bundled())["hai-duong-2023"]
    assert out[0].passage.text == TEXTS[1]


def test_a_few_keywords_are_read_by_both_readers():
    asked = question("khám sức khỏe người lao động")
    assert asked.keywords
    model, closer = Backwards(), Even()
    reranking.read(asked, found(*TEXTS)["hai-duong-2023"], Readers(model, closer))
    assert model.texts == TEXTS
    assert set(closer.texts) <= set(TEXTS) and TEXTS[2] in closer.texts


def test_the_word_of_both_counts():
    asked = undecided(ASKED, passage(TEXTS[0]))
    read = reranking.read(ASKED, [asked], Readers(Even(3.0), Even(-1.0)))
    assert read == {asked.passage.row: mean(3.0, -1.0)}
    assert -1.0 < mean(3.0, -1.0) < 1.0  # the closer one's more


def test_the_closer_reader_is_told_the_question_with_its_marks():
    """It knows words by them; an English question it reads as it is."""
    for text, reads in (
        ("So nao kham suc khoe cho nguoi lao dong?", ASKED.text),
        ("Which agency does health checks?", "Which agency does health checks?"),
    ):
        closer = Even()
        asked = replace(question(text), reading=reads)
        reranking.read(asked, [undecided(asked, passage(TEXTS[0]))], Readers(Even(), closer))
        assert closer.asked == [reads]


def test_what_is_decided_is_not_read_closely():
    """Clauses far behind the first of their plan, and plans far behind the first of all."""
    close, behind = reranking.CLOSE, reranking.BEHIND
    scores = {
        "plan-1": [20.0, 20.1 - close, 19.9 - close],
        "plan-2": [20.1 - behind, 20.0 - behind - close],
        "plan-3": [19.9 - behind],
    }
    made = [
        replace(candidate(ASKED, passage("Khám.", row=row, document=document)), score=score)
        for document, listed in scores.items()
        for row, score in enumerate(listed, 10 * int(document[-1]))
    ]
    read = reranking.read(ASKED, made, Readers(Even(), closer := Even(4.0)))
    assert len(closer.texts) == 3
    heard, unread = mean(0.0, 4.0), mean(0.0, reranking.UNREAD)
    assert {row for row, told in read.items() if told == heard} == {10, 11, 20}
    assert {told for told in read.values() if told != heard} == {unread}


def test_a_plan_that_surely_answers_or_surely_does_not_is_not_read_closely():
    """Unless two of its clauses contend: which of them answers is open still."""
    sure, hopeless = reranking.SURE, reranking.HOPELESS
    made = [
        replace(candidate(ASKED, passage(f"Khám {row}.", row=row, document=document)), score=score)
        for row, (document, score) in enumerate(
            [
                ("plan-1", sure - 1.0),
                ("plan-2", sure - 1.1),
                ("plan-3", sure),
                ("plan-3", sure - 0.1),
                ("plan-4", hopeless - 1.0),
                ("plan-5", hopeless - 1.1),
                ("plan-6", hopeless - 1.2),
                ("plan-6", hopeless - 1.3),
            ]
        )
    ]
    doubted = replace(made[0], score=sure + 2.0)
    reranking.read(ASKED, [doubted], Readers(Even(-1.0), closer := Even()))
    assert closer.texts == [doubted.passage.text]
    read = reranking.read(ASKED, made, Readers(Even(1.0), closer := Even(4.0)))
    assert closer.texts == [made[row].passage.text for row in (2, 3, 1, 4, 6, 7)]
    assert read[0] == mean(1.0, 1.0 + np.float32(reranking.SURELY))
    assert read[5] == mean(1.0, 1.0 + np.float32(reranking.UNREAD))
    assert {read[row] for row in (1, 2, 3, 4, 6, 7)} == {mean(1.0, 4.0)}


def test_of_a_plan_that_hardly_answers_the_best_clause_alone_is_read():
    near = found(*TEXTS)["hai-duong-2023"]
    many = {
        document: [replace(c, score=c.score + reranking.HOPE - 9.0 - less) for c in near]
        for document, less in (("plan-1", 0.0), ("plan-2", 0.1))
    }
    worth = [(c.score, c.passage.text) for c in reranking.first_of(many)]
    assert [text for _, text in worth] == [*TEXTS, TEXTS[0]]
    assert worth[-1][0] == many["plan-2"][0].score < reranking.HOPE


def test_a_clause_that_the_first_reader_lifts_is_read_closely():
    scores = [6.0 - n / 100 for n in range(reranking.CLOSELY)] + [5.0]
    made = [
        replace(candidate(ASKED, passage(f"Khám {n}.", row=n, document=f"plan-{n}")), score=score)
        for n, score in enumerate(scores)
    ]
    read = reranking.read(ASKED, made, Readers(Backwards(), Even(90.0)))
    last = reranking.CLOSELY
    assert read[last] == mean(last, 90.0)
    assert read[0] == mean(0.0, reranking.UNREAD)


def test_so_many_are_read_closely_at_most_the_best_ones():
    many = [
        replace(candidate(ASKED, passage("Khám.", row=n, document=f"plan-{n}")), score=9 - n / 100)
        for n in reversed(range(reranking.CLOSELY + 5))
    ]
    read = reranking.read(ASKED, many, Readers(Even(), Even(4.0)))
    assert {row for row, told in read.items() if told == mean(0.0, 4.0)} == set(
        range(reranking.CLOSELY)
    )


def test_of_long_clauses_fewer_are_read_closely():
    each = "Khám sức khỏe cho người lao động. " * 20
    held = reranking.LETTERS // reranking.LONGEST
    many = [
        replace(candidate(ASKED, passage(each, row=n, document=f"plan-{n}")), score=9 - n / 100)
        for n in range(reranking.CLOSELY)
    ]
    read = reranking.read(ASKED, many, Readers(Even(), Even(4.0)))
    assert 1 < held < reranking.CLOSELY
    assert {row for row, told in read.items() if told == mean(0.0, 4.0)} == set(range(held))


def test_a_long_clause_is_read_closely_from_near_the_sentence_asked_for():
    long = "Tổ chức trồng cây và quét dọn đường làng. " * 15 + TEXTS[1] + " Báo cáo hằng quý."
    closer, first = Even(), Backwards()
    asked = undecided(ASKED, passage(long, context=("4. Sở Y tế",)))
    reranking.read(ASKED, [asked], Readers(first, closer))
    (read,) = closer.texts
    assert first.texts == [reranking.text_of(asked)]
    assert read.startswith("4. Sở Y tế. Tổ chức trồng cây") and read.endswith("hằng quý.")
    assert read.index(TEXTS[1]) + len(TEXTS[1]) <= reranking.ROOM + len("4. Sở Y tế. ")


def test_nothing_is_read_of_nothing():
    assert reranking.read(ASKED, [], reranking.bundled()) == {}


def test_a_clause_far_behind_is_not_read():
    first, second, third = found(*TEXTS)["hai-duong-2023"]
    behind = replace(third, score=first.score - reranking.REACH - 0.1)
    model = Backwards()
    out = reranking.reranked(ASKED, {"hai-duong-2023": [first, second, behind]}, agreed(model))
    assert [(c.passage.row, c.reading) for c in out["hai-duong-2023"]] == [
        (1, 1.0),
        (0, 0.0),
        (2, 0.0),
    ]
    assert len(model.texts) == 2


def test_a_plan_that_is_not_read_is_taken_for_the_worst_that_was():
    read, other = found(*TEXTS[:1]), found(*TEXTS[1:], document="plan-2", first=10)
    unread = found(*TEXTS, document="plan-3", first=20)
    known = {0: 3.0, 10: -2.0, 11: 5.0}
    out = reranking.with_readings(ASKED, read | other | unread, known)
    assert [c.reading for c in out["plan-2"]] == [5.0, -2.0]
    assert [c.reading for c in out["plan-3"]] == [3.0] * len(TEXTS)
    assert [c.passage.row for c in out["plan-3"]] == [20, 21, 22]


def test_where_nothing_is_read_nothing_is_told():
    out = reranking.with_readings(ASKED, found(*TEXTS), {})
    assert {c.reading for c in out["hai-duong-2023"]} == {0.0}
