"""Answers beyond the limit are counted, never dropped without a word."""

from __future__ import annotations

from pathlib import Path

import pytest

from service.answer.asking import ask
from service.cli import main


def test_all_that_answer_are_counted(index) -> None:
    reply = ask(index, "Ai ký kế hoạch?", limit=1)
    assert sum(a.found for a in reply.answers) == 1
    assert reply.found_total == 3


def test_the_terminal_says_how_to_read_the_others(
    plans_index: Path, index, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["ask", "Ai ký kế hoạch?", "--index", str(plans_index)]
    assert main([*asked, "--limit", "1"]) == 0
    assert "3 văn bản có câu trả lời" in (said := capsys.readouterr().out)
    assert f"--cursor {ask(index, 'Ai ký kế hoạch?', limit=1).next}" in said
    assert main(asked) == 0
    assert "--cursor" not in capsys.readouterr().out
