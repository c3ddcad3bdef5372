"""Made-up plans in the style of real ones, and short ways from text to blocks and clauses."""

from __future__ import annotations

from pathlib import Path

from indexer import paragraphs, readers, segment
from indexer.analyse import analyse
from indexer.documents import Clause, Document
from indexer.paragraphs import Block
from indexer.readers import markdown, text

HEADER = """\
ỦY BAN NHÂN DÂN
TỈNH LÀO CAI

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Số: 77/KH-UBND

Lào Cai, ngày 05 tháng 3 năm 2024

KẾ HOẠCH

Trồng cây xanh trong trường học năm 2024

Căn cứ Quyết định số 12/QĐ-TTg ngày 03/01/2024 của Thủ tướng Chính phủ về trồng cây xanh;

Ủy ban nhân dân tỉnh Lào Cai ban hành Kế hoạch trồng cây xanh như sau:
"""

BODY = """\
I. MỤC ĐÍCH, YÊU CẦU

1. Mục đích: Thêm bóng mát cho sân trường, giúp học sinh biết chăm sóc cây.

2. Yêu cầu

- Việc trồng cây phải thiết thực, tiết kiệm.

- Cây giống phải rõ nguồn gốc.

II. CHỈ TIÊU

1. Ít nhất 70% trường học trồng thêm cây bóng mát; phấn đấu 90% lớp học có cây xanh.

III. TỔ CHỨC THỰC HIỆN

1. Sở Giáo dục và Đào tạo

a) Chủ trì, phối hợp với Sở Tài chính lập danh sách trường học trồng cây.

đ) Tổng hợp, báo cáo Ủy ban nhân dân tỉnh trước ngày 15/12.

2. Sở Tài chính bố trí kinh phí từ nguồn ngân sách tỉnh, khoảng 500 triệu đồng.

3. Đề nghị Tỉnh đoàn

Vận động đoàn viên tham gia trồng và chăm sóc cây.

4. Ủy ban nhân dân các huyện, thị xã, thành phố

- Chỉ đạo các xã, phường dành đất trồng cây.

Trên đây là Kế hoạch trồng cây xanh trong trường học năm 2024./.
"""

BACK = """\
Nơi nhận:
- Như trên;
- Lưu: VT, VX.

TM. ỦY BAN NHÂN DÂN
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH

Trần Thị Mận
"""

PLAN = f"{HEADER}\n{BODY}\n{BACK}"

DECISION = """\
ỦY BAN NHÂN DÂN
TỈNH LÀO CAI

Số: 88/QĐ-UBND

Lào Cai, ngày 09 tháng 4 năm 2024

QUYẾT ĐỊNH

Về việc ban hành Kế hoạch trồng cây xanh

Căn cứ Luật Tổ chức chính quyền địa phương;

QUYẾT ĐỊNH:

Điều 1. Ban hành kèm theo Quyết định này Kế hoạch trồng cây xanh.

Điều 2. Quyết định có hiệu lực từ ngày ký.

Nơi nhận:
- Như Điều 2;

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Lê Văn Mơ

KẾ HOẠCH

Trồng cây xanh giai đoạn 2024 - 2026

(Kèm theo Quyết định số 88/QĐ-UBND ngày 09/4/2024)

I. MỤC TIÊU

1. Trồng cây ở mọi trường học.

II. TỔ CHỨC THỰC HIỆN

1. Sở Giáo dục và Đào tạo chủ trì thực hiện Kế hoạch này.
"""


def blocks(source: str) -> list[Block]:
    """The paragraphs of a plain text."""
    return paragraphs.blocks(text.read(source).lines)


def blocks_md(source: str) -> list[Block]:
    """The paragraphs of a Markdown text."""
    return paragraphs.blocks(markdown.read(source).lines)


def tree(source: str, read: object = None) -> dict[str, str]:
    """The plan's clauses: own text by path, in reading order."""
    found = blocks_md(source) if read is markdown else blocks(source)
    canonical, _ = segment.canonical(found)
    return {
        c.path: canonical[c.start : c.own_end]
        for c in segment.segment(found)
        if c.part not in ("front", "back")
    }


def clauses(source: str) -> list[Clause]:
    """The clauses of a plain text, without facts."""
    return segment.segment(blocks(source))


def document(folder: Path, source: str | bytes, name: str = "ke-hoach.txt") -> Document:
    """``source`` written to a file and analysed whole."""
    path = folder / name
    path.write_bytes(source.encode() if isinstance(source, str) else source)
    return analyse(path, path.stem, name)


def reading(folder: Path, source: str | bytes, name: str = "ke-hoach.txt") -> readers.Reading:
    """``source`` written to a file and read."""
    path = folder / name
    path.write_bytes(source.encode() if isinstance(source, str) else source)
    return readers.read(path)
