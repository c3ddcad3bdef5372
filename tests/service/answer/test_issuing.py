"""Who does what a plan sets without giving it to anybody."""

from __future__ import annotations

from dataclasses import replace

import pytest

from service.answer.issuing import of_issuer
from service.answers import DocumentAnswer
from tests.service.making import INFO, agency, candidate, passage, question

DUTY = "- Thành lập tổ thu gom rác thải nhựa trên bãi biển."
ASKED = "Ai thành lập tổ thu gom rác thải nhựa trên bãi biển?"


def told(text: str, asked: str = ASKED, **given: object) -> DocumentAnswer | None:
    meant = question(asked)
    named = given.pop("named", ())
    first = candidate(meant, passage(text, *named, **given))  # type: ignore[arg-type,misc]
    return of_issuer(meant, INFO, replace(first, score=9.0), replace(first, score=10.0))


def test_the_issuer_does_what_its_plan_gives_to_nobody() -> None:
    found = told(DUTY)
    assert found is not None
    assert (found.answer, found.role) == (INFO.issuer, "issuer")
    assert found.citations[0].quote == DUTY


@pytest.mark.parametrize(
    "text",
    [
        "- Tổ trưởng dân phố thành lập tổ thu gom rác thải nhựa trên bãi biển.",
        "- Thành lập tổ thu gom rác thải nhựa.",
    ],
    ids=["its first words say who", "less is said than asked"],
)
def test_no_more_is_told_than_the_clause_says(text: str) -> None:
    assert told(text) is None


def test_a_body_that_the_clause_names_is_not_passed_over() -> None:
    assert told(f"{DUTY} Sở Xây dựng cấp xe.", named=(agency("Sở Xây dựng", None),)) is None


@pytest.mark.parametrize(
    "asked",
    [
        "Thành lập tổ thu gom rác thải nhựa trên bãi biển khi nào?",
        "Ai được thành lập tổ thu gom rác thải nhựa trên bãi biển?",
        "Ai phối hợp thành lập tổ thu gom rác thải nhựa trên bãi biển?",
        "Ai phải thành lập tổ thu gom rác thải nhựa trên bãi biển?",
        "Ai sẽ được thành lập tổ thu gom rác thải nhựa trên bãi biển?",
        "Ai tham gia thành lập tổ thu gom rác thải nhựa trên bãi biển?",
    ],
)
def test_only_of_who_does_it(asked: str) -> None:
    assert told(DUTY, asked) is None


def test_an_aim_is_done_by_nobody() -> None:
    assert told(DUTY, context=("I. MỤC ĐÍCH, YÊU CẦU",)) is None


def test_a_plan_without_an_issuer_tells_none() -> None:
    meant = question(ASKED)
    first = candidate(meant, passage(DUTY))
    assert of_issuer(meant, replace(INFO, issuer=None), first, first) is None
