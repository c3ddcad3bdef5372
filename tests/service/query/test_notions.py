"""What an answer has to speak of: words of the question, and how much each tells."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.accents import AccentModel
from service.query.notions import english, spoken, unsaid, vietnamese
from service.query.synonyms import synonyms_of

GENERAL = AccentModel.general()


def said(text: str) -> list[str]:
    return [notion.said for notion in vietnamese(text, GENERAL)]


def test_syllables_that_belong_together_are_one_word():
    assert said("Cơ quan nào cấp hộ chiếu phổ thông?") == ["cấp", "hộ chiếu", "phổ thông"]


@pytest.mark.parametrize(
    ("text", "notions"),
    [("cơ chế sandbox", ["cơ chế", "sandbox"]), ("cảm biến IoT", ["cảm biến", "IoT"])],
)
def test_a_foreign_word_belongs_to_no_syllable_beside_it(text, notions):
    assert said(text) == notions


def test_a_rare_word_tells_more_than_a_common_one():
    weight = {n.said: n.weight for n in vietnamese("Ai cấp hộ chiếu cho cán bộ?", GENERAL)}
    assert weight["hộ chiếu"] > weight["cán bộ"] > 0
    assert weight["hộ chiếu"] > weight["cấp"]


@pytest.mark.parametrize("text", ["Lắp trạm 5G ở đâu?", "Quán karaoke ở đâu?"])
def test_a_word_of_no_language_tells_all(text: str) -> None:
    assert max(n.weight for n in vietnamese(text, GENERAL)) == 1.0


def test_marks_count_and_the_place_of_a_tone_does_not():
    (word,) = vietnamese("voi", GENERAL)
    assert unsaid([word], ["với"], frozenset(), ())
    assert not unsaid([word], ["Con VOI."], frozenset(), ())
    assert spoken("hoà") == spoken("hòa")


def test_a_synonym_says_it_too():
    text = "Ai khám sức khỏe cho người già?"
    known = frozenset({"nguoi", "cao", "tuoi", "nguoi_cao", "cao_tuoi"})
    left = unsaid(vietnamese(text, GENERAL), ["Khám sức khỏe"], known, synonyms_of(text))
    assert not left


def test_an_english_word_is_met_by_any_of_its_translations():
    (word,) = english("bicycles")
    assert not unsaid([word], ["Xe đạp công cộng"], frozenset(), ())
    assert unsaid([word], ["Xe buýt"], frozenset(), ())


def test_an_english_word_nobody_translates_is_missing_and_tells_all():
    (word,) = english("quokkas")
    assert (word.said, word.weight) == ("quokkas", 1.0)
    assert unsaid([word], ["Thú có túi"], frozenset(), ())


def test_words_that_ask_and_words_of_grammar_are_no_notions():
    assert [n.said for n in english("Which agency must get passports?")] == ["passports"]


@pytest.mark.parametrize("country", ["Vietnam", "Viet Nam", "Việt Nam", "Vietnamese"])
def test_the_country_is_no_subject(country: str) -> None:
    assert [n.said for n in english(f"passports in {country}")] == ["passports"]


def test_an_unknown_word_with_a_hyphen_is_read_in_parts():
    assert [n.said for n in english("bicycle-passport")] == ["bicycle", "passport"]


@given(st.text(max_size=80))
def test_any_text_gives_weights_in_range(text: str) -> None:
    for found in (vietnamese(text, GENERAL), english(text)):
        assert all(0.0 <= n.weight <= 1.0 and n.forms for n in found)


@given(st.text("aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạ ,.%?", max_size=80))
def test_a_text_says_itself(text: str) -> None:
    assert not unsaid(vietnamese(text, GENERAL), [text], frozenset(), ())


def test_what_people_say_when_they_ask_is_nothing_that_a_plan_lacks():
    general = AccentModel.general()
    said = [n.said for n in vietnamese("dân muốn xem chuyện xả rác thì nói với ai", general)]
    assert {"muốn", "xem", "chuyện", "nói"}.isdisjoint(said)
    assert [n.said for n in english("Who wants to keep hens?")] == ["hens"]
    assert [n.said for n in english("Who counts the votes?")] == ["counts", "votes"]
