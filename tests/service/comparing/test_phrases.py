"""What a figure of a plan is about: its own words, and what is said of several."""

from __future__ import annotations

import pytest

from indexer.documents import Clause, Facts
from indexer.facts import targets
from service.comparing.phrases import around, measured


def phrases(text: str) -> list[tuple[str, str]]:
    """Of each figure of a clause what it measures, and the phrase around it."""
    found = targets.find(text, 0)
    facts = Facts(targets=found)
    clause = Clause(
        "I", None, "bullet", "plan", "-", None, 0, len(text), len(text), 1, 1, facts=facts
    )
    return [(str(measured(text, clause, t)), str(around(text, clause, t))) for t in found]


@pytest.mark.parametrize("joint", [", ", "; "])
def test_what_is_said_behind_the_last_figure_is_said_of_each(joint):
    text = f"20% công nhân{joint}30% nông dân và 40% học sinh được nghe về rác."
    told = [measures for measures, _ in phrases(text)]
    said = "được nghe về rác"
    assert told == [f"công nhân … {said}", f"nông dân … {said}", f"học sinh {said}"]


def test_a_figure_with_a_verb_of_its_own_keeps_to_it():
    text = "100% chợ được quét dọn; 50% trường có thùng rác."
    assert [measures for measures, _ in phrases(text)] == [
        "chợ được quét dọn",
        "trường có thùng rác",
    ]


def test_a_subject_before_its_figure_is_not_the_next_ones():
    text = "Số vụ ở chợ được phát hiện tăng trên 3%; số vụ trên mạng được phát hiện tăng trên 5%."
    first, second = (measures for measures, _ in phrases(text))
    assert first.startswith("Số vụ ở chợ") and second.startswith("số vụ trên mạng")


def test_a_figure_is_not_among_the_words_of_the_one_before():
    text = "100% đơn thư được trả lời kịp thời; tăng 3% (so với năm 2022) số vụ được xử lý."
    (_, _), (measures, whole) = phrases(text)
    assert measures == "số vụ được xử lý"
    assert "đơn thư" not in whole


def test_a_figure_within_what_is_said_of_another_does_not_end_it():
    text = "100% các khu công nghiệp có tối thiểu 1 trạm phát sóng."
    assert phrases(text)[0][0] == "các khu công nghiệp có tối thiểu 1 trạm phát sóng"
