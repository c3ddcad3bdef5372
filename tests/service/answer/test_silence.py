"""When a document does not answer, and why."""

from __future__ import annotations

from dataclasses import replace

import pytest

from service.answer import silence, sureness
from service.answer.asking import ask
from service.query.places import covers, within
from service.retrieve import ranking
from tests.service.making import INFO, agency, candidate, passage, question

DISTRICT = replace(
    INFO,
    id="dong-hung-2022",
    level="district",
    locality="Đông Hưng",
    locality_id="dong-hung",
    province="Thái Bình",
    province_id="thai-binh",
)


@pytest.mark.parametrize(
    ("info", "place", "yes"),
    [
        (INFO, "hai-duong", True),
        (INFO, "hai-phong", True),  # since 2025
        (INFO, "ca-mau", False),
        (DISTRICT, "dong-hung", True),
        (DISTRICT, "thai-binh", True),
        (DISTRICT, "hung-yen", True),  # since 2025
        (DISTRICT, "hai-phong", False),
        (replace(INFO, locality_id=None, province_id=None), "hai-duong", False),
    ],
)
def test_a_document_belongs_to_its_place_its_province_and_the_one_of_today(info, place, yes):
    assert within(info, place) is yes


def test_a_new_name_does_not_belong_to_the_old_one():
    today = replace(INFO, locality="Hải Phòng", locality_id="hai-phong", province_id="hai-phong")
    assert not within(today, "hai-duong")


@pytest.mark.parametrize(
    ("day", "yes"), [("2025-10-17", True), ("2025-07-01", True), ("2025-03-05", False)]
)
def test_a_plan_covers_a_former_place_from_the_day_it_was_merged(day, yes):
    merged = {"locality": "Bắc Ninh", "locality_id": "bac-ninh", "province_id": "bac-ninh"}
    plan = replace(INFO, **merged, date=day, year=2026, year_to=2030)
    assert covers(plan, "bac-giang") is yes
    assert covers(plan, "bac-ninh") and not covers(plan, "hai-duong")
    commune = replace(plan, level="commune", locality="Tiên Du", locality_id="tien-du-bac-ninh")
    assert not covers(commune, "bac-giang"), "it lay in the other of the two"


def test_a_question_without_a_place_is_for_all():
    assert silence.place_allows(question("Ai thu gom rác?"), INFO)
    assert silence.place_allows(question("Ở Hải Phòng ai thu gom rác?"), INFO)
    assert not silence.place_allows(question("Ở Cà Mau ai thu gom rác?"), INFO)
    assert silence.place_allows(question("Ở Cà Mau và Hải Dương ai thu gom rác?"), INFO)


ASKED = question("Cơ quan nào thu gom rác thải nhựa?")
RIGHT = candidate(
    ASKED,
    passage(
        "Sở Y tế chủ trì thu gom rác thải nhựa.",
        agency("Sở Y tế"),
        context=("IV. TỔ CHỨC THỰC HIỆN",),
    ),
)
WRONG = candidate(ASKED, passage("Phối hợp bắt giữ chó thả rông.", context=("II. TIÊM PHÒNG",)))


def test_a_document_that_answers_has_no_reason_for_silence():
    assert silence.reason(ASKED, INFO, [RIGHT], RIGHT) is None


def test_beside_a_plan_that_surely_answers_another_needs_less():
    chosen, other = ranking.weights(ASKED), replace(INFO, id="other")
    unlike = replace(WRONG, reading=-4.0)
    found = {INFO.id: [unlike], other.id: [RIGHT]}
    assert sureness.needed(ASKED, [INFO, other], found, RIGHT, 30) == chosen.further
    assert sureness.needed(ASKED, [INFO], found, unlike, 30) == chosen.threshold
    assert sureness.needed(ASKED, [INFO], {}, None, 30) == chosen.threshold


def test_of_few_plans_the_first_needs_less():
    chosen = ranking.weights(ASKED)
    sure = (chosen.few + chosen.threshold) / 2
    assert chosen.few < chosen.threshold
    assert sureness.needed(ASKED, [INFO], {}, None, 2) == chosen.few
    nearly = _as_sure_as(sure)
    found = {INFO.id: [nearly]}
    assert sureness.needed(ASKED, [INFO], found, nearly, 2) == chosen.further
    assert sureness.needed(ASKED, [INFO], found, nearly, 30) == chosen.threshold


