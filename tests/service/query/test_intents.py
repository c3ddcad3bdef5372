"""What kind of answer is wanted, and which words are the subject."""

from __future__ import annotations

import pytest

from indexer.text import fold_chars
from service.query.asked import asked
from service.query.intents import content_words, intent_of, intents_of, is_keywords, phrases

VIETNAMESE = [
    ("Cơ quan nào chủ trì kiểm tra?", "agency"),
    ("Ai vớt rác?", "agency"),
    ("Đơn vị nào vớt rác, và khi nào?", "agency"),
    ("Báo cáo gửi về đâu?", "agency"),
    ("Ai phải xong trước ngày nào?", "agency"),
    ("Thu gom bao nhiêu phần trăm?", "target"),
    ("Tỷ lệ thu gom?", "target"),
    ("Xây dựng mấy mô hình?", "target"),
    ("Trồng rừng được chi mấy đồng mỗi ha?", "funding"),
    ("Rừng chiếm mấy tỷ lệ?", "target"),
    ("Báo cáo gửi trước mấy giờ?", "deadline"),
    ("Nơi nào tiếp nhận đơn của dân?", "agency"),
    ("Ai ký bổ nhiệm giám đốc?", "agency"),
    ("Chỉ tiêu thu gom rác?", "target"),
    ("Khi nào xong, và do đơn vị nào làm?", "deadline"),
    ("Hạn gửi báo cáo?", "deadline"),
    ("Xong trước ngày nào?", "deadline"),
    ("Bao lâu báo cáo một lần?", "deadline"),
    ("Kinh phí lấy từ nguồn nào?", "funding"),
    ("Trồng rừng hết bao nhiêu tiền?", "funding"),
    ("Tổng kinh phí là bao nhiêu?", "funding"),
    ("Ai trả tiền?", "funding"),
    ("Căn cứ văn bản nào?", "legal"),
    ("Kế hoạch nào thực hiện Quyết định 1316/QĐ-TTg?", "legal"),
    ("1316/QĐ-TTg", "legal"),
    ("Cơ sở pháp lý của kế hoạch", "legal"),
    ("Ai ký kế hoạch?", "metadata"),
    ("Kế hoạch căn cứ vào đâu?", "legal"),
    ("ke hoach dua vao dau", "legal"),
    ("Dựa vào đầu năm thì làm gì?", "passage"),
    ("Quyết định 1316/QĐ-TTg ngày nào?", "metadata"),
    ("Căn cứ tình hình thực tế, ai điều chỉnh kế hoạch?", "agency"),
    ("Căn cứ Luật Giám sát, khi nào sở báo cáo?", "deadline"),
    ("Kế hoạch mang số mấy?", "metadata"),
    ("Nghị quyết 57-NQ/TW", "legal"),
    ("Dựa vào kế hoạch nào của tỉnh?", "legal"),
    ("Kế hoạch bầu cử nào dẫn Chỉ thị 46?", "legal"),
    ("Tiểu ban ra kế hoạch ngày nào?", "metadata"),
    ("Xây hào kỹ thuật bằng tiền ai?", "funding"),
    ("Kế hoạch được cấp vốn từ đâu?", "funding"),
    ("Báo tiền thưởng trước kỳ nghỉ bao nhiêu ngày?", "deadline"),
    ("Báo cáo mấy lần một năm?", "deadline"),
    ("Tần suất quan trắc nước là bao nhiêu?", "deadline"),
    ("Mỗi tháng quan trắc bao nhiêu lần?", "deadline"),
    ("Ban chỉ đạo họp mấy lần một quý?", "deadline"),
    ("Giá trị xuất khẩu tăng bao nhiêu lần?", "target"),
    ("Giá trị xuất khẩu một năm tăng mấy lần?", "target"),
    ("Quý 1 năm 2026 tổ chức bao nhiêu cuộc thanh tra?", "target"),
    ("Có bao nhiêu đợt mưa lũ trong năm 2026?", "target"),
    ("Mỗi quỹ tín dụng được thanh tra bao nhiêu lần?", "target"),
    ("Tần suất 1% thì đê cao bao nhiêu mét?", "target"),
    ("Gửi kết quả vào những mốc nào?", "deadline"),
    ("Khảo sát làm trong khoảng nào?", "deadline"),
    ("Lào Cai ra kế hoạch khoáng sản hôm nào?", "metadata"),
    ("Kế hoạch khoáng sản số bao nhiêu?", "metadata"),
    ("Xây xã sạch theo nghị quyết số mấy?", "legal"),
    ("Bên nào nối dữ liệu?", "agency"),
    ("Đầu mối phân loại rác", "agency"),
    ("Chừng nào trồng rừng xong?", "deadline"),
    ("Đợt một diễn ra lúc nào?", "deadline"),
    ("Nộp hồ sơ chậm nhất", "deadline"),
    ("Tỉnh ký kế hoạch bao giờ?", "metadata"),
    ("Ai bỏ vốn trồng rừng?", "funding"),
    ("Theo điều mấy của nghị định này?", "legal"),
    ("Xử án theo kết luận liên ngành nào?", "legal"),
    ("Dạy theo thông tư liên tịch nào?", "legal"),
    ("Trồng rừng năm năm hết bao nhiêu?", "funding"),
    ("Chỉ tiêu tám mươi phần trăm hộ thu gom rác ai gánh?", "agency"),
    ("Kinh phí trồng rừng", "funding"),
    ("Lấy tiền đâu để trồng rừng?", "funding"),
    ("Báo cáo trước 30/11", "deadline"),
    ("Nộp báo cáo trước cuối tháng 11", "deadline"),
    ("Khu công nghiệp có mấy trạm 5G?", "target"),
    ("Kế hoạch ban hành ngày nào?", "metadata"),
    ("1245/KH-UBND", "metadata"),
    ("Thu gom rác thải nhựa thế nào?", "passage"),
    ("rác thải nhựa", "passage"),
]
ENGLISH = [
    ("How wide must the firebreak be when it is cleared?", "target"),
    ("By what time must the summary be sent?", "deadline"),
    ("From what date does the resolution on forests apply?", "deadline"),
    ("How often does the council of the forest fund meet?", "deadline"),
    ("How often is the water tested?", "deadline"),
    ("How many times a year must the board meet?", "deadline"),
    ("How many times more must exports be?", "target"),
    ("What is the frequency band for radio?", "passage"),
    ("What share of GRDP should come from the digital economy?", "target"),
    ("Where does the money come from?", "funding"),
    ("How much will the province spend on tests?", "funding"),
    ("What is the total budget for tests?", "funding"),
    ("In which year was the plan based on Decision 1316 issued?", "metadata"),
    ("Who collects waste based on Circular 10?", "agency"),
    ("Which agency checks the markets?", "agency"),
    ("Who is responsible for collecting waste?", "agency"),
    ("In Huế, which level approves the plan?", "agency"),
    ("Who advises on funds for the dyke?", "agency"),
    ("Which office appraises budget-funded projects?", "agency"),
    ("Where are the forms submitted?", "agency"),
    ("Where may waste be buried?", "passage"),
    ("Which fire level does dry wood mean?", "passage"),
    ("What is the finance department told to do?", "passage"),
    ("What sources fund the dyke?", "funding"),
    ("Where do communes get the money for trees?", "funding"),
    ("What share of agencies must report online?", "target"),
    ("How many models will be built?", "target"),
    ("What percentage of waste is collected?", "target"),
    ("By when must the list be ready?", "deadline"),
    ("What is the deadline for reports?", "deadline"),
    ("Where does the money come from?", "funding"),
    ("How much money does planting cost?", "funding"),
    ("What is the legal basis?", "legal"),
    ("Which plans implement Decision 1316?", "legal"),
    ("Who signed the plan?", "metadata"),
    ("What are the number and date of the plan?", "metadata"),
    ("Which division compiles the reports?", "agency"),
    ("Last day to send the files?", "deadline"),
    ("On which dates are reports sent?", "deadline"),
    ("How many days before Tet is the list published?", "deadline"),
    ("What money is used for planting?", "funding"),
    ("How is the plan financed?", "funding"),
    ("Under which circular is planting paid?", "legal"),
    ("What share of law drafters are women?", "target"),
    ("On what day was the plan issued?", "metadata"),
    ("Issue date of the plan?", "metadata"),
    ("How is waste sorted at schools", "passage"),
]


