"""Three plans made up for comparing: two provinces with one model above them, and a later year.

Ninh Bình and Lào Cai copy some clauses word for word; Lào Cai's plan of the year after changes
figures, a date and who leads.
"""

from __future__ import annotations

from pathlib import Path

_HEAD = """ỦY BAN NHÂN DÂN
TỈNH {PLACE}
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Số: {number}/KH-UBND

*{place}, ngày 05 tháng 02 năm {year}*

**KẾ HOẠCH**

**Trồng cây xanh trong trường học trên địa bàn tỉnh {place} năm {year}**

Ủy ban nhân dân tỉnh {place} ban hành Kế hoạch trồng cây xanh năm {year} như sau:
"""

_TAIL = """
Nơi nhận:
- Lưu: VT.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Nguyễn Văn Thử
"""

_COPIED = (
    "Các trường vận động phụ huynh góp cây giống, chọn loài cây bản địa có tán rộng, không trồng "
    "cây có gai hoặc nhựa độc trong sân chơi của học sinh."
)

NINH_BINH = (
    _HEAD.format(PLACE="NINH BÌNH", place="Ninh Bình", number=21, year=2023)
    + f"""
**I. MỤC TIÊU**

1. Ít nhất 60% trường tiểu học trồng thêm cây bóng mát trong sân trường.
2. Mỗi huyện có 02 mô hình vườn ươm do học sinh chăm sóc.

**II. NHIỆM VỤ**

1. {_COPIED}
2. Tổ chức hội thi vẽ tranh về cây xanh cho học sinh trung học cơ sở.

**III. TỔ CHỨC THỰC HIỆN**

1. Sở Giáo dục và Đào tạo: Chủ trì hướng dẫn các trường lập danh mục cây cần trồng; báo cáo kết \
quả trước ngày 15/11/2023.
2. Sở Tài chính: Tham mưu bố trí kinh phí mua cây giống cho các trường vùng khó khăn.
3. Đề nghị Tỉnh đoàn: Huy động đoàn viên trồng cây trong Tháng Thanh niên.
"""
    + _TAIL
)

LAO_CAI = (
    _HEAD.format(PLACE="LÀO CAI", place="Lào Cai", number=34, year=2024)
    + f"""
**I. MỤC TIÊU**

1. Ít nhất 80% trường tiểu học trồng thêm cây bóng mát trong sân trường.

**II. NHIỆM VỤ**

1. {_COPIED}
2. Khảo sát đất trống quanh trường để mở rộng vườn trường ở các xã vùng cao.

**III. KINH PHÍ**

Kinh phí lấy từ nguồn sự nghiệp giáo dục và đóng góp tự nguyện.

**IV. TỔ CHỨC THỰC HIỆN**

1. Sở Tài chính: Tham mưu bố trí kinh phí mua cây giống cho các trường vùng khó khăn.
2. Sở Giáo dục và Đào tạo: Chủ trì hướng dẫn các trường lập danh mục cây cần trồng; báo cáo kết \
quả trước ngày 30/11/2024.
"""
    + _TAIL
)

LAO_CAI_LATER = (
    _HEAD.format(PLACE="LÀO CAI", place="Lào Cai", number=40, year=2025)
    + f"""
**I. MỤC TIÊU**

1. Ít nhất 95% trường tiểu học trồng thêm cây bóng mát trong sân trường.

**II. NHIỆM VỤ**

1. {_COPIED}

**III. TỔ CHỨC THỰC HIỆN**

1. Sở Nông nghiệp và Môi trường: Chủ trì hướng dẫn các trường lập danh mục cây cần trồng; báo cáo \
kết quả trước ngày 30/11/2025.
"""
    + _TAIL
)

FILES = {
    "ninh-binh-2023.md": NINH_BINH,
    "lao-cai-2024.md": LAO_CAI,
    "lao-cai-2025.md": LAO_CAI_LATER,
}
IDS = ("ninh-binh-2023", "lao-cai-2024", "lao-cai-2025")


def write(folder: Path) -> Path:
    """The plans as files of ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder
