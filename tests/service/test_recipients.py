"""To whom something is sent."""

import pytest

from service import recipients, stating
from service.extract import extract
from service.intents import intent_of
from tests.service.making import INFO, agency, passage, question

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
