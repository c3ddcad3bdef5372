"""The pairs that the closer reader is given, written to learn from."""

from __future__ import annotations

import json
import sys

from service.learning import readings
from service.learning.readings import given

ROWS = [
    {"query": "Đơn vị nào giảm rác thải nhựa?"},
    {"query_short": "", "query_en": "which agency checks waste at markets?"},
    {"query": "?"},
]


def test_pairs_are_what_is_read_closely_each_once(index):
    pairs = given(index, [*ROWS, ROWS[0]])
    assert len(pairs) == len(set(pairs)) > 1
    asked = [question for question, _ in pairs]
    assert asked[0] == ROWS[0]["query"]
    assert ROWS[1]["query_en"] in asked
    assert all("rác" in said for _, said in pairs)


def test_they_are_written_as_lines(index, plans_index, tmp_path, monkeypatch):
    questions, out = tmp_path / "questions.jsonl", tmp_path / "pairs.jsonl"
    questions.write_text("\n".join(map(json.dumps, ROWS)) + "\n\n", encoding="utf-8")
    words = ["readings", str(plans_index), str(questions), "--out", str(out)]
    monkeypatch.setattr(sys, "argv", words)
    readings.main()
    lines = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [(line["asked"], line["said"]) for line in lines] == given(index, ROWS)
