"""How well a passage speaks of what was asked."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.retrieve import shares
from tests.service.making import INFO, agency, deadline, features, law, passage, question

ASKED = question("Đơn vị nào thu gom rác thải nhựa?")


def test_a_passage_with_every_word_has_them_all():
    found = features(ASKED, passage("Thu gom rác thải nhựa tại các chợ."))
    assert found.words == found.pairs == found.strict == found.head == found.whole == 1.0


def test_a_passage_without_any_word_has_none():
    found = features(ASKED, passage("Bắt giữ chó thả rông."), replace(INFO, title="Kế hoạch"))
    assert found.words == found.pairs == found.strict == found.head == found.whole == 0.0


def test_words_apart_are_no_pairs():
    found = features(ASKED, passage("Nhựa, thải; rác: gom và thu."))
    assert found.words == 1.0
    assert found.pairs == 0.0


def test_headings_count_as_context_only():
    found = features(ASKED, passage("Bố trí xe.", context=("II. THU GOM RÁC THẢI NHỰA",)))
    assert found.words == 0.0
    assert found.context == found.context_pairs == found.heading == 1.0


def test_columns_of_a_table_count_as_context():
    row = passage("1 | xe", kind="row", header=("Thu gom", "Rác thải nhựa"))
    assert features(ASKED, row).context == 1.0
    assert features(ASKED, row).row == 1.0


def test_only_the_nearest_heading_is_the_heading():
    found = features(ASKED, passage("Bố trí xe.", context=("THU GOM RÁC THẢI NHỰA", "1. Xe")))
    assert (found.context, found.heading) == (1.0, 0.0)


def test_the_title_counts_as_a_whole():
    found = features(ASKED, passage("Bố trí xe."), replace(INFO, title="Thu gom rác thải nhựa"))
    assert (found.title, found.whole, found.context) == (1.0, 1.0, 0.0)


def test_a_synonym_stands_for_the_word_asked():
    asked = question("Ai phụ trách đăng lên facebook?")
    without = features(asked, passage("Đăng tin lên báo tường."))
    assert features(asked, passage("Đăng tin lên mạng xã hội.")).words > without.words


def test_a_rare_word_weighs_more():
    frequency = {"thu": 90, "gom": 90, "rac": 1}
    asked = question("thu gom rác")
    common = features(asked, passage("thu gom"), frequency=frequency)
    rare = features(asked, passage("rác"), frequency=frequency)
    assert rare.words > 2 * common.words


def test_a_pair_no_clause_holds_is_no_evidence_but_strictly_it_is():
    asked = question("nhựa đường sắt")
    frequency = {"nhua": 1, "duong": 1, "sat": 1, "duong_sat": 1}
    found = features(asked, passage("đường sắt"), replace(INFO, title="x"), frequency)
    assert found.pairs == 1.0
    assert found.strict < 0.5


@pytest.mark.parametrize(
    ("heading", "flag"),
    [
        ("I. MỤC ĐÍCH, YÊU CẦU", "aims"),
        ("II. CHỈ TIÊU", "goals"),
        ("III. KINH PHÍ", "funds"),
        ("IV. TỔ CHỨC THỰC HIỆN", "duties"),
    ],
)
def test_headings_say_what_stands_under_them(heading, flag):
    found = features(ASKED, passage("Bố trí xe.", context=(heading,)))._asdict()
    flags = {name for name in ("aims", "goals", "funds", "duties") if found[name]}
    assert flags == {flag}


def test_where_a_passage_stands():
    assert features(ASKED, passage("KẾ HOẠCH", part="front", kind="front")).front == 1.0
    assert features(ASKED, passage("Nơi nhận:", part="back", kind="back")).back == 1.0
    assert 0 < features(ASKED, passage("x")).length < features(ASKED, passage("x" * 60)).length < 1
    assert features(ASKED, passage("x" * 3000)).length == 1.0


@pytest.mark.parametrize(
    ("role", "led"), [("lead", 1), ("perform", 1), ("requested", 1), ("coordinate", 0), (None, 0)]
)
def test_who_leads_or_performs(role, led):
    assert features(ASKED, passage("Bố trí xe.", agency("Sở Y tế", role))).led == led


def test_words_of_the_body_addressed():
    asked = question("Sở Y tế")
    assert features(asked, passage("Bố trí xe.", agency("Sở Y tế"))).addressed == 1.0
    assert features(asked, passage("Bố trí xe.", agency("Sở Y tế", None))).addressed == 0.0


def test_a_number_asked_for_is_cited():
    asked = question("Kế hoạch nào thực hiện Quyết định 1316/QĐ-TTg?")
    text = "Thực hiện Quyết định số 1316/QĐ-TTg."
    assert features(asked, passage(text, law(text, "1316/QĐ-TTg"))).named == 1.0
    assert features(asked, passage(text.replace("1316", "2151"))).named == 0.0
    assert features(ASKED, passage(text, law(text, "1316/QĐ-TTg"))).named == 0.0


def test_the_fact_asked_for():
    text = "Xong trước ngày 30/9."
    asked = question("Khi nào xong?")
    assert features(asked, passage(text, deadline(text, "30/9"))).states == 1.0
    assert features(ASKED, passage(text, deadline(text, "30/9"))).states == 0.0


SOME = ["thu", "gom", "rác", "thải", "nhựa", "ai", "khi", "nào", "70%", "2024", "Sở", "Y", "tế"]
WORDS = st.lists(st.sampled_from(SOME), min_size=1, max_size=12).map(" ".join)


@settings(deadline=None, max_examples=100)
@given(WORDS, WORDS, st.lists(WORDS, max_size=2), WORDS, st.dictionaries(WORDS, st.integers(0, 99)))
def test_every_feature_is_a_share(asked, text, context, title, frequency):
    info = replace(INFO, title=title)
    found = features(question(asked), passage(text, context=tuple(context)), info, frequency)
    assert all(0.0 <= value <= 1.0 + 1e-9 for value in found)


def test_features_are_listed_by_name():
    found = features(ASKED, passage("Thu gom rác."))
    assert dict(found.named_values()) == found._asdict()


def test_weights_come_in_the_order_of_the_question():
    """Sums of floats depend on their order; a set's would change from process to process."""
    weight = shares.weights(ASKED, {}, 10)
    assert [w for w, _ in weight.words.items] == list(ASKED.content)
    assert [w for w, _ in weight.strict.items][:2] == ["thu_gom", "gom_rac"]


def test_words_in_one_sentence_are_nearer_than_words_all_over():
    asked = question("trồng rừng ven biển")
    one = features(asked, passage("Giao đất. Trồng rừng ven biển."))
    apart = features(asked, passage("Trồng rừng. Bảo vệ ven biển."))
    assert one.words == apart.words == 1.0
    assert one.near == 1.0 > apart.near
