"""Answers beyond the limit are counted, never dropped without a word."""

from __future__ import annotations

import pytest

from service.asking import ask
from service.cli.asking import _tell_answers


def test_all_that_answer_are_counted(index) -> None:
    reply = ask(index, "Ai ký kế hoạch?", limit=1)
    assert sum(a.found for a in reply.answers) == 1
    assert reply.found_total == 3


def test_the_terminal_says_how_to_read_the_others(
    index, capsys: pytest.CaptureFixture[str]
) -> None:
    reply = ask(index, "Ai ký kế hoạch?", limit=1)
    _tell_answers(reply)
    assert "3 văn bản có câu trả lời" in (said := capsys.readouterr().out)
    assert f"--cursor {reply.next}" in said
    _tell_answers(ask(index, "Ai ký kế hoạch?"))
    assert "--cursor" not in capsys.readouterr().out
