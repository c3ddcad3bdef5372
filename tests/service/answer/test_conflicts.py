"""A plan that states two shares for one thing."""

from __future__ import annotations

from dataclasses import replace

from indexer.facts import targets
from service.answer import conflicts
from tests.service.making import candidate, passage, question

ASKED = question("Bao nhiêu phần trăm xã thu gom rác thải nhựa?")
AIM = "1. Đến năm 2030, ít nhất 50% xã thu gom rác thải nhựa."
TASK = "b) Vận động để đạt 100% xã thu gom rác thải nhựa vào năm 2030."


def stated(text, quote, by="2030", parent="III.2", **more):
    (share,) = targets.find(text, 0)
    assert share.quote == quote
    found = passage(text, replace(share, by=by), path=f"{parent}.1", **more)
    return replace(found, clause=replace(found.clause, parent=parent))


FIRST = stated(AIM, "ít nhất 50%", parent="II")


def told(*others, asked=ASKED):
    mine = [candidate(asked, p) for p in (FIRST, *others)]
    return conflicts.other_share(asked, FIRST, "ít nhất 50%", mine)


def test_another_share_of_the_same_thing_for_the_same_year_is_told_too():
    other = stated(TASK, "đạt 100%", row=9)
    assert told(other) == (other, "đạt 100%")


def test_what_differs_otherwise_is_no_conflict():
    assert told() is None
    assert told(stated(TASK, "đạt 100%", by="2026", row=9)) is None  # of another year
    assert told(stated(TASK, "đạt 100%", parent="II", row=9)) is None  # beside it: another thing
    same = "b) Vận động để đạt 50% xã thu gom rác thải nhựa vào năm 2030."
    assert told(stated(same, "đạt 50%", row=9)) is None
    other = "b) Vận động để đạt 100% xã tiêm phòng chó vào năm 2030."
    assert told(stated(other, "đạt 100%", row=9)) is None
    grows = "b) Thu gom rác thải nhựa của các xã tăng 10% vào năm 2030."
    assert told(stated(grows, "tăng 10%", row=9)) is None


def test_only_shares_are_held_against_one_another():
    asked = question("Bao nhiêu xã thu gom rác thải nhựa?")
    assert told(stated(TASK, "đạt 100%", row=9), asked=asked) is None
