"""Answers beyond the limit are counted, never dropped without a word."""

from __future__ import annotations

from dataclasses import replace

import pytest

from service.asking import ask
from service.cli.asking import MOST, _tell_untold


def test_all_that_answer_are_counted(index) -> None:
    reply = ask(index, "Ai ký kế hoạch?", limit=1)
    assert sum(a.found for a in reply.answers) == 1
    assert reply.found_total == 3


def test_the_terminal_says_how_to_read_the_others(
    index, capsys: pytest.CaptureFixture[str]
) -> None:
    reply = ask(index, "Ai ký kế hoạch?", limit=1)
    _tell_untold(reply)
    assert "Còn 2 văn bản có câu trả lời" in (said := capsys.readouterr().out)
    assert "--limit 3" in said
    _tell_untold(ask(index, "Ai ký kế hoạch?"))
    assert capsys.readouterr().out == ""
    _tell_untold(replace(reply, found_total=MOST + 20))
    assert "--locality" in capsys.readouterr().out
