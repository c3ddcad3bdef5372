"""Three short plans made up for the tests, and what they say.

Hải Dương became part of Hải Phòng in 2025 and Thái Bình of Hưng Yên; Cà Mau kept its name.
"""

from __future__ import annotations

from pathlib import Path

HAI_DUONG = """
ỦY BAN NHÂN DÂN
TỈNH HẢI DƯƠNG
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Số: 1245/KH-UBND

*Hải Dương, ngày 12 tháng 5 năm 2023*

**KẾ HOẠCH**

**Giảm thiểu rác thải nhựa trên địa bàn tỉnh năm 2023**

Thực hiện Quyết định số 1316/QĐ-TTg ngày 22/7/2021 của Thủ tướng Chính phủ phê duyệt Đề án tăng \
cường công tác quản lý chất thải nhựa ở Việt Nam và ý kiến của Ban Thường vụ Tỉnh ủy, \
Ủy ban nhân dân tỉnh Hải Dương ban hành Kế hoạch giảm thiểu rác thải nhựa năm 2023 như sau:

**I. MỤC ĐÍCH, YÊU CẦU**

1. Mục đích: Nâng cao nhận thức của người dân về tác hại của túi ni lông khó phân hủy.
2. Yêu cầu: Các cấp, các ngành triển khai đồng bộ, tiết kiệm, không phô trương.

**II. CHỈ TIÊU**

1. Ít nhất 85% rác thải nhựa phát sinh tại các chợ được thu gom, tái chế.
2. 60% siêu thị không phát túi ni lông miễn phí cho khách hàng.
3. Xây dựng 12 mô hình phân loại rác tại nguồn ở khu dân cư.

**III. KINH PHÍ THỰC HIỆN**

Kinh phí thực hiện Kế hoạch lấy từ nguồn sự nghiệp môi trường trong dự toán ngân sách tỉnh năm \
2023; tổng kinh phí là 2.400.000.000 đồng.

**IV. TỔ CHỨC THỰC HIỆN**

1. Sở Tài nguyên và Môi trường
a) Chủ trì, phối hợp với Sở Công Thương kiểm tra việc thu gom rác thải nhựa tại các chợ, siêu thị.
b) Tổng hợp kết quả, báo cáo Ủy ban nhân dân tỉnh trước ngày 15/12/2023.

2. Sở Tài chính: Tham mưu bố trí kinh phí thực hiện Kế hoạch theo phân cấp ngân sách hiện hành.
3. Sở Giáo dục và Đào tạo: Đưa nội dung phân loại rác vào hoạt động ngoại khóa của các trường phổ \
thông, hoàn thành trong quý III năm 2023.
4. Đề nghị Hội Liên hiệp Phụ nữ tỉnh: Vận động hội viên dùng làn nhựa đi chợ thay cho túi ni lông.
5. Ủy ban nhân dân các huyện, thành phố, thị xã: Bố trí điểm tập kết rác thải nhựa ở từng xã, \
phường, thị trấn.

Trên đây là Kế hoạch giảm thiểu rác thải nhựa năm 2023, yêu cầu các đơn vị nghiêm túc thực hiện./.

Nơi nhận:
- Bộ Tài nguyên và Môi trường;
- Lưu: VT.

TM. ỦY BAN NHÂN DÂN
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH

Trần Văn Mẫu
"""