@pytest.mark.parametrize(("text", "intent"), VIETNAMESE)
def test_vietnamese(text, intent):
    assert intent_of(text, "vi") == intent


@pytest.mark.parametrize("text", [text for text, _ in VIETNAMESE])
def test_marks_and_capitals_do_not_change_the_kind(text):
    assert intent_of(fold_chars(text), "vi") == intent_of(text, "vi")


@pytest.mark.parametrize(("text", "intent"), ENGLISH)
def test_english(text, intent):
    assert intent_of(text, "en") == intent


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Đơn vị nào vớt rác, và khi nào?", ("agency", "deadline")),
        ("Bao nhiêu phần trăm rác được thu gom, vào năm nào?", ("target", "deadline")),
        ("Chỉ tiêu thu gom rác do ai phụ trách?", ("agency",)),
        ("Kế hoạch nào giao Đoàn Thanh niên vớt rác?", ("agency",)),
        ("Nơi nào phân loại rác?", ("passage",)),
        ("Ai ký kế hoạch, ngày nào?", ("metadata",)),
        ("Tần suất vớt rác là bao nhiêu lần?", ("deadline",)),
        ("Bao nhiêu hộ được kiểm tra và bao lâu một lần?", ("target", "deadline")),
        ("Bao lâu vớt rác một lần và ai làm?", ("deadline", "agency")),
    ],
)
def test_words_that_ask_come_before_words_that_hint(text, kinds):
    assert intents_of(text, "vi") == kinds


