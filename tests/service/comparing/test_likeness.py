"""How alike two clauses are."""

from __future__ import annotations

from service.comparing.likeness import bodies


def test_bodies_agree_wholly_in_part_or_not():
    def agree(*names: str) -> float:
        return bodies(frozenset([names[0]]), frozenset(names[1:]))

    assert agree("Sở Y tế", "Sở Y tế") == 1
    assert 0 < agree("Sở Văn hóa, Thể thao và Du lịch", "Sở Du lịch") < 1
    assert 0 < agree("Sở Y tế", "Sở Y tế", "Sở Tư pháp") < 1
    assert agree("Sở Y tế", "Sở Tư pháp") == 0
    assert agree("Sở Y tế", "Trung tâm Y tế") == 0
    assert bodies(frozenset(), frozenset({"Sở Y tế"})) == 0
