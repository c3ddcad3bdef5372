"""What a question is about, apart from how any plan is asked."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.query import about
from service.query.notions import Notion
from service.query.question import Question
from tests.service.making import question


def notions(*said: str, weight: float = 0.8) -> tuple[Notion, ...]:
    return tuple(Notion(one, (f" {one} ",), frozenset(), weight) for one in said)


def of(*said: Notion) -> Question:
    return replace(question("Ai làm?"), notions=said)


@pytest.mark.parametrize(
    ("said", "subject"),
    [
        (("Cơ quan", "chủ trì", "phòng chống", "ma túy"), ["ma túy"]),
        (("Kinh phí", "lấy", "nguồn"), []),
        (("tỷ lệ", "xe buýt", "2030", "đạt"), ["xe buýt"]),
        (("đất", "mỏ"), ["đất", "mỏ"]),  # without marks they read like "đạt" and "mở"
        (("đạt", "mở"), []),
        (("agency", "leads", "elections"), ["elections"]),
        (("Sở ngành", "nghĩa trang"), ["nghĩa trang"]),
        (("5G", "6", "2026-2030"), ["5G"]),
    ],
)
def test_the_subject_is_what_is_left(said: tuple[str, ...], subject: list[str]) -> None:
    assert [n.said for n in about.subject(notions(*said))] == subject


def test_words_that_tell_little_are_no_subject() -> None:
    assert about.subject(notions("ma túy", weight=0.2)) == ()


@given(st.sets(st.sampled_from(["ma túy", "xe buýt", "rừng", "chủ trì"])))
def test_how_much_is_lacking_is_a_share(missing: set[str]) -> None:
    asked = of(*notions("chủ trì", "ma túy", "xe buýt", "rừng"))
    gone = [n for n in asked.notions if n.said in missing]
    wanted = len(missing - {"chủ trì"}) / 3
    assert about.lacking(asked, gone) == pytest.approx(wanted)
    assert about.lacking(of(*notions("chủ trì")), gone) == 0.0


def test_the_body_whose_work_is_asked_for_is_no_subject() -> None:
    asked = replace(of(*notions("Công an xã", "mại dâm")), subject="Công an xã")
    assert about.lacking(asked, asked.notions[1:]) == 1.0
    assert about.lacking(replace(asked, subject=None), asked.notions[1:]) == 0.5