def _as_sure_as(sure):
    """A candidate that is as sure, by what reading it tells."""
    low, high = -30.0, 30.0
    while high - low > 1e-6:
        middle = (low + high) / 2
        one = replace(RIGHT, reading=middle)
        less = sureness.confidence(ASKED, INFO, [one], one) < sure
        low, high = (middle, high) if less else (low, middle)
    return replace(RIGHT, reading=high)


def test_how_sure_a_plan_must_be_decides():
    sure = sureness.confidence(ASKED, INFO, [WRONG], RIGHT)
    assert silence.reason(ASKED, INFO, [WRONG], RIGHT, sure) is None
    assert silence.reason(ASKED, INFO, [WRONG], RIGHT, sure + 1e-9)


@pytest.mark.parametrize(("reading", "silent"), [(-4.0, True), (None, True), (2.0, False)])
def test_whether_a_plan_has_it_may_be_read_in_other_words(reading: float | None, silent: bool):
    asked = question("Kế hoạch có phát túi vải cho hộ nghèo không?")
    near = replace(
        candidate(asked, passage("Tặng bao dệt cho gia đình khó khăn.")), reading=reading
    )
    assert bool(silence.reason(asked, INFO, [near], near, sure=0.0)) is silent


def test_another_place_is_the_reason():
    asked = question("Ở Cà Mau ai thu gom rác?")
    assert "địa phương khác" in silence.reason(asked, INFO, [RIGHT], RIGHT)


def test_without_a_passage_nothing_speaks_of_it():
    assert "không đoạn nào" in silence.reason(ASKED, INFO, [], RIGHT)
    assert "không đoạn nào" in silence.reason(ASKED, INFO, [], None)


def test_the_words_that_are_missing_are_the_reason():
    said = silence.reason(ASKED, INFO, [WRONG], RIGHT)
    assert said.startswith("Không thấy trong kế hoạch này")
    assert "“thu gom rác thải nhựa”" in said


def test_what_another_passage_says_is_not_said_to_be_missing():
    asked = question("Ai chủ trì dạy bơi ở trường?")
    near = candidate(asked, passage("Sở Y tế chủ trì trồng cây ở trường.", row=1))
    other = candidate(asked, passage("Dạy bơi là việc tốt.", row=2))
    assert silence.elsewhere(asked, [near, other]) is other
    assert silence.elsewhere(asked, [near, near]) is None
    told = silence.reason(asked, INFO, [near, other], near, sure=1.0)
    assert told is not None and "không nói đến “dạy bơi”; có đoạn khác" in told
    answer = silence.answer(INFO, [near, other], told, other)
    assert [c.quote for c in answer.nearest] == [near.passage.text, other.passage.text]
    alone = silence.reason(asked, INFO, [near], near, sure=1.0)
    assert alone == "Không thấy trong kế hoạch này: đoạn gần nhất không nói đến “dạy bơi”."


def test_what_the_title_says_is_not_said_to_be_missing():
    asked = question("Ai chủ trì dạy bơi ở trường?")
    near = candidate(asked, passage("Sở Y tế chủ trì trồng cây ở trường.", row=1))
    info = replace(INFO, title="Kế hoạch dạy bơi năm 2025")
    told = silence.reason(asked, info, [near], near, sure=1.0)
    assert told is not None and "dạy bơi" not in told


def test_a_subject_without_the_fact_asked_for_says_so():
    text = "Thu gom rác thải nhựa."
    near = candidate(ASKED, passage(text, agency("Sở Y tế", None)))
    weak = replace(near, score=-50.0)
    said = silence.reason(ASKED, INFO, [weak], RIGHT)
    assert said == "Có đoạn gần với điều được hỏi nhưng không nêu cơ quan phụ trách."


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Thu gom bao nhiêu phần trăm?", "con số"),
        ("Khi nào xong?", "thời hạn"),
        ("Căn cứ văn bản nào?", "văn bản căn cứ"),
        ("Kinh phí lấy từ nguồn nào?", "kinh phí"),
        ("Ai ký?", "thông tin về văn bản"),
        ("thu gom rác", "nội dung"),
        ("số trạm bơm", "con số"),
    ],
)
def test_each_kind_of_fact_has_its_name(text, kind):
    assert kind in silence.not_stated(question(text))


def lacking(text: str, found: str, context: tuple[str, ...] = ()) -> str:
    asked = question(text)
    return silence.missing_words(asked, candidate(asked, passage(found, context=context)))


