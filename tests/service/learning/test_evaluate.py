"""The measures, on replies whose right scores are known by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from service.answers import Answers, Citation, DocumentAnswer, DocumentRef
from service.learning.evaluate import (
    LONGEST,
    BadQuestions,
    Expected,
    Question,
    Score,
    folded,
    outcomes,
    read_questions,
    scores,
    squash,
)

TEXT = "1. Sở Y tế\nTổ chức khám sức khỏe định kỳ.\n2. Công an tỉnh\nKiểm tra an ninh."


def ref(document: str) -> DocumentRef:
    return DocumentRef(
        document, document, None, None, "province", None, None, 2023, None, digest=False
    )


def cite(quote: str, document: str = "a", shift: int = 0) -> Citation:
    start = TEXT.index(quote) + shift if quote in TEXT else 0
    return Citation(f"{document}#V.1", "V.1", (), quote, start, start + len(quote), 1, "/")


def answer(said: str, *quotes: str, document: str = "a", shift: int = 0) -> DocumentAnswer:
    citations = tuple(cite(q, document, shift) for q in quotes)
    return DocumentAnswer(ref(document), True, said, "lead", 0.9, citations)


def reply(*answers: DocumentAnswer) -> Answers:
    found = any(a.found for a in answers)
    return Answers("?", "?", "agency", "vi", found, "g1", 1.0, answers)


def judge(
    question: Question, said: Answers, fields: tuple[str, ...] = ("query",)
) -> dict[str, Score]:
    counted = outcomes([question], lambda _: said, lambda _: TEXT, fields)
    return {name: types["all"] for name, types in scores(counted).get("query", {}).items()}


def question(expect: dict[str, Expected | None], kind: str = "agency") -> Question:
    return Question("q", kind, {"query": "ai?"}, expect)


WANT = Expected(("khám sức khỏe ĐỊNH KỲ",), ("Sở Y tế",))


def test_a_right_answer_is_right_everywhere() -> None:
    said = reply(answer("Sở Y tế", "Tổ chức khám sức khỏe định kỳ."))
    right = Score(1, 1)
    assert judge(question({"a": WANT}), said) == {
        "cite@1": right,
        "cite@3": right,
        "answer": right,
        "verbatim": right,
    }


def test_the_second_citation_counts_for_three_only() -> None:
    said = reply(answer("Công an", "Kiểm tra an ninh.", "Tổ chức khám sức khỏe định kỳ."))
    found = judge(question({"a": WANT}), said)
    assert found["cite@1"] == Score(0, 1)
    assert found["cite@3"] == Score(1, 1)
    assert found["answer"] == Score(0, 1)


def test_the_fourth_citation_does_not_count() -> None:
    other = ["Kiểm tra an ninh."] * 3
    said = reply(answer("Sở Y tế", *other, "Tổ chức khám sức khỏe định kỳ."))
    assert judge(question({"a": WANT}), said)["cite@3"] == Score(0, 1)


def test_a_document_without_answer_misses_what_it_should_say() -> None:
    found = judge(question({"a": WANT, "b": None}), reply())
    assert found["cite@1"] == found["answer"] == Score(0, 1)
    assert found["silent"] == Score(1, 1)


def test_an_answer_where_silence_is_right_is_wrong() -> None:
    said = reply(answer("Sở Y tế", document="b"))
    assert judge(question({"b": None}), said)["silent"] == Score(0, 1)


def test_an_overlong_citation_never_counts() -> None:
    said = reply(answer("Sở Y tế", "Tổ chức khám sức khỏe định kỳ." + " " * LONGEST))
    assert judge(question({"a": WANT}), said)["cite@1"] == Score(0, 1)


def test_a_quotation_that_stands_elsewhere_is_not_verbatim() -> None:
    said = reply(answer("Sở Y tế", "Tổ chức khám sức khỏe định kỳ.", shift=2))
    assert judge(question({"a": WANT}), said)["verbatim"] == Score(0, 1)


def test_verbatim_compares_letters_and_digits_only() -> None:
    quote = "1. Sở Y tế\nTổ chức khám"
    one = Citation("a#V.1", "V.1", (), "1 Sở Y tế: Tổ chức khám", 0, len(quote), 1, "/")
    said = reply(DocumentAnswer(ref("a"), True, "Sở Y tế", None, 0.9, (one,)))
    assert judge(question({"a": WANT}), said)["verbatim"] == Score(1, 1)


@pytest.mark.parametrize(
    ("said", "right"),
    [
        ("SỞ Y TẾ", True),
        ("Sở Y tế chủ trì", True),
        ("so y te", True),
        ("Sở Y", False),  # too short a part to tell
        ("", False),
    ],
)
def test_short_answers_forgive_case_and_marks(said: str, right: bool) -> None:
    found = judge(question({"a": WANT}), reply(answer(said)))
    assert found["answer"] == Score(int(right), 1)


def test_a_telling_part_of_the_expected_answer_is_enough() -> None:
    want = Expected(("x",), ("Sở Lao động - Thương binh và Xã hội",))
    found = judge(question({"a": want}), reply(answer("Lao động – Thương binh")))
    assert found["answer"] == Score(1, 1)


def test_where_the_passage_is_the_answer_no_short_one_is_asked() -> None:
    want = Expected(("khám",), ("Sở Y tế", ""))
    assert "answer" not in judge(question({"a": want}), reply(answer("gì cũng được")))


def test_unanswerable_questions_are_only_refused_or_not() -> None:
    unanswerable = question({"a": None}, "unanswerable")
    assert judge(unanswerable, reply()) == {"refused": Score(1, 1)}
    assert judge(unanswerable, reply(answer("Sở Y tế", "lạ"))) == {"refused": Score(0, 1)}


def test_scores_are_kept_by_field_and_type() -> None:
    forms = {"query": "ai?", "query_short": "ai"}
    asked = [
        Question("1", "agency", forms, {"a": WANT}),
        Question("2", "target", forms, {"a": WANT}),
    ]
    said = reply(answer("Sở Y tế", "Tổ chức khám sức khỏe định kỳ."))
    found = scores(outcomes(asked, lambda _: said, lambda _: TEXT))
    assert list(found) == ["query", "query_short"]
    assert found["query"]["cite@1"] == {
        "all": Score(2, 2),
        "agency": Score(1, 1),
        "target": Score(1, 1),
    }


def test_nothing_counted_has_no_share() -> None:
    assert Score(0, 0).share is None
    assert Score(1, 4).share == 0.25


def test_squash_and_fold() -> None:
    assert squash("1. SỞ Y  TẾ:") == "1sởytế"
    assert folded("Đắk Lắk – Uỷ ban") == "daklakuyban"


def test_questions_are_read_with_blank_lines_and_missing_forms(tmp_path: Path) -> None:
    row = {"id": "1", "type": "agency", "query": "ai?", "query_en": None}
    row["expect"] = {"a": {"quotes": ["x"], "answer": ["y"]}, "b": None}
    path = tmp_path / "q.jsonl"
    path.write_text(json.dumps(row) + "\n\n", encoding="utf-8")
    assert read_questions([path]) == [
        Question("1", "agency", {"query": "ai?"}, {"a": Expected(("x",), ("y",)), "b": None})
    ]


@pytest.mark.parametrize("line", ["{", '{"id": "1"}', "[]", '{"id":1,"type":"a","expect":[]}'])
def test_a_bad_line_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text("\n" + line, encoding="utf-8")
    with pytest.raises(BadQuestions, match=r"dòng 2"):
        read_questions([path])


def test_a_missing_or_binary_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "q.bin").write_bytes(b"\xff\xfe\x00")
    for name in ("nowhere.jsonl", "q.bin"):
        with pytest.raises(BadQuestions, match=name):
            read_questions([tmp_path / name])
