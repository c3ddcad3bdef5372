"""Many readers while generations swap; ``make load`` does the same for minutes."""

from __future__ import annotations

from pathlib import Path

from tests.faults import load


def test_no_answer_mixes_generations_and_none_fails(tmp_path: Path) -> None:
    found = load.run(tmp_path, seconds=3.0)
    assert not found.wrong, found.wrong[:3]
    assert found.codes[200] > 20
    assert len(found.generations) >= 3
