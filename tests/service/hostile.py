"""Plans made to do harm: markup, formulas and what a terminal obeys, under names like them."""

from __future__ import annotations

from pathlib import Path

EVIL = "<script>alert('x')</script><img src=x onerror=alert(1)>"
#: What a terminal obeys: clear the screen, name the window, go back, write from right to left.
OBEYED = "\x1b[2J\x1b]0;\x07\x9b\x08\u202e"
FORMULA = '=HYPERLINK("http://evil.example","bấm")'
PLAN = f"""ỦY BAN NHÂN DÂN
TỈNH CÀ MAU

Số: 66/KH-UBND

Cà Mau, ngày 05 tháng 3 năm 2024

KẾ HOẠCH

Trồng cây {OBEYED} {EVIL} năm 2024

Căn cứ Luật Tổ chức chính quyền địa phương; Ủy ban nhân dân tỉnh Cà Mau ban hành Kế hoạch trồng cây
xanh trong trường học, giúp học sinh biết chăm sóc cây, thêm bóng mát cho sân trường, bảo đảm thiết
thực, tiết kiệm, không phô trương, có sự tham gia của thầy cô giáo, phụ huynh và đoàn thể như sau:

I. MỤC TIÊU {EVIL}

1. Ít nhất 70% {EVIL} trường học trồng cây "><svg/onload=alert(2)>.

{FORMULA} trường học trồng cây.

@SUM(1+1) trường học trồng cây, javascript:alert(3).

II. TỔ CHỨC THỰC HIỆN

1. Sở Giáo dục {OBEYED} và Đào tạo {EVIL}

a) {FORMULA}: chủ trì trồng cây {{{{7*7}}}} ${{7*7}} %s trong trường học trước ngày 15/12/2024.

2. Sở Tài chính bố trí 500 triệu đồng {EVIL} cho việc trồng cây.

3. Ủy ban nhân dân các xã, phường chỉ đạo các trường dành đất trồng cây, phân công người chăm sóc,
tổng hợp kết quả và báo cáo Ủy ban nhân dân tỉnh để theo dõi, chỉ đạo trong quá trình thực hiện.

Nơi nhận:
- {EVIL};

CHỦ TỊCH

Trần Thị Mận
"""
NAMES = (
    "<img src=x onerror=alert(1)>.txt",
    "=cmd|' calc'!A0.txt",
    "xuống\r\nSet-Cookie: a=1.txt",
    "a..%2f..%2fetc%2fpasswd.txt",
    '"; filename="khac.exe.txt',
)


def write(folder: Path) -> None:
    """The plan under each of the names, numbered, in a new folder."""
    folder.mkdir()
    for number, name in enumerate(NAMES):
        (folder / name).write_text(PLAN.replace("66/KH", f"{number + 1}/KH"), "utf-8")
