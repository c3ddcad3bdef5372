"""From a passage to the short answer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from indexer.documents import Span
from service.answer.extract import Extract, extract
from tests.service.making import (
    INFO,
    agency,
    deadline,
    funding,
    law,
    passage,
    question,
    target,
)


def answer(text, found, info=INFO):
    return extract(question(text), found, info)


WHO = "Ai thu gom rác?"
WITH_WHOM = "Sở Y tế phối hợp với ai thu gom rác?"
DUTY = "Chủ trì, phối hợp với Sở Công Thương thu gom rác."
LEAD = agency("Sở Y tế", "lead", inherited=True)
PARTNER = replace(agency("Sở Công Thương", "coordinate"), partner=True)


def test_who_leads_answers_and_the_partner_does_not():
    assert answer(WHO, passage(DUTY, PARTNER, LEAD)) == Extract("Sở Y tế", "lead")


def test_a_company_is_asked_for_and_no_department_answers():
    asked = "Công ty nào thu gom rác?"
    assert answer(asked, passage("Sở Y tế chọn nhà thầu thu gom rác.", LEAD)).answer is None
    text = "Sở Y tế giao Công ty Môi trường Mẫu, thu gom rác."
    assert answer(asked, passage(text, LEAD)).answer == "Công ty Môi trường Mẫu"


def test_partners_are_named_where_they_are_asked_for():
    duty = passage(DUTY, PARTNER, LEAD)
    assert answer(WITH_WHOM, duty) == Extract("Sở Công Thương", "coordinate")
    both = Extract("Sở Y tế; Sở Công Thương", "coordinate")
    assert answer("Ai thu gom rác, phối hợp với ai?", duty) == both
    assert answer("Cơ quan nào phối hợp thu gom rác?", duty).answer == "Sở Công Thương"
    assert answer("Sở nào cùng Sở Y tế thu gom rác?", duty).answer == "Sở Công Thương"


def test_a_company_is_a_body_where_one_is_asked_for():
    text = "Công ty TNHH MTV Cây xanh Hà Nội chịu trách nhiệm tưới cây; Sở Y tế kiểm tra."
    found = answer("Công ty nào tưới cây?", passage(text, agency("Sở Y tế")))
    assert found.answer == "Công ty TNHH MTV Cây xanh Hà Nội"


def test_a_partner_alone_is_neither_who_acts_nor_gives_its_part_to_the_duty():
    text = "Kế toán thôn chủ trì, phối hợp với Sở Công Thương thu gom rác."
    assert answer("Ai chủ trì thu gom rác?", passage(text, PARTNER)) == Extract(None)
    assert answer("Thu gom rác ra sao?", passage(text, PARTNER)) == Extract(text)


@pytest.mark.parametrize("role", ["perform", "requested"])
def test_who_performs_or_is_asked_answers(role):
    found = answer(WHO, passage(DUTY, PARTNER, agency("Hội Phụ nữ", role)))
    assert found == Extract("Hội Phụ nữ", role)


def test_a_body_that_only_coordinates_answers_by_its_heading():
    heading = agency("Công an huyện", "coordinate", inherited=True)
    found = answer(WHO, passage("Phối hợp với Sở Công Thương.", PARTNER, heading))
    assert found == Extract("Công an huyện", "coordinate")


def test_several_leads_are_all_named_once():
    leads = [agency("Sở Y tế"), agency("Công an tỉnh"), agency("Sở Y tế")]
    assert answer(WHO, passage(DUTY, *leads)).answer == "Sở Y tế; Công an tỉnh"


def test_a_passage_that_names_nobody_tells_nobody():
    assert answer(WHO, passage("Thu gom rác.")).answer is None
    assert answer(WHO, passage("Thu gom rác.", part="appendix")).answer is None


def test_who_is_only_worked_with_or_named_beside_does_not_answer():
    found = passage(
        "Phối hợp Sở Công Thương theo giao quyền của UBND xã.", PARTNER, agency("UBND xã", None)
    )
    assert answer(WHO, found).answer is None


def test_where_something_goes_may_be_a_place():
    text = "Rác được chở về bãi chôn lấp phía bắc."
    assert answer("Rác được chở về đâu?", passage(text)) == Extract(text)
    assert answer("Where is the rubbish taken?", passage(text)) == Extract(text)


def test_the_figure_beside_the_words_asked_for():
    text = "Thu gom 85% rác tại chợ; 60% siêu thị không phát túi ni lông."
    found = passage(text, target(text, "85%"), target(text, "60%"))
    assert answer("Bao nhiêu phần trăm siêu thị không phát túi?", found).answer == "60%"
    assert answer("Bao nhiêu phần trăm rác tại chợ được thu gom?", found).answer == "85%"


def test_a_share_is_told_where_a_share_is_asked_for():
    text = "Mở 12 điểm thu gom rác tại chợ, đạt 85%."
    found = passage(text, target(text, "12 điểm", "điểm"), target(text, "85%"))
    assert answer("Thu gom rác tại chợ đạt bao nhiêu phần trăm?", found).answer == "85%"
    assert answer("Mở mấy điểm thu gom rác tại chợ?", found).answer == "12 điểm"


def test_a_figure_no_rule_knows_counts_in_a_table_only():
    """Elsewhere it is the number of a clause or a document as often as a quantity."""
    row = "7 | Năm 2024 | Mô hình | 2024 | 1.200 | Sở Y tế"
    assert answer("Mấy mô hình?", passage(row, kind="row")).answer == "1.200"
    assert answer("Mấy mô hình?", passage("7 | Mô hình | 2024", kind="row")).answer is None
    assert answer("Mấy mô hình?", passage("Xây dựng 1.200 thứ theo mục 7.")).answer is None


def test_deadlines_are_told_once_each_and_dates_before_periods():
    text = "Thường xuyên, xong 30/9, báo cáo 30/9 và 15/12"
    found = passage(
        text,
        deadline(text, "Thường xuyên", "period"),
        deadline(text, "30/9"),
        deadline(text, "30/9"),
        deadline(text, "15/12"),
    )
    assert answer("Khi nào xong?", found).answer == "30/9; 15/12"
    alone = passage(text, deadline(text, "Thường xuyên", "period"))
    assert answer("Khi nào xong?", alone).answer == "Thường xuyên"
    assert answer("Khi nào xong?", passage(text)).answer is None


def test_what_else_is_asked_is_told_after():
    text = "Sở Y tế thu gom rác xong trước 30/9."
    found = passage(text, agency("Sở Y tế", "perform"), deadline(text, "trước 30/9"))
    told = answer("Đơn vị nào thu gom rác, và khi nào?", found)
    assert told == Extract("Sở Y tế; trước 30/9", "perform")


def test_of_several_only_the_kind_asked_for():
    found = passage(DUTY, agency("Công an tỉnh"), agency("Sở Y tế"))
    assert answer("Sở nào thu gom rác?", found).answer == "Sở Y tế"
    assert answer("Hội nào thu gom rác?", found).answer == "Công an tỉnh; Sở Y tế"


def test_where_a_report_goes():
    text = "Các xã gửi báo cáo về Sở Y tế."
    sent = replace(agency("Sở Y tế", None), span=Span(22, 29))
    found = passage(text, agency("Các xã", "perform"), sent)
    assert answer("Báo cáo gửi về đâu?", found).answer == "Sở Y tế"


def test_where_something_is_told_may_be_a_body_without_a_part():
    found = passage("Vướng mắc phản ánh về Sở Nội vụ (phòng 3).", agency("Các xã", "requested"))
    assert answer("Có vướng mắc thì báo về đâu?", found).answer == "Sở Nội vụ"


def test_a_row_is_told_whole_less_its_number():
    row = "4 | Thu gom rác. | Sở Y tế | Quý IV/2025"
    found = passage(row, agency("Sở Y tế"), kind="row")
    told = Extract("Thu gom rác. – Sở Y tế – Quý IV/2025", "lead")
    assert answer("thu gom rác", found) == told
    assert answer("Sở Y tế làm gì?", found) == told


def test_a_duty_is_told_with_who_has_it():
    found = passage("- Thu gom rác tại chợ.", agency("Sở Y tế", "perform", inherited=True))
    assert answer("rác tại chợ", found) == Extract("Sở Y tế: Thu gom rác tại chợ.", "perform")


LAWS = "Thực hiện Quyết định số 1316/QĐ-TTg và Chỉ thị số 33/CT-TTg."
CITING = passage(LAWS, law(LAWS, "1316/QĐ-TTg"), law(LAWS, "33/CT-TTg"))


def test_every_document_cited_is_a_basis():
    assert answer("Căn cứ văn bản nào?", CITING).answer == "1316/QĐ-TTg; 33/CT-TTg"
    assert answer("Căn cứ văn bản nào?", passage("Theo luật.")).answer is None


def test_the_document_asked_for_by_number_and_no_other():
    assert answer("Kế hoạch nào thực hiện Chỉ thị 33/CT-TTg?", CITING).answer == "33/CT-TTg"
    assert answer("Kế hoạch nào thực hiện Quyết định 99/QĐ-TTg?", CITING).answer is None
    assert answer("ke hoach nao thuc hien chi thi 33/ct-ttg", CITING).answer == "33/CT-TTg"


def test_the_own_number_says_which_plan_is_meant():
    asked = "Kế hoạch 1245/KH-UBND căn cứ quyết định nào?"
    assert answer(asked, CITING).answer == "1316/QĐ-TTg"


def test_the_amount_beside_the_words_asked_for():
    text = "Vớt rác: 350 triệu đồng; trồng rừng: 1.250 triệu đồng."
    found = passage(text, funding(text, "350 triệu đồng", 3.5e8), funding(text, "1.250", 1.25e9))
    assert answer("Trồng rừng hết bao nhiêu tiền?", found).answer == "1.250"
    assert answer("Vớt rác hết bao nhiêu tiền?", found).answer == "350 triệu đồng"


def test_a_source_of_money_is_a_sentence_of_the_plan():
    text = "Các đơn vị tự bố trí. Kinh phí lấy từ ngân sách tỉnh."
    found = passage(text, funding(text, "ngân sách tỉnh"))
    told = answer("Kinh phí lấy từ nguồn nào?", found).answer
    assert told in text
    assert "ngân sách" in told


HEAD = "Số: 1245/KH-UBND\nHải Dương, ngày 12 tháng 5 năm 2023"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Ai ký kế hoạch?", "Trần Văn Mẫu"),
        ("Who signed the plan?", "Trần Văn Mẫu"),
        ("Kế hoạch mang số mấy?", "1245/KH-UBND"),
        ("Kế hoạch số mấy, ban hành ngày nào?", "1245/KH-UBND; 12 tháng 5 năm 2023"),
        ("Kế hoạch ký ngày nào?", "12 tháng 5 năm 2023"),
        ("Cơ quan nào ban hành kế hoạch?", "Ủy ban nhân dân tỉnh Hải Dương"),
        ("1245/KH-UBND", "1245/KH-UBND"),
    ],
)
def test_what_is_known_of_a_document(text, said):
    assert answer(text, passage(HEAD, part="front")).answer == said


def test_a_document_with_another_number_of_the_kind_is_not_meant():
    other = replace(INFO, number="77/KH-UBND")
    found = passage(HEAD, part="front")
    assert answer("Ai ký Kế hoạch 1245/KH-UBND?", found, other).answer is None
    assert answer("Ai ký Kế hoạch 01245/KH-UBND?", found).answer == "Trần Văn Mẫu"
    # A decision that the plan carries out says nothing of the plan's own number.
    assert answer("Ai ký kế hoạch thực hiện Quyết định 1316/QĐ-TTg?", found).answer
    assert answer("Ai ký Kế hoạch 1245/KH-UBND?", found, replace(INFO, number=None)).answer


def test_the_date_known_stands_in_where_the_line_has_none():
    assert answer("Kế hoạch ban hành ngày nào?", passage("KẾ HOẠCH", part="front")).answer == (
        "12/05/2023"
    )


def test_a_passage_is_told_by_the_sentence_nearest_to_the_question():
    text = "Nâng cao nhận thức. Phân loại 2.5 tấn rác tại trường học; trồng cây."
    told = answer("phân loại rác tại trường", passage(text)).answer
    assert told == "Phân loại 2.5 tấn rác tại trường học; trồng cây."


def test_only_the_marker_that_opens_a_passage_is_left_out():
    text = "1. Báo cáo hằng năm (trước ngày 30 tháng 11) về Sở Xây dựng"
    told = answer("báo cáo hằng năm", passage(text)).answer
    assert told == "Báo cáo hằng năm (trước ngày 30 tháng 11) về Sở Xây dựng"


def test_a_long_sentence_is_cut_at_a_word():
    text = "thu gom rác " * 60
    told = answer("thu gom rác", passage(text)).answer
    assert len(told) <= 401
    assert told.endswith("…")
    assert text.startswith(told[:-1])
    assert told[:-1].split()[-1] in {"thu", "gom", "rác"}


def test_an_article_asked_for_is_told_with_its_document():
    text = "Nội dung theo khoản 2 Điều 9, Nghị định số 181/2024/NĐ-CP và Chỉ thị 33/CT-TTg."
    citing = passage(text, law(text, "181/2024/NĐ-CP"))
    told = answer("Nội dung theo điều mấy của nghị định nào?", citing).answer
    assert told == "khoản 2 Điều 9, Nghị định số 181/2024/NĐ-CP"


def test_whom_all_write_to_is_the_focal_point():
    text = "Đề nghị các đơn vị gửi vướng mắc về Sở Nội vụ để tổng hợp."
    closing = passage(text, agency("các đơn vị", "requested"))
    assert extract(question("Cơ quan nào là đầu mối?"), closing, INFO).answer == "Sở Nội vụ"
    assert extract(question("Vướng mắc gửi về đâu?"), closing, INFO).answer == "Sở Nội vụ"


def test_the_kind_asked_for_comes_before_a_stronger_part_of_another():
    text = "Công an tỉnh chủ trì; Sở Tư pháp phối hợp rà soát văn bản."
    found = passage(text, agency("Công an tỉnh", "lead"), agency("Sở Tư pháp", "coordinate"))
    assert answer("Sở nào rà soát văn bản?", found).answer == "Sở Tư pháp"
    assert answer("Ai rà soát văn bản?", found).answer == "Công an tỉnh"


def test_a_price_is_no_share():
    text = "100% người hưởng trợ cấp được rà soát."
    found = passage(text, target(text, "100%"))
    assert answer("Trợ cấp mỗi tháng bao nhiêu?", found).answer is None


def test_the_event_before_the_question_word_tells_the_date():
    text = "Phong trào thi đua trồng cây từ tháng 10 đến tháng 3. Tổng kết vào tháng 4 năm 2026."
    dates = (deadline(text, "từ tháng 10 đến tháng 3"), deadline(text, "tháng 4 năm 2026"))
    asked = "Phong trào thi đua trồng cây tổng kết vào tháng nào?"
    assert answer(asked, passage(text, *dates)).answer == "tháng 4 năm 2026"


def test_a_body_of_the_kind_asked_for_may_stand_in_the_text_or_the_heading():
    text = "Trồng cây. Hội Nông dân tỉnh rà soát nhu cầu vay vốn."
    led = agency("Sở Tài chính", "lead")
    assert answer("Hội nào rà soát nhu cầu?", passage(text, led)).answer == "Hội Nông dân tỉnh"
    heading = ("4. Đề nghị Hội Nông dân tỉnh",)
    below = passage("Rà soát nhu cầu vay vốn.", led, context=heading)
    assert answer("Hội nào rà soát nhu cầu?", below).answer == "Hội Nông dân tỉnh"


@pytest.mark.parametrize(
    "asked", ["Where should problems be reported?", "Whom must the union tell about problems?"]
)
def test_to_whom_something_is_sent_in_english(asked):
    text = "Các đơn vị phản ánh vướng mắc về Sở Tư pháp để tổng hợp."
    assert answer(asked, passage(text, agency("Các đơn vị", "requested"))).answer == "Sở Tư pháp"


@pytest.mark.parametrize(
    "text", ["Hội Phụ nữ và hội nông dân được giao làm gì?", "What are women told to do?"]
)
def test_what_a_body_is_given_to_do_is_told_by_its_duty(text):
    found = passage("Thu gom rác ở chợ.", agency("Hội Phụ nữ", "perform", inherited=True))
    assert answer(text, found) == Extract("Hội Phụ nữ: Thu gom rác ở chợ.", "perform")


def test_the_year_of_the_name_of_a_plan_is_no_deadline():
    text = "Trên đây là Kế hoạch giảm thiểu rác thải nhựa năm 2023; định kỳ báo cáo kết quả."
    asked = "Báo cáo kết quả giảm thiểu rác thải nhựa khi nào?"
    assert answer(asked, passage(text, deadline(text, "năm 2023"))).answer is None
    due = "Báo cáo kết quả giảm thiểu rác thải nhựa trong năm 2023."
    assert answer(asked, passage(due, deadline(due, "năm 2023"))).answer == "năm 2023"


def test_a_target_as_such_is_told_with_what_it_is_of():
    text = "- Phấn đấu 80% siêu thị không phát túi ni lông miễn phí."
    found = passage(text, target(text, "Phấn đấu 80%"))
    asked = "Chỉ tiêu túi ni lông ở siêu thị là gì?"
    assert answer(asked, found).answer == "Phấn đấu 80% siêu thị không phát túi ni lông miễn phí."
    share = "Bao nhiêu phần trăm siêu thị không phát túi ni lông?"
    assert answer(share, found).answer == "Phấn đấu 80%"


@pytest.mark.parametrize(
    ("text", "told"),
    [("Huyện có 12 trạm bơm dã chiến.", True), ("Kiểm tra trạm bơm dã chiến năm 2026.", False)],
)
def test_a_number_of_things_is_told_only_by_a_clause_that_counts_them(text, told):
    found = extract(question("số trạm bơm dã chiến"), passage(text), INFO).answer
    assert (found is not None) is told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Việc xếp loại cấp phó do người đứng đầu chợ thực hiện.", "người đứng đầu chợ"),
        ("Việc xếp loại cấp phó được thực hiện hằng năm, do vậy phải kịp thời.", None),
        ("Việc xếp loại cấp phó chậm do thiếu kinh phí thực hiện.", None),
    ],
)
def test_who_does_it_may_be_told_by_the_words_around(text, told):
    assert answer("Ai xếp loại cấp phó?", passage(text)).answer == told


@pytest.mark.parametrize(
    ("text", "asked", "told"),
    [
        (
            "Tặng không quá 10 cá nhân trong 01 năm.",
            "At most how many people are honoured each year?",
            "không quá 10 cá nhân",
        ),
        (
            "Người cao tuổi được hỗ trợ thêm 150.000 đồng.",
            "How much extra do the elderly get from the city?",
            "150.000 đồng",
        ),
    ],
)
def test_what_an_english_question_counts_is_told_in_the_plans_words(text, asked, told):
    found = passage(text, *([funding(text, told, 150000.0)] if "đồng" in told else []))
    assert answer(asked, found).answer == told


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Does the state budget cover the losses of the market?", "passage"),
        ("Who pays when the market makes a loss?", "funding"),
    ],
)
def test_whether_something_is_so_is_no_question_of_how_much(text, kind):
    assert question(text).intent == kind
