"""To whom something is sent."""

import pytest

from service.answer.extract import extract
from service.query import recipients
from service.query.intents import intent_of
from service.retrieve import stating
from tests.service.making import INFO, agency, deadline, passage, question

TO_WHOM = "Gặp khó khăn, vướng mắc thì các đơn vị báo về sở, ngành nào?"
SENT = "Nếu có khó khăn, vướng mắc, đề nghị các đơn vị phản ánh về Sở Y tế để phối hợp giải quyết."
LED = "Sở Tư pháp chủ trì tháo gỡ khó khăn, vướng mắc của các đơn vị."


@pytest.mark.parametrize(
    "text",
    [
        TO_WHOM,
        "Xã giám sát xong thì gửi kết quả cho những nơi nào?",
        "Hằng năm các xã nộp kết quả qua văn phòng nào?",
        "Số liệu người vi phạm gửi cho đâu?",
        "Doanh nghiệp vướng thì kiến nghị gửi về đâu?",
        "Gặp ca bệnh lạ thì phải báo cho ai?",
        "Các xã báo cáo kết quả gửi cơ quan nào?",
    ],
)
def test_a_question_to_whom_is_told_from_one_of_who_acts(text):
    assert intent_of(text, "vi") == "agency"
    assert recipients.is_asked(text)


@pytest.mark.parametrize(
    "text",
    [
        "To which department should difficulties be reported?",
        "To whom do communes send the results?",
        "Where should problems be sent?",
        "Who should offices in the city get in touch with about problems?",
        "Who do we take our problems to?",
    ],
)
def test_english_asks_so_too(text):
    assert intent_of(text, "en") == "agency"
    assert recipients.is_asked(text)


@pytest.mark.parametrize(
    "text",
    [
        "Sở nào báo cáo việc cai nghiện?",
        "Chỉ tiêu người dân được bảo vệ trên mạng giao cho cơ quan nào?",
        "Ai gửi báo cáo?",
        "Which department reports on the results?",
        "Who should do contact tracing?",
        "Who must keep contact details of farms?",
        "Who does the plan apply to?",
    ],
)
def test_who_sends_is_another_question(text):
    assert not recipients.is_asked(text)


def test_the_clause_that_names_whom_states_it_and_the_one_who_acts_only_half():
    asked, sent = question(TO_WHOM), passage(SENT)
    led = passage(LED, agency("Sở Tư pháp", "lead"))
    assert stating.states(asked, sent, INFO, False) == 1.0
    assert stating.states(asked, led, INFO, False) == 0.5
    assert extract(asked, sent, INFO).answer == "Sở Y tế"


def test_without_marks_the_same_is_asked():
    assert recipients.is_asked("Gap kho khan thi cac don vi bao ve so, nganh nao?")


@pytest.mark.parametrize(
    "text",
    [
        "Cơ quan nào làm đầu mối gom kết quả?",
        "Kết quả thực hiện do sở nào tổng hợp?",
        "Which body collects the yearly results?",
    ],
)
def test_who_gathers_results_is_whom_others_report_to(text):
    duty = "Các sở, ngành báo cáo kết quả về Sở Y tế để tổng hợp, báo cáo Sở Tư pháp."
    found = passage(duty, agency("Các sở, ngành", "perform"))
    assert extract(question(text), found, INFO).answer == "Sở Y tế"
    own = passage("Sở Y tế tổng hợp kết quả, gửi Sở Tư pháp.", agency("Sở Y tế", "perform"))
    assert extract(question(text), own, INFO).answer == "Sở Y tế"


def test_a_duty_that_is_to_report_names_the_recipient():
    found = passage("- Báo cáo Sở Y tế về kết quả giám sát.", agency("UBND cấp xã", "perform"))
    told = extract(question("Xã nộp kết quả giám sát cho những nơi nào?"), found, INFO)
    assert told.answer == "Sở Y tế"


def test_all_who_receive_are_named():
    found = passage("- Báo cáo hằng ngày gửi Sở Y tế, Sở Tài chính tỉnh và Công an tỉnh để biết.")
    told = extract(question("Báo cáo hằng ngày gửi cho ai?"), found, INFO)
    assert told.answer == "Sở Y tế; Sở Tài chính; Công an tỉnh"


def test_asked_beside_a_day_it_is_still_told_who_receives():
    body = "Ủy ban nhân dân các xã báo cáo kết quả trước ngày 30/11/2026 về Sở Y tế."
    sends = agency("Ủy ban nhân dân các xã", "lead")
    held = passage(body, sends, deadline(body, "trước ngày 30/11/2026"))
    said = extract(question("Các xã báo cáo trước ngày nào, gửi cơ quan nào?"), held, INFO).answer
    assert said == "trước ngày 30/11/2026; Sở Y tế"


def test_to_bodies_that_no_table_knows():
    text = "- Ngay sau hội nghị, gửi Biên bản đến Thường trực HĐND, UBND xã chậm nhất ngày 4/2."
    assert recipients.named_in(passage(text)) == ["Thường trực HĐND, UBND xã"]
    assert recipients.named_in(passage("Phát động phong trào ở các thôn.")) == []


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("Báo cáo gửi UBND tỉnh qua phòng nào?", ["Phòng Văn hóa, thông tin"]),
        ("Hồ sơ nộp phòng nào của Sở Y tế?", ["Phòng Văn hóa, thông tin"]),
        ("Báo cáo gửi cơ quan nào?", ["Sở Y tế", "Phòng Văn hóa, thông tin"]),
    ],
)
def test_what_goes_through_a_body_is_not_sent_to_it(asked, told):
    text = "Hồ sơ gửi về Sở Y tế (qua Phòng Văn hóa, thông tin) trước ngày 31/3."
    assert recipients.told(question(asked), passage(text)) == told


def test_through_whom_stands_outside_brackets_too():
    text = "Báo cáo về Sở Y tế qua phòng Văn thư để tổng hợp."
    assert recipients.told(question("Gửi qua phòng nào?"), passage(text)) == ["phòng Văn thư"]


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        (
            "Chủ bỏ trốn thì công đoàn cơ sở phải báo cho những ai?",
            "- Báo cáo kịp thời với công đoàn cấp trên, cấp ủy nếu chủ doanh nghiệp bỏ trốn.",
        ),
        ("Có ca bệnh thì báo ai?", "Báo cáo ngay cho công đoàn cấp trên, cấp ủy khi có ca bệnh."),
    ],
)
def test_whom_to_report_to_may_be_bodies_in_small_letters(asked, text):
    found = passage(text, agency("Công đoàn cơ sở", "perform", inherited=True))
    assert extract(question(asked), found, INFO).answer == "công đoàn cấp trên, cấp ủy"


@pytest.mark.parametrize("text", ["Các xã gửi kết quả lên sở nào?", "bằng khen nộp phòng nào"])
def test_up_to_whom_is_asked_as_to_whom(text):
    assert recipients.is_asked(text)


def test_in_english_too_something_goes_through_an_office():
    text = "Số liệu gửi về UBND huyện (qua Phòng Nội vụ)."
    asked = question("Through which office do the police send their figures?")
    assert recipients.told(asked, passage(text)) == ["Phòng Nội vụ"]
