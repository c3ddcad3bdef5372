"""What is asked, whatever stands around it."""

import pytest

from service.query.scope import Sent
from service.query.understanding import understood


@pytest.mark.parametrize(
    ("asked", "reading"),
    [
        ("Đề nghị cho biết ai thu gom rác thải nhựa?", "Ai thu gom rác thải nhựa?"),
        ("Xin cho hỏi, ai thu gom rác thải nhựa?", "Ai thu gom rác thải nhựa?"),
        ("Cho tôi biết ai thu gom rác thải nhựa?", "Ai thu gom rác thải nhựa?"),
        ("Please tell me who collects plastic waste.", "Who collects plastic waste."),
        ("Đề nghị ai thu gom rác thải nhựa?", "Đề nghị ai thu gom rác thải nhựa?"),
        ("Cho hỏi rác", "Cho hỏi rác"),  # too little would be left
    ],
)
def test_polite_words_ask_nothing(index, asked, reading):
    assert understood(index, asked, Sent()).question.reading == reading
