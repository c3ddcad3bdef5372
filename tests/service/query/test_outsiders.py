"""Whole indexes are told as each document alone is."""

import pytest

from indexer.reference import load
from service.query import outsiders
from service.query.scope import Sent
from service.query.understanding import understood

ASKED = (
    "Ai khám sức khỏe?",
    "Ở Hải Dương ai khám sức khỏe?",
    "Hải Phòng ai khám sức khỏe?",
    "Các tỉnh trừ Nghệ An khám sức khỏe thế nào?",
    "Kế hoạch năm 2024 của Nghệ An giao gì cho Sở Y tế?",
    "Kế hoạch cấp huyện giao gì cho Công an?",
    "Which body of Bắc Kạn handles health checks?",
)


@pytest.mark.parametrize("text", ASKED)
def test_documents_of_one_place_are_told_together_as_each_alone(index, text):
    read = understood(index, text, Sent())
    alone = {d.id: outsiders.left_out(read.question, d) for d in read.infos}
    told = outsiders.outsiders(index, read.question, read.infos)
    assert told == {document: why for document, why in alone.items() if why}
    some = read.infos[1:]
    part = {d.id: alone[d.id] for d in some if alone[d.id]}
    assert outsiders.outsiders(index, read.question, some) == part


def test_each_province_that_may_be_named(index):
    for place in load().provinces:
        read = understood(index, f"Ở {place.full_name} ai khám sức khỏe?", Sent())
        told = outsiders.outsiders(index, read.question, read.infos)
        assert told == {
            d.id: why for d in read.infos if (why := outsiders.left_out(read.question, d))
        }


def test_documents_that_change_are_grouped_anew(index, monkeypatch):
    read = understood(index, ASKED[1], Sent())
    assert outsiders.outsiders(index, read.question, read.infos)
    few = [d for d in read.infos if outsiders.left_out(read.question, d) is None]
    monkeypatch.setattr(index, "documents", lambda: few)
    assert outsiders.outsiders(index, read.question, few) == {}