CA_MAU = """
ỦY BAN NHÂN DÂN
TỈNH CÀ MAU
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Số: 77/KH-UBND

*Cà Mau, ngày 03 tháng 4 năm 2024*

**KẾ HOẠCH**

**Quản lý rác thải nhựa trong ngành thủy sản năm 2024**

Thực hiện Chỉ thị số 33/CT-TTg ngày 20/8/2020 của Thủ tướng Chính phủ, Ủy ban nhân dân tỉnh Cà Mau \
ban hành Kế hoạch quản lý rác thải nhựa trong ngành thủy sản năm 2024 như sau:

**I. MỤC TIÊU**

1. 70% tàu cá mang rác thải nhựa về bờ sau mỗi chuyến biển.
2. Thu gom 40 tấn lưới cũ mỗi năm.

**II. NHIỆM VỤ**

1. Tuyên truyền cho ngư dân về tác hại của rác thải nhựa đối với rừng ngập mặn.
2. Lắp thùng chứa rác tại 08 cảng cá trước ngày 30/9/2024.

**III. TỔ CHỨC THỰC HIỆN**

1. Sở Nông nghiệp và Phát triển nông thôn: Chủ trì, phối hợp với Bộ đội Biên phòng tỉnh kiểm tra \
tàu cá mang rác thải nhựa về bờ.
2. Bộ đội Biên phòng tỉnh: Phối hợp với Sở Nông nghiệp và Phát triển nông thôn tuyên truyền cho \
ngư dân tại các cửa biển.

3. Sở Khoa học và Công nghệ: Nghiên cứu vật liệu thay thế phao xốp trong nuôi trồng thủy sản.

Trong quá trình thực hiện nếu có vướng mắc, các đơn vị phản ánh về Sở Nông nghiệp và Phát triển \
nông thôn để tổng hợp./.

Nơi nhận:
- Lưu: VT.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Lê Thị Thử

**PHỤ LỤC**

DANH MỤC NHIỆM VỤ NĂM 2024

| TT | Nhiệm vụ | Cơ quan chủ trì | Thời gian | Kinh phí |
|---|---|---|---|---|
| 1 | Vớt rác nổi trên sông Gành Hào | Công ty Môi trường đô thị | Tháng 6/2024 | 350 triệu đồng |
| 2 | Trồng bổ sung rừng ngập mặn | Chi cục Kiểm lâm | Tháng 10/2024 | 1.250 triệu đồng |
"""

DONG_HUNG = """
ỦY BAN NHÂN DÂN
HUYỆN ĐÔNG HƯNG
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Số: 52/KH-UBND

*Đông Hưng, ngày 10 tháng 01 năm 2022*

**KẾ HOẠCH**

**Tiêm phòng bệnh dại cho đàn chó, mèo trên địa bàn huyện năm 2022**

Căn cứ Quyết định số 2151/QĐ-TTg ngày 21/12/2021 của Thủ tướng Chính phủ; Ủy ban nhân dân huyện \
Đông Hưng, tỉnh Thái Bình xây dựng Kế hoạch tiêm phòng bệnh dại năm 2022 như sau:

**I. CHỈ TIÊU**

1. Trên 75% đàn chó, mèo được tiêm phòng bệnh dại.

**II. TỔ CHỨC THỰC HIỆN**

1. Phòng Nông nghiệp và Phát triển nông thôn: Chủ trì, phối hợp với Trung tâm Y tế huyện tổ chức \
tiêm phòng bệnh dại cho đàn chó, mèo.
2. Trung tâm Y tế huyện: Dự trữ vắc xin và huyết thanh kháng dại cho người bị chó cắn.

3. Công an huyện: Phối hợp bắt giữ chó thả rông.
4. UBND các xã, thị trấn: Lập danh sách hộ nuôi chó, mèo xong trước ngày 28/02/2022.

Nơi nhận:
- Lưu: VT.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Phạm Văn Ví
"""

FILES = {
    "hai-duong-2023.md": HAI_DUONG,
    "ca-mau-2024.md": CA_MAU,
    "dong-hung-2022.md": DONG_HUNG,
}

#: A fourth one, which is sent to a service.
SENT = "\n".join(
    [
        "UBND TỈNH CAO BẰNG",
        "KẾ HOẠCH",
        "Phòng cháy rừng năm 2025",
        "I. TỔ CHỨC THỰC HIỆN",
        "1. Chi cục Kiểm lâm chủ trì tuần tra các khu rừng trước ngày 30/4/2025.",
        "2. Sở Tài chính bố trí kinh phí cho công tác phòng cháy rừng của tỉnh.",
    ]
)


def write(folder: Path) -> Path:
    """The plans as files of ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in FILES.items():
        (folder / name).write_text(text.lstrip(), encoding="utf-8")
    return folder