@pytest.mark.parametrize(
    ("text", "yes"),
    [
        ("rác thải nhựa", True),
        ("Sở Y tế", True),
        ("thu gom rác ở đâu", False),
        ("ai thu gom rác", False),
        ("rác?", False),
        ("một hai ba bốn năm sáu bảy tám chín", False),
    ],
)
def test_keywords(text, yes):
    assert is_keywords(text, "vi") is yes
    assert not is_keywords(text, "en")


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("Danh sách sơ bộ phải bảo đảm cơ cấu thế nào?", "passage"),
        ("Đo nước gồm những thông số nào?", "passage"),
        ("AI pháp luật hỗ trợ cán bộ", "passage"),
        ("Sở KH&CN luật tiêu chuẩn", "passage"),
        ("Bỏ tiền đầu tư đường sá", "passage"),
        ("Tiền đầu tư đường sá", "funding"),
        ("Việc trồng rừng làm hồi nào?", "deadline"),
        ("Chế độ ưu ái thợ giỏi áp dụng từ ngày nào?", "deadline"),
        ("Bến nào bị đình chỉ?", "passage"),
        ("Dân gọi số nào báo ngập?", "passage"),
        ("Nông dân được dạy kỹ năng số nào?", "passage"),
        ("Tỉnh xin nhận vườn bằng tờ trình số nào?", "legal"),
        ("Tiền thưởng thợ giỏi lấy ở quỹ nào ra?", "funding"),
        ("Giao cho quỹ nào quản lý chợ?", "agency"),
        ("Trường lấy nguồn nào để trả tiền dạy thêm?", "funding"),
        ("Chợ đã dùng hết bao nhiêu phần trăm dự toán năm nay?", "target"),
    ],
)
def test_a_word_that_only_looks_like_one_that_asks_does_not(text, intent):
    assert intent_of(text, "vi") == intent


