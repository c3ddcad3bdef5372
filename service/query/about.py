"""What a question is about, once the words are taken away with which any plan is asked.

"Cơ quan nào chủ trì phòng, chống ma túy?" is about drugs: every plan has bodies that lead, and many
prevent something.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache

from indexer.text import fold_chars, nfc, words
from service.query.notions import Notion
from service.query.question import Question

#: Words of the workings of plans, and of grammar: who does what, by when, with what money. With
#: their marks: "đất" and "mỏ" are subjects, "đạt" and "mở" none.
_WORKINGS = re.compile(
    r"[\d.,/-]+|kinh phí|chi phí|nguồn|nguồn vốn|nguồn lực|ngân sách|nhà nước|tiền|số tiền|vốn|mức"
    r"|tổng|tổng số|dự toán|dự trù|lấy|chi|trả|cấp|bỏ|hết|tốn|phân bổ|bố trí|đầu tư|đảm bảo"
    r"|bảo đảm|hỗ trợ|huy động|tài trợ|sử dụng|dùng|thực hiện|triển khai|làm|cho|nào|đâu|ai"
    r"|gì|ở|từ|việc|hoạt động|công tác|nhiệm vụ|giải pháp|biện pháp|nội dung|tỉnh|năm|tháng"
    r"|ngày|kỳ|giai đoạn|đến|trước|sau|trong|khi|lúc|chủ trì|phối hợp|đầu mối|phụ trách|chịu"
    r"|trách nhiệm|chỉ đạo|dẫn đầu|quản lý|tổ chức|tham mưu|đề xuất|hướng dẫn|kiểm tra"
    r"|giám sát|theo dõi|đôn đốc|tổng hợp|báo cáo|xây dựng|ban hành|lập|phê duyệt|thẩm định"
    r"|phân công|giao|phối|cơ quan|đơn vị|sở ngành|sở|liên quan|ngành|lãnh đạo|cán bộ"
    r"|đoàn thể|ban ngành|tổ chức chính trị|các cấp|ủy ban"
    r"|tăng cường|đẩy mạnh|nâng cao|phát triển|thúc đẩy|phòng|chống|phòng chống|phòng ngừa"
    r"|ngăn chặn|xử lý"
    r"|giải quyết|tuyên truyền|vận động|phổ biến|giáo dục|đào tạo|tập huấn|bồi dưỡng"
    r"|mục tiêu|chỉ tiêu|tỷ lệ|tỉ lệ|phần trăm|bao nhiêu|số lượng|đạt|phấn đấu|tối thiểu"
    r"|ít nhất|giảm|tăng|hằng năm|hàng năm|mỗi|mới|mỗi năm|lần|mấy|hoàn thành|xong|hạn"
    r"|thời hạn|chậm nhất|điều tra|đánh giá|căn cứ|cơ sở|pháp lý|văn bản|quy định|luật"
    r"|nghị định|kế hoạch|chương trình|đề án|dự án|tình hình|kết quả|hiệu quả|chất lượng"
    r"|người|dân|người dân|các|những|được|bị|có|không|là|và|của|để|với|như|thế|thế nào"
    r"|ra sao|về|còn|số|một|hai|toàn|địa bàn|địa phương|khu vực|vùng|nơi|thêm|ra|vào|lên"
    r"|xuống|đưa|mở|đúng|nhận|gửi|nộp|phải|cần|sẽ|đã|đang|agency|agencies|body|who|who pays?|leads?"
    r"|lead|leading|responsible|charge|coordinat\w*|manage\w*|organi[sz]\w*|implement\w*"
    r"|carry|carried|out|fund\w*|money|budget\w*|financ\w*|sources?|pays?|paid|come|comes"
    r"|coming|from|costs?|spend\w*|target\w*|goals?|aims?|share|percent\w*|percentage|rate"
    r"|number|many|much|how|what|when|where|which|year|years|by|date|deadline|plans?"
    r"|programme|program|work|works|measures?|tasks?|prevent\w*|prevention|reduce\w*"
    r"|increase\w*|develop\w*|improv\w*|support\w*|report\w*|legal|basis|province|city"
    r"|district|communes?|local|people|get|find|total|set|reach|done|take|takes|place"
    r"|provide\w*|ensure\w*|department"
)
#: A notion that tells less says nothing of a subject.
_TELLING = 0.4


@lru_cache(maxsize=256)  # asked of every plan
def subject(notions: tuple[Notion, ...], body: str | None = None) -> tuple[Notion, ...]:
    """The notions of a question that say what it is about; ``body``: whose work is asked for."""
    own = frozenset(words(fold_chars(body or "")))
    return tuple(
        notion
        for notion in notions
        if notion.weight >= _TELLING
        and not _WORKINGS.fullmatch(nfc(notion.said).lower())
        and not own.issuperset(words(fold_chars(notion.said)))
    )


def lacking(question: Question, missing: Collection[Notion]) -> float:
    """The share of a question's subject that is missing, in [0, 1], by weight; 0 without any."""
    about = subject(question.notions, question.subject)
    whole = sum(notion.weight for notion in about)
    return sum(n.weight for n in about if n in missing) / whole if whole else 0.0