def test_missing_words_are_a_phrase_of_the_question():
    assert lacking("Ai bắt giữ chó thả rông ban đêm?", "Bắt giữ chó thả rông.") == "ban đêm"
    assert lacking("Ai bắt giữ chó thả rông?", "Bắt giữ chó thả rông.") == ""


def test_a_single_syllable_takes_its_phrase_along():
    assert lacking("Ai cấp kinh phí?", "Cấp kinh.") == "cấp kinh phí"


@pytest.mark.parametrize(
    ("text", "found", "missing"),
    [
        ("hạn gửi báo cáo", "Chế độ báo cáo.", "gửi báo cáo"),
        ("Ai ký kế hoạch?", "Kế hoạch tiêm phòng.", ""),
        ("Có bác sĩ nước ngoài không?", "Bác sĩ trực ca đêm.", "nước ngoài"),
        (
            "Cơ quan nào khám sức khỏe định kỳ cho người cao tuổi?",
            "Ba người.",
            "khám sức khỏe định kỳ",
        ),
        ("Trồng cây xanh hết là bao nhiêu?", "Quét dọn đường phố.", "Trồng cây xanh hết"),
        ("Ai lo vớt rác nổi trôi trên sông ngòi kênh rạch ao hồ đầm phá?", "Tàu cá.", ""),
    ],
)
def test_no_word_is_cut_in_two(text: str, found: str, missing: str) -> None:
    assert lacking(text, found) == missing


def test_headings_and_spelling_without_marks_are_not_missing():
    assert lacking("ai bat giu cho tha rong", "Thả rông.", ("BẮT GIỮ CHÓ",)) == ""


def test_words_come_with_their_marks():
    assert lacking("ai thu gom rac thai nhua", "Bắt chó.") == "thu gom rác thải nhựa"


def test_now_is_nothing_that_a_plan_lacks():
    asked = question("Hiện nay có bao nhiêu thùng rác?")
    near = candidate(asked, passage("Đặt thùng rác ở chợ."))
    assert silence.missing_words(asked, near) == ""


def test_a_phrase_of_more_than_seven_words_is_not_named():
    text = "Ai trồng cây gây rừng đầu nguồn phòng hộ ven biển phía đông?"
    assert lacking(text, "Bắt chó.") == ""  # cut short it might end within a word


def test_english_words_are_not_looked_for_in_vietnamese():
    assert lacking("who collects plastic waste?", "Bắt chó.") == ""


def test_confidence_is_a_share_and_higher_for_what_answers():
    good = sureness.confidence(ASKED, INFO, [RIGHT, WRONG], RIGHT)
    bad = sureness.confidence(ASKED, INFO, [WRONG], RIGHT)
    assert 0.0 < bad < good < 1.0


def test_a_clause_that_reads_well_makes_its_plan_surer():
    well, badly = (replace(RIGHT, reading=value) for value in (4.0, -4.0))
    sure = [sureness.confidence(ASKED, INFO, [first], first) for first in (well, RIGHT, badly)]
    assert sure == sorted(sure, reverse=True) and sure[0] > sure[2] + 0.2


def test_evidence_looks_at_the_first_the_best_in_each_and_the_best_of_all():
    measured = sureness.measure(ASKED, INFO, [WRONG, RIGHT], RIGHT)
    assert measured["score"] == WRONG.score
    assert measured["gap"] == pytest.approx(WRONG.score - RIGHT.score)
    assert measured["most_words"] == RIGHT.features.words
    assert measured["top"] == RIGHT.score
    assert measured["missing"] > sureness.measure(ASKED, INFO, [RIGHT], RIGHT)["missing"]


def test_what_is_missing_is_what_no_text_around_the_passage_says():
    asked = question("Ai cấp hộ chiếu cho người nước ngoài?")
    said = candidate(asked, passage("Cấp hộ chiếu.", context=("II. NGƯỜI NƯỚC NGOÀI",)))
    assert not sureness.missing(asked, said, INFO)
    other = candidate(asked, passage("Cấp giấy phép."))
    assert [n.said for n in sureness.missing(asked, other, INFO)][:1] == ["hộ chiếu"]


@pytest.mark.parametrize("text", ["Trưởng ban chỉ đạo là ai?", "truong ban chi dao la ai"])
def test_one_asked_about_must_be_named(text: str) -> None:
    asked = question(text)
    named = candidate(asked, passage("Trưởng Ban Chỉ đạo: Chủ tịch Ủy ban nhân dân huyện."))
    other = candidate(asked, passage("Chỉ đạo các trưởng thôn.", agency("Ban Chỉ đạo")))
    assert silence.unnamed(asked, [other, named]) is None
    assert "rưởng ban chỉ đạo" in (silence.unnamed(asked, [other]) or "")
    assert silence.unnamed(question("Ai chủ trì?"), [other]) is None