def test_words_with_other_marks_than_a_word_that_asks_are_keywords():
    assert is_keywords("cải thiện môi trường đầu tư", "vi")
    assert is_keywords("AI pháp luật", "vi")


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("Ai mở tài khoản tại xã?", ["mo", "tai", "khoan", "xa"]),
        ("Thi đua thì ai làm?", ["thi", "dua", "lam"]),
        ("phòng chống ma túy", ["phong", "chong", "ma", "tuy"]),
        ("Đợt 01 là ngày nào?", ["dot", "1"]),
        ("Kế hoạch theo nghị quyết 57-NQ/TW", ["theo", "nghi", "quyet", "#57nqtw"]),
    ],
)
def test_empty_words_are_known_by_their_marks(text, subject):
    assert content_words(text, "vi")[-len(subject) :] == subject


def test_question_words_are_not_the_subject():
    assert content_words("Đơn vị nào vớt rác, và khi nào?", "vi") == ["vot", "rac"]
    assert content_words("Bao nhiêu phần trăm rác nhựa?", "vi") == ["rac", "nhua"]
    assert content_words("Which agency must collect waste?", "en") == ["agency", "collect", "waste"]


def test_a_question_of_question_words_alone_keeps_them():
    assert content_words("ai, khi nào", "vi") == ["ai", "khi", "nao"]


def test_percent_alone_is_no_word():
    assert content_words("70% rác", "vi") == ["70%", "rac"]
    assert content_words("%", "vi") == []


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("hạn báo cáo", ["bao", "cao"]),
        ("Hạn chót báo cáo?", ["bao", "cao"]),
        ("Thời hạn báo cáo là khi nào?", ["bao", "cao"]),
        ("Ai lo chống hạn hán?", ["lo", "chong", "han", "han"]),
    ],
)
def test_a_word_for_the_date_is_no_subject(text, subject):
    assert content_words(text, "vi") == subject


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Ai khám sức khỏe, và kinh phí lấy từ đâu?", ("agency", "funding")),
        ("Ai làm, khi nào và kinh phí lấy từ nguồn nào?", ("agency", "deadline", "funding")),
        ("Kinh phí lấy từ đâu và căn cứ văn bản nào?", ("funding", "legal")),
        ("Căn cứ vào đâu và kinh phí từ đâu?", ("legal", "funding")),
        ("Kinh phí lấy từ đâu và ai phân bổ?", ("funding", "agency")),
        ("Căn cứ quyết định nào và phải xong trước ngày nào?", ("legal", "deadline")),
        ("Sở Y tế làm gì và khi nào xong?", ("passage", "deadline")),
        ("Sở Y tế làm gì và kinh phí từ đâu?", ("passage", "funding")),
        ("Ai làm gì?", ("agency",)),
        ("Kinh phí mua máy và sửa đường hết bao nhiêu?", ("funding",)),
        # Not joined: one thing is asked, in which a body is mentioned.
        ("Sở nào bố trí kinh phí từ nguồn nào?", ("funding",)),
        ("When was the plan issued, and under what number?", ("metadata",)),
    ],
)
def test_money_joined_to_what_is_asked_before_comes_after_it(text, kinds):
    assert intents_of(text, "en" if text.startswith("When") else "vi") == kinds


@pytest.mark.parametrize(
    ("text", "language", "intent"),
    [
        ("phí gửi xe", "vi", "funding"),
        ("mức quà Tết đoàn viên", "vi", "funding"),
        ("phi giấy tờ", "vi", "passage"),
        ("What are the school fees?", "en", "funding"),
        ("Bao nhiêu kế hoạch nói về HIV?", "vi", "passage"),
        ("Trồng rừng theo kế hoạch số nào của tỉnh?", "vi", "legal"),
        ("khảo sát rừng thời điểm", "vi", "deadline"),
        ("How many plans mention HIV?", "en", "passage"),
    ],
)
def test_a_price_asks_for_money_and_a_number_of_plans_for_plans(text, language, intent):
    assert intent_of(text, language) == intent


@pytest.mark.parametrize(
    ("asked_for", "noun", "content"),
    [
        ("số hội nghị tuyên truyền", "hội", ["hoi", "nghi", "tuyen", "truyen"]),
        ("Tổng số trạm bơm", "trạm", ["tram", "bom"]),
        ("số lượng tổ công tác", "tổ", ["to", "cong", "tac"]),
        # A number of a document or a call, data, what is digital: nothing is counted.
        ("số liệu hộ nghèo", None, ["so", "lieu", "ho", "ngheo"]),
        ("số hóa hồ sơ", None, ["so", "hoa", "ho", "so"]),
        ("số quyết định", None, ["so", "quyet", "dinh"]),
        ("số tiền thưởng", None, ["so", "tien", "thuong"]),
        ("số điện thoại sự cố", None, ["so", "dien", "thoai", "su", "co"]),
        ("mật độ dân số xã", None, ["mat", "do", "dan", "so", "xa"]),
    ],
)
def test_a_number_of_things_is_asked_for_and_no_subject(asked_for, noun, content):
    assert (asked(asked_for).counted, asked(asked_for).number_of) == (noun, noun is not None)
    assert content_words(asked_for, "vi") == content
    assert [fold_chars(w) for phrase in phrases(asked_for) for w in phrase] == content


@pytest.mark.parametrize(
    ("text", "lang", "intent"),
    [
        ("Huyện lập kế hoạch để thực hiện kế hoạch số mấy của tỉnh?", "vi", "legal"),
        ("kiểm tra thợ mìn theo điều nào", "vi", "legal"),
        ("PCCC Công Thương theo kế hoạch tỉnh nào", "vi", "legal"),
        ("Cột ăng ten đầu tư bằng vốn của ai?", "vi", "funding"),
        ("tiền giám sát giảm nghèo", "vi", "funding"),
        ("Chủ tịch phường ký kế hoạch giám sát tên là gì?", "vi", "metadata"),
        ("Nghị quyết mới thay nghị quyết cũ nào?", "vi", "legal"),
        ("chiến lược số Bộ Xây dựng", "vi", "passage"),
        ("Kết quả thực hiện do sở nào tổng hợp?", "vi", "agency"),
        ("Which Ministry of Finance circular governs the cost of monitoring?", "en", "legal"),
        ("Which provincial plan does the district plan carry out?", "en", "legal"),
        ("What is the document number of the plan?", "en", "metadata"),
        ("How is the province paying for the clean-up?", "en", "funding"),
        ("How far ahead must plans be sent?", "en", "deadline"),
        ("How far is the river from the town?", "en", "target"),
        ("What happens when a conference cannot agree?", "en", "passage"),
        ("Are the experts who help paid a fee?", "en", "funding"),
        ("Chuyện 80% người lớn có chữ ký thì cơ quan nào phải lo?", "vi", "agency"),
        ("Số điện thoại của công ty thoát nước là bao nhiêu?", "vi", "passage"),
        ("Không có ai nhận thay thì có được phát tại nhà không?", "vi", "passage"),
        ("What happens to a candidate in the ward who is arrested?", "en", "passage"),
        ("Can an official who is under inquiry be put up for an award?", "en", "passage"),
        ("Who foots the bill for the masts?", "en", "funding"),
        ("What's the cutoff for campaigning?", "en", "deadline"),
        ("What time is the test?", "en", "deadline"),
        ("What is the cut-off score for poor households?", "en", "passage"),
        ("What is the latest plan on floods?", "en", "passage"),
        ("What happens to the money, and who is in charge?", "en", "agency"),
        ("Lắp điện thoại hết bao nhiêu tiền?", "vi", "funding"),
        ("Số cuộc gọi qua đường dây nóng là bao nhiêu?", "vi", "target"),
        ("What's the latest the conference can be held?", "en", "deadline"),
        ("Whose job is it to print the forms?", "en", "agency"),
        ("Which outfit is on the hook for the dam?", "en", "agency"),
        ("What number do I ring about a flood?", "en", "passage"),
    ],
)
def test_what_was_once_taken_for_another_kind_of_question(text, lang, intent):
    assert intent_of(text, lang) == intent
