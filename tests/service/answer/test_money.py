"""Where money comes from, told from all items of a list."""

from __future__ import annotations

from collections.abc import Collection

import pytest

from indexer.documents import DocumentInfo
from service.answer import money
from service.answers import DocumentAnswer
from service.quoting.citations import citation, document_ref
from tests.service.making import INFO, candidate, funding, passage, question

ITEMS = {
    "- Ngân sách tỉnh theo phân cấp.": "Ngân sách tỉnh",
    "- Ngân sách trung ương hỗ trợ mua xe tải.": "Ngân sách trung ương",
    "- Nguồn xã hội hóa và các nguồn hợp pháp khác.": "xã hội hóa",
}
WHENCE = "Kinh phí khắc phục rác thải lấy từ đâu?"


class Plan:
    """An index of one plan that lists these items under its heading on money."""

    def __init__(self, *texts: str) -> None:
        self.found = {
            row: passage(
                text,
                *([funding(text, ITEMS[text])] if text in ITEMS else []),
                row=row,
                context=("III. KINH PHÍ THỰC HIỆN",),
                path=f"III.-{row}",
                kind="bullet",
            )
            for row, text in enumerate(texts)
        }

    def rows(self, document: str) -> list[int]:
        return [*self.found]

    def document(self, document: str) -> DocumentInfo:
        return INFO

    def passages(self, rows: Collection[int]) -> dict[int, object]:
        return {row: self.found[row] for row in rows}


def told(asked: str, *texts: str, best: int) -> tuple[list[int], str]:
    """The rows cited, and the answer, where the item ``best`` alone would be answered with "-"."""
    plan, wanted = Plan(*texts), question(asked)
    first = candidate(wanted, plan.found[best])
    alone = DocumentAnswer(document_ref(INFO), True, "-", None, 0.5, (citation(plan.found[best]),))
    [answer] = money.together(plan, wanted, [alone], {INFO.id: first})
    return [int(c.path.rpartition("-")[2]) for c in answer.citations], answer.answer


@pytest.mark.parametrize("best", [0, 1, 2])
def test_every_source_of_a_list_is_told_in_its_order(best: int) -> None:
    """ "khắc phục" does not speak of "nguồn hợp pháp khác", though without marks it seems to."""
    whole = (
        "Ngân sách tỉnh theo phân cấp; Ngân sách trung ương hỗ trợ mua xe tải; "
        "Nguồn xã hội hóa và các nguồn hợp pháp khác"
    )
    assert told(WHENCE, *ITEMS, best=best) == ([0, 1, 2], whole)


@pytest.mark.parametrize(
    "asked",
    [
        "Tiền mua xe tải lấy từ đâu?",  # one item alone speaks of it
        "Tổng kinh phí là bao nhiêu?",
        "Ngân sách tỉnh chi bao nhiêu phần trăm?",
        "Ai thu gom rác?",
    ],
)
def test_other_questions_are_answered_by_the_item_alone(asked: str) -> None:
    assert told(asked, *ITEMS, best=1) == ([1], "-")


def test_how_money_is_handled_is_no_source(monkeypatch) -> None:
    handled = "2. Việc quản lý kinh phí từ ngân sách tỉnh theo quy định."
    monkeypatch.setitem(ITEMS, handled, "ngân sách tỉnh")
    assert told(WHENCE, "- Ngân sách tỉnh theo phân cấp.", handled, best=0) == ([0], "-")


def test_what_names_no_source_is_left_out() -> None:
    items = [*ITEMS, "- Chi đúng quy định."]
    assert told(WHENCE, *items, best=0)[0] == [0, 1, 2]


def test_a_list_too_long_to_tell_is_cited_from_its_best_item_on(monkeypatch) -> None:
    monkeypatch.setattr(money, "_LONGEST", 60)
    assert told(WHENCE, *ITEMS, best=1) == ([1, 0, 2], "-")
