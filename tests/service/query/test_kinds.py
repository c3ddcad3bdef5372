"""The kind of answer that 630 questions want, written without a look at the program."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

import pytest

from indexer.text import fold_chars
from service.query.asked import asked
from service.query.question import Question
from service.query.understanding import plain
from tests.service.making import question

TEXT = Path(__file__).with_name("kinds.jsonl").read_text(encoding="utf-8")
ROWS = [json.loads(line) for line in TEXT.splitlines()]
#: Language, whether without marks, at least: a little under what was measured.
LINES = [("vi", False, 0.955), ("vi", True, 0.915), ("en", False, 0.935)]


def is_read(meant: Question, kind: str) -> bool:
    """Whether a question is read as it is meant; of a sum it is one whether it asks how much of it.

    What a body has to do is told of its own (``Question.subject``), whatever the kind.
    """
    if kind == "funding" and meant.intent == "target":
        return asked(meant.reading).money
    return meant.intent == kind or (kind == "passage" and meant.subject is not None)


@pytest.mark.parametrize(("lang", "bare", "least"), LINES)
def test_questions_are_read_as_what_they_ask(lang: str, bare: bool, least: float) -> None:
    wrong: dict[str, list[str]] = defaultdict(list)
    rows = [row for row in ROWS if row["lang"] == lang]
    for row in rows:
        text = fold_chars(row["query"]) if bare else row["query"]
        meant = question(plain(text))
        if not is_read(meant, row["kind"]):
            wrong[row["kind"]].append(f"{text} ({meant.intent})")
    share = 1 - sum(map(len, wrong.values())) / len(rows)
    assert share >= least, f"{share:.3f}\n" + "\n".join(
        f"{kind}: {text}" for kind, texts in wrong.items() for text in texts
    )


#: Ordinary questions that words of another kind stand in.
OTHERS = [
    ("Chương trình mục tiêu quốc gia nào được triển khai?", "passage"),
    ("Danh mục đầu tư công gồm những dự án nào?", "passage"),
    ("Giá đất được xác định theo phương pháp nào?", "passage"),
    ("Phụ cấp được chi trả như thế nào?", "passage"),
    ("Làm thế nào để nông dân tham gia sàn thương mại điện tử?", "passage"),
    ("Số ngày nghỉ Tết của học sinh là bao nhiêu?", "target"),
    ("Tiếp công dân tại trụ sở ngày nào trong tháng?", "deadline"),
    ("Chu kỳ kiểm định do ai quy định?", "agency"),
    ("Chữ ký số do ai cấp?", "agency"),
    ("Bao nhiêu người đã ký cam kết không đốt rơm rạ?", "target"),
    ("Kinh phí bao nhiêu vậy?", "funding"),
    ("Ngân sách bao nhiêu dành cho y tế?", "funding"),
    ("Học sinh đóng bao nhiêu tiền học thêm?", "funding"),
    ("Làm sao để có nhiều đồng bào tham gia bảo hiểm?", "passage"),
    ("Nước sinh hoạt lấy từ nguồn nào?", "passage"),
    ("Dữ liệu dân cư lấy từ nguồn nào?", "passage"),
    ("Thẻ bảo hiểm y tế do cơ quan nào phát hành?", "agency"),
    ("Cơ quan phối hợp có trách nhiệm gì?", "passage"),
    ("Văn bản quy định chi tiết phải ban hành trước ngày nào?", "deadline"),
    ("Lễ ra quân theo kế hoạch diễn ra ngày nào?", "deadline"),
    ("Người nào được hỗ trợ theo quyết định này?", "passage"),
    ("Can you say when the schools reopen?", "deadline"),
    ("May I ask the deadline for applications?", "deadline"),
    ("Which agencies act on complaints?", "agency"),
    ("What banking services are offered?", "passage"),
    ("How is the date of birth corrected?", "passage"),
    ("How is compensation for land calculated?", "passage"),
    ("Which hospital will be upgraded?", "passage"),
    ("How many years of experience must applicants have?", "target"),
    ("What does the plan say about when schools reopen?", "deadline"),
]


@pytest.mark.parametrize(("text", "kind"), OTHERS)
def test_words_of_another_kind_do_not_mislead(text: str, kind: str) -> None:
    assert question(plain(text)).intent == kind