def test_an_english_question_gets_its_reason_in_english():
    asked = question("Which agency issues passports?")
    near = replace(candidate(asked, passage("Cấp giấy phép.")), score=-50.0)
    best = replace(near, score=0.0)
    said = silence.reason(asked, INFO, [near], best)
    assert said == "Not found in this plan: the nearest passage does not mention “passports”."
    told = replace(candidate(asked, passage("Cấp hộ chiếu.")), score=-50.0)
    assert "the responsible body" in (silence.reason(asked, INFO, [told], best) or "")
    assert "no passage" in (silence.reason(asked, INFO, [], None) or "")
    elsewhere = question("Which agency issues passports in Cà Mau?")
    assert "another place" in (silence.reason(elsewhere, INFO, [told], best) or "")


@pytest.mark.parametrize("asked", [ASKED, question("khám sức khỏe"), question("Who pays for it?")])
@pytest.mark.parametrize("first", [RIGHT, WRONG])
def test_what_is_said_nowhere_is_looked_for_only_where_it_decides(asked, first, monkeypatch):
    known = sureness.confidence(asked, INFO, [first], RIGHT)
    for off in (-0.05, -1e-12, 0.0, 1e-12, 0.05, 0.5):
        sure = known + off
        assert sureness.reaches(asked, INFO, [first], RIGHT, sure) is (known >= sure)
    monkeypatch.setattr(sureness, "missing", lambda *_: pytest.fail("nothing depends on it"))
    assert not sureness.reaches(asked, INFO, [first], RIGHT, 1.0)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Kinh phí giảm rác thải nhựa lấy từ nguồn nào?", {"hai-duong-2023"}),
        ("Where does the money for plastic waste come from?", {"hai-duong-2023"}),
        ("Kinh phí phòng cháy chữa cháy lấy từ đâu?", set()),
        ("Kinh phí bầu cử lấy từ nguồn nào?", set()),
        ("Where does the money for elections come from?", set()),
    ],
)
def test_money_for_the_plan_is_for_its_own_subject(index, text: str, meant: set[str]) -> None:
    reply = ask(index, text)
    assert reply.intent == "funding"
    assert {a.document.id for a in reply.answers if a.found} == meant


def test_a_document_of_no_place_covers_the_province_that_its_title_names():
    title = "Nghị quyết về chuyển giao Vườn quốc gia về Ủy ban nhân dân Thành phố Hà Nội quản lý"
    central = replace(INFO, locality=None, locality_id=None, province_id=None, title=title)
    assert covers(central, "ha-noi")
    museum = replace(central, title="Quyết định về bảo tàng Hồ Chí Minh và gìn giữ hòa bình")
    assert not covers(museum, "ho-chi-minh") and not covers(museum, "hoa-binh")
    assert not covers(central, "ha-nam") and not covers(central, "ca-mau")
    assert not covers(replace(INFO, title=title), "ha-noi"), "the plan of another place is its own"
    route = replace(central, title="Nghị quyết về tuyến xe buýt Cà Mau - Bạc Liêu - Cần Thơ")
    assert all(covers(route, place) for place in ("ca-mau", "bac-lieu", "can-tho"))
    assert not covers(replace(central, title="Bảo tàng Hồ Chí Minh - Cà Mau xưa"), "ha-noi")


def test_few_words_are_not_answered_by_a_plan_that_lacks_what_the_best_one_says():
    asked = question("Mặt trận giám sát giảm nghèo")
    best, other = (
        candidate(asked, passage(f"Mặt trận giám sát chương trình {subject}."))
        for subject in ("giảm nghèo", "chuyển đổi số")
    )
    lacking = sureness.share_missing(asked, best, INFO)
    assert silence.reason(asked, INFO, [other], best, 0.0) is None
    assert "giảm nghèo" in silence.reason(asked, INFO, [other], best, 0.0, lacking=lacking)
    assert silence.reason(asked, INFO, [best], best, 0.0, lacking=lacking) is None
    # Where the best plan lacks it too, no plan is told from another by it.
    lacking = sureness.share_missing(asked, other, INFO)
    assert silence.reason(asked, INFO, [other], other, 0.0, lacking=lacking) is None
