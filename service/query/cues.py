"""Vietnamese words that tell what kind of answer a question wants, administrative and everyday.

Patterns are over folded text; ``service.query.intents`` reads them. English: ``cues_en``.
"""

from __future__ import annotations

import re

from indexer import kinds
from service.answers import Intent

#: A price or a rate of pay: what is asked of it is an amount, with or without "bao nhiêu".
PRICED = (
    r"(?<!danh )(?<!hang )\bmuc (?:phi|phat|qua|tien|luong|ho tro|thuong|tro cap|phu cap"
    r"|boi duong|boi thuong|dong|vay|gia|chi(?=.*\b(?:cho|cua|moi|mot)\b))\b"
    r"|(?<!danh )(?<!hang )\b(?:tong )?muc (?:dau|   ) tu\b"  # "đầu" is blanked, lest it be "đâu"
    r"|(?<!quoc )(?<!tham )(?<!chuyen )(?<!tro )(?<!danh )\bgia (?:ve|cuoc|tran|san|dat|nao)\b"
    r"|\bthu lao\b(?! dong)|^(?:xin hoi )?phi (?:thu|bao|ve|cap|tham)\b|\bso tien\b|^han muc vay\b"
    r"|\bdon gia\b|\b(?:le|hoc|vien) phi\b|^phi (?!giay|loi|vat|chinh|thue)|^(?:phu|tro) cap\b"
    r"|\btien (?:cong|luong|boi duong|thuong|tro cap|phu cap)\b"
)
_KINDS = "|".join(kinds.CODES)
_SUM = r"(?:(?:du toan|nguon|muc|so) )?(?:kinh phi|von|tien|chi phi)\b"
#: An amount of money asked for, by its unit; hours.
SUM_VI = (
    r"\b(?:bao nhieu|may|(?<=phat )nhieu|(?<=het )nhieu) (?:tien\b"
    r"|dong\b(?! (?:bao|chi|ruong|muoi|co|usd)\b)"
    r"|(?:ty(?! le)|trieu)\b(?! (?:usd|do|tan|ta|kg|khoi|m[23]?|ha|nguoi|luot|khach|con|cay|hoc|lao"
    r"|san|kwh|lieu|hop)\b)"
    r"|(?:tram |chuc )?(?:nghin|ngan)(?=[\s?.!]*$| (?:dong|mot|cho)\b))"
)
HOURS_VI = r"tieng(?! (?:anh|viet|noi|dan))"
#: A total of money: an amount is asked for, with or without "bao nhiêu".
TOTAL = rf"\btong {_SUM}"
#: Who, when or what is asked for on some basis: "Căn cứ tình hình thực tế, ai điều chỉnh?"
_ON_BASIS = (
    r"\b(?:ai|khi nao|bao gio|lam gi|bao nhieu"
    r"|(?:co quan|don vi|so|nganh|phong|cap|bo|dia phuong) nao)\b"
)
#: Who signed is asked for, folded.
SIGNED_VI = (
    r"\b(?:ai|(?:nguoi|ong|ba|vi|dong chi|lanh dao|thu truong|bo truong|giam doc"
    r"|(?:pho )?(?:chu tich|thu tuong|giam doc|bo truong|cuc truong|chanh van phong))"
    r"(?: [\w,]+){0,5}? nao)"
    r" (?:(?:da|la nguoi|dung ten|thay mat|thay)(?: \w+){0,4}? )?(?:ky|dat but|ha but)\b"
    r"(?! (?:ket|hop dong|cam ket|quy|thoa thuan|vong|(?:quyet dinh )?(?:bo|mien) nhiem"
    r"|duyet (?:danh sach|ho so|don))\b)"
    r"|\bnguoi (?:dat but )?ky\b|^nguoi da ky\b(?! (?:ket|hop dong|cam ket|don|quy)\b)"
    r"|\bky ten chu tich nao\b|\bchu ky (?:cuoi|duoi|tren|o) .*\b(?:ai|nguoi nao)\b"
    r"|\bdo (?:ai|\w+(?: \w+){0,3} nao) (?:dat but|ha but|ky)\b"
    r"|\b(?:mang|la) chu ky (?:cua )?(?:\w+ ){0,4}(?:ai|nao)\b"
    r"|\bdung ten (?:\w+ ){0,4}(?:ai|nao)\b"
    r"|\bky (?:ke hoach|quyet dinh|van ban|cong dien|chi thi)\b.*\bten (?:la )?gi\b"
)
#: To whom a document itself went: "Kế hoạch … được gửi lên sở nào?", "nơi nhận kế hoạch".
_PAPERS = "ke hoach|quyet dinh|van ban|cong van|chi thi|to trinh|thong tu"
RECEIVED_VI = (
    rf"^noi nhan(?: cua)? (?:{_PAPERS})\b"
    rf"|^(?:{_PAPERS})\b.*\b(?:duoc|da) gui (?:len|den|toi|ve|cho)(?: (?:nhung|cac))?"
    r" (?:dau|ai|(?:noi|so|co quan|don vi|bo|ban|nganh|cap)\b[\w ,]{0,16}?\bnao)\b"
)
#: "Tiền … bao nhiêu?" asks for an amount, "vốn … cộng bao nhiêu điểm" does not.
_OF_THINGS = (
    r"(?! ?%)(?! (?:ngay|gio|tuan|thang|lan|nguoi|phan tram|ho|doanh nghiep|lao dong|suat|du an"
    r"|diem|hanh vi|xa|phuong|truong|hoc sinh|can bo|co so|mo hinh|lop|buoi|hoi nghi|don vi"
    r"|cong trinh|san pham|khoan|dot|tinh|co quan|noi|can|chiec|con|cay|ha|km|m2|nhiem vu"
    r"|chi tieu)\b)"
)
#: What names its subject: a signature, a legal basis, money. It wins over any other question word.
NAMED_VI: tuple[tuple[Intent, str], ...] = (
    (
        "legal",
        r"\b(?:theo|can cu|dua vao|bam|chieu) (?:\w+ ){1,4}so (?:may|nao|bao nhieu)\b"
        rf"|\b(?:thuc hien|trien khai|thi hanh|cu the hoa) (?:{_PAPERS}) so (?:may|bao nhieu)\b"
        rf"|\btheo (?:dieu|luat|nghi dinh|nghi quyet|{_PAPERS})(?: tinh| trung uong)? nao\b"
        r"|\b(?:to trinh|cong van|ket luan|chi thi|thong tu|nghi dinh) so (?:may|bao nhieu)\b"
        r"|\bdieu(?: khoan)? (?:nao|may)(?: (?:cua|trong|thuoc))? (?:bo luat|luat|nghi|thong tu)"
        r"|\bquy dinh (?:o|tai|trong) (?:dau|luat nao|van ban)"
        r"|\b(?:nghi dinh|nghi quyet|thong tu|luat) bao nhieu\b"
        r"|\bquy chuan(?: ky thuat)? nao\b(?! (?:se |can )?duoc)"
        r"|^(?:van ban|ten luat|luat nao|nghi dinh nao) (?:phap quy|quy dinh|dieu chinh)\b"
        r"(?!.*\b(?:ai|ngay nao|truoc ngay|gom|nhung)\b)",
    ),
    (
        "metadata",
        rf"{SIGNED_VI}|{RECEIVED_VI}|so hieu|mang so|so may\b"
        r"|\bso (?:va )?ky hieu (?:day du )?cua\b"
        rf"|\bso va ngay\b|^so,? ngay (?:ban hanh|ky|{_PAPERS}|nghi quyet)\b"
        rf"|^(?:ky hieu|so) cua (?:cai |ban )?(?:{_KINDS}|giay moi)\b(?!.*\b(?:the nao|o dau)\b)"
        rf"|\bma so,? ky hieu cua (?:{_KINDS}|van ban)\b"
        rf"|^(?:[\w ]+ )?(?:{_KINDS}|van ban|de an)\b.*(?<!phai )(?<!dien )\b"
        r"(?:ra|ky|(?:ban|phat) hanh|phat di)(?: vao)?"
        r" (?:(?:ngay|hom|thang|nam)(?: thang| nam)? nao|ngay bao nhieu"
        r"|thang nam nao)\b"
        rf"|^hom nao (?:ra|ban hanh|ky)\b(?! (?:cam ket|ket|hop dong|quan)\b).*\b(?:{_KINDS})\b"
        r"|\bngay thang(?: nam)? ky\b"
        rf"|\b(?:{_KINDS}|tai lieu|ban ke hoach)\b.*\b(?:duoc )?(?:ban hanh|phat hanh|ky) boi"
        r" (?:nhung )?(?:ai|(?:co quan|don vi|so|bo) nao)\b"
        r"|\bnay do (?:\w+ ){1,4}nao (?:ban hanh|phat hanh)\b"
        r"|\b(?:bo|so|co quan|uy ban|van phong|don vi) nao da (?:ban hanh|phat hanh)\b"
        r"|^co quan ban hanh\b|\bnay so bao nhieu\b(?=[\s?.!]*$| vay)|^ky duoi\b"
        rf"|^(?:{_KINDS}|van ban|giay)\b.*\bde ngay (?:may|nao|bao nhieu)\b"
        r"|(?<!dien )(?<!phai )\b(?:ky|ra|ban hanh)(?: tu| vao)? (?:(?:khi|ngay|hom|luc|thang) nao"
        r"|bao gio|ngay may)\b"
        r"|\bban hanh vao ngay|\bngay (?:ban hanh|ky)\b|\bai (?:da )?ra (?:ke hoach|quyet dinh)\b"
        r"|(?<!phai )\b(?:ra|ban hanh|ky|(?:phe )?duyet|thong qua) (?:ke hoach|quyet dinh|van ban"
        r"|de an|chuong trinh|nghi quyet|quy che|quy dinh|phuong an)(?: nay)?(?: vao)?"
        r"(?: \w+){0,8}? (?:(?:ngay|hom|luc|thang) nao|khi nao|bao gio|ngay may)\b"
        r"|\b(?:ke hoach|quyet dinh|van ban)\b.*\bso (?:la )?bao nhieu\b[\s?.!]*$"
        r"|^so (?:cua )?(?:quyet dinh|van ban|thong tu|cong van|nghi quyet|chi thi|cong dien)\b"
        rf"|^(?:{_KINDS})(?: so)? \d\S*(?: cua [\w ]+?)?"
        r"(?: la)? (?:ngay|thang|nam) (?:nao|may|bao nhieu)\b[\s?.!]*$"
        r"|co quan nao ban hanh|\bai ban hanh|^so (?:kh|ke hoach)\b(?!&)|^\d+/\S*kh-|\bky vao ngay",
    ),
    (
        "legal",
        rf".\bcan cu\b.*\b(?:nao|gi)\b|^(?:nhung |cac )?can cu\b(?!.*{_ON_BASIS})"
        r"|\b(?:can cu|co so) phap ly\b"
        r"|\bdua (?:tren|vao)\b.*\b(?:van ban|quyet dinh|nghi quyet|chi thi|luat|ke hoach nao)\b"
        r"|\b(?:can cu|dua) vao dau\b(?! (?:nam|thang|quy|tuan))"
        r"|ke hoach (?:\w+ ){0,4}?nao .*(?:quyet dinh|nghi quyet|nghi dinh|chi thi|thong tu|luat"
        r"|chuong trinh|ket luan|\d+/)"
        r"|van ban (?:nao|phap ly|(?:quy pham )?phap luat nao|quy pham nao)"
        r"|\bvan ban lam (?:co so|can cu)\b"
        r"|(?:quyet dinh|nghi quyet|nghi dinh|thong tu|chi thi|luat|ket luan|phap lenh|to trinh)"
        r"(?: lien (?:tich|nganh|bo))?(?: cu| moi| truoc day)? (?:nao|so may|gi)\b"
        r"|^(?:(?:quyet dinh|nghi quyet|nghi dinh|thong tu|chi thi|cong van)(?: so)? )?\d+\S*/\S+$"
        r"|thay (?:the )?cho (?:quyet dinh|quy che|van ban)",
    ),
    (
        "funding",
        r"\b(?:kinh phi|tien|ngan sach|von)\b.*\b(?:(?:(?:tu|do) dau|nguon nao|o dau|dau ra)\b"
        rf"|lay (?:tu|dau)\b|bao nhieu\b{_OF_THINGS})|nguon kinh phi"
        rf"|\b(?:tien|von|kinh phi) (?:cua )?ai\b|\btien nao\b|\b{SUM_VI}"
        rf"|{TOTAL}"
        r"|\bai (?:chi|tra|bo|cap|xuat) (?:tien|von|kinh phi)\b|\bton bao nhieu\b(?! nguoi)"
        r"|\bhet (?:tong cong )?bao nhieu[\s?.!]*$"
        r"|\b(?:tien|von|kinh phi) gi\b|\btien (?:o )?dau\b"
        r"|^(?!.*\bai\b)(?!.* (?:nao|phan tram)\b).*\bdu toan\b"
        r"|chi phi\b.*\b(?:bao nhieu|la gi)|\bchi bao nhieu|\bnguon tien\b"
        r"|\b(?:lay|trich|tu|o|bang) von nao\b|^nguon luc tai chinh\b"
        r"|\bnguon nao (?:de |ma )?(?:tra(?! cuu)|chi|mua|sam|trang trai)\b"
        r"|\bngan sach (?:cap )?nao\b|\bdo ngan sach hay\b",
    ),
)
_SPAN_VI = r"(?:ngay|tuan|thang|quy|nam)\b(?! ?\d)"
TIMES_VI = r"(?<!tang )(?<!gap )(?:bao nhieu|may) (?:lan|dot|ky|buoi|cuoc)\b"
#: What asks how often: a time, whatever figure tells it (``intents`` looks for it first).
OFTEN_VI = (
    r"\b(?:may|bao nhieu) (?:ngay|tuan|thang|nam)\b.{0,40}\bmot lan\b"
    r"|\btan suat\b(?! (?:\d|mua|lu|chong))|\bbao lau\b.*\blan\b"
    rf"|{TIMES_VI} ?(?:/ ?|moi |trong )(?:mot |0?1 )?{_SPAN_VI}|{TIMES_VI} (?:mot|0?1) {_SPAN_VI}"
    rf"|(?<!quy )(?<!thang )(?<!nam )(?<!ngay )\b(?:moi|mot|hang) {_SPAN_VI}"
    rf"(?! (?:tin dung|trinh|may)\b).{{0,120}}\b{TIMES_VI}"
)
#: Years that something lasts: "trong mấy năm", "sau bao nhiêu năm", not "mấy năm tuổi".
_YEARS_LONG = r"nam\b(?=[\s?.!]*$| (?:thi|moi|phai|sau|mot lan)\b)"
#: Words that ask; the first of them in the question says what is wanted most.
ASKED_VI: tuple[tuple[Intent, str], ...] = (
    (
        "target",
        r"(?<!\bngay )bao nhieu"
        r"(?! (?:ngay|gio|tieng|tuan|thang|thoi gian|ke hoach|van ban|dia phuong|tinh)\b)"
        rf"(?! {_YEARS_LONG})"
        r"|(?<!ngay )(?<!so )(?<!thang )(?<!nam )(?<!quy )\bmay\b"
        rf"(?! (?:ngay|gio|tieng|tuan|thang)\b)(?! {_YEARS_LONG})"
        r"|(?<!\d )(?<!muoi )(?<!mot )(?<!tram )(?<!lam )phan tram"
        r"|^%|(?<![\d ])%(?=\s|$)|(?<!\d) %(?=\s|$)",
    ),
    (
        "deadline",
        r"khi nao|bao gio|(?<!rong )(?<!lon )(?<!cao )chung nao"
        r"|\bhan\b.*\bngay nao|ngay nao|ngay may|quy nao|thang nao|nam nao"
        r"|\b(?<!\bso )ngay bao nhieu\b|\b(?:thang|quy|tuan) may\b|\bxong (?:truoc|vao)"
        rf"|(?:may|bao nhieu) (?:(?:ngay|gio|tuan|thang|thoi gian|{HOURS_VI})\b|{_YEARS_LONG})"
        r"|(?:hom|gio|tuan|moc|dot|(?<!nam trong )khoang|thoi (?:diem|gian)|giai doan) nao"
        r"|bao cao\b.*\bmay lan|dinh ky bao lau|bao lau|luc nao",
    ),
    (
        "agency",
        r"(?<!khong )(?<!khong co )(?<!chang )(?<!chang co )\bai\b"
        r"|(?:co quan|don vi|so|(?<!\bvan )(?<!\bdia )ban|nganh|phong|to chuc"
        r"|cuc|bo|luc luong|uy ban|cap"
        r"|(?<!mang xa )hoi"
        r"|doan the|ben|phia|trung tam|vien|cong ty|tap doan|(?<=do )hoi dong|chi cuc) nao\b"
        r"|\bnguoi nao (?:o \w+ )?(?:dung ra|phu trach|phe duyet|xet duyet|quyet dinh|lap)\b"
        r"|\bnguoi giu chuc vu gi\b|\blanh dao nao\b(?! (?:phai|duoc|bi)\b)"
        r"|\bong nao (?:lam|phu trach|chi dao)\b"
        r"|nhung ai|\bdo dau\b|ve dau|\bcho dau\b"
        r"|\b(?:ve|cho|den|toi|qua) (?:nhung |cac )?(?:noi|van phong) nao"
        r"|\bnoi nao (?:tiep )?(?:nhan|phu trach|chiu trach nhiem)\b"
        r"|duoc (?:giao|de nghi) (?:lam )?gi|nhiem vu gi",
    ),
)
#: "Số hội nghị" asks how many; what has a number, is of numbers ("số liệu") or is money does not.
NUMBER_OF = re.compile(
    r"^\W*(?:tổng )?số(?: lượng)?(?= (?!(?:liệu|hóa|hoá|hiệu|và|máy|điện thoại|đường dây|tổng đài"
    r"|tiền|vốn|kinh phí|chi phí|ngân sách"
    rf"|ngày (?:ban hành|ký|văn bản)|{'|'.join(kind.name.lower() for kind in kinds.KINDS)})\b)"
    r"(?P<noun>[^\W\d_]{2,})(?!/))",
    re.IGNORECASE,
)
#: What is measured, at either end of a few words: "công suất trạm bơm".
QUANTITY = r"cong suat|luu luong|dien tich|toc do|dung tich|san luong|kim ngach"
#: Words that only suggest what is wanted, where none asks.
HINTED_VI: tuple[tuple[Intent, str], ...] = (
    (
        "target",
        r"\bty le\b|\bti le\b|chi tieu"
        r"|(?<!chien luoc )(?<!chuyen doi )(?<!kinh te )(?<!xa hoi )(?<!cong nghe )"
        r"\bso (?:luong|hoi nghi|lop|diem|du an|bo)\b"
        rf"|(?:^|: )(?:{QUANTITY})\b|\b(?:{QUANTITY})[\s?.!]*$"
        r"|^(?:(?:do|chieu) (?:rong|dai|cao|sau|day)|quy mo|mat do|khoang cach|nang suat"
        r"|dinh muc)\b"
        r"(?!.*\b(?:the nao|gi|nao)\b)"
        r"|^han muc (?!vay|tin dung)",
    ),
    (
        "deadline",
        r"\bhan (?:gui|nop|bao cao|chot|cuoi|ho so)|cham nhat|muon nhat"
        r"|^han\b(?! (?:muc|che|han|man)\b)|thoi han"
        r"|^(?:lich\b(?! su| van)|thoi diem\b)(?!.*\b(?:gi|nhung)\b)"
        r"|\b(?:thoi diem|thoi gian|hoan thanh|quy)$"
        r"|truoc (?:(?:het |cuoi )?(?:ngay|thang|quy|nam)\b|\d)|moc thoi gian|\bhan$"
        r"|^thoi gian\b|\btien do$|^ngay\b"
        r"|\b(?:ngay|thang|quy|nam|gio) (?:bat dau|ket thuc|khoi dau|khai mac|cuoi|som nhat)\b",
    ),
    (
        "agency",
        r"chu tri|phu trach|dau moi|chiu trach nhiem|^(?:pho )?truong (?:doan\b(?! the)|tieu ban\b)"
        r"|^(?:ten )?(?:co quan|don vi|nguoi|noi) (?:co tham quyen|phoi hop|duoc giao|thuong truc"
        r"|tham muu|chuyen mon|tiep nhan|quan ly|phe duyet|tham dinh|giai quyet)\b"
        r"(?!.*\b(?:gi|the nao|ra sao)\b)"
        r"|ke hoach nao (?:giao|phan cong|de nghi|yeu cau)",
    ),
    (
        "funding",
        r"^(?:nguon )?(?:kinh phi|von|tien(?! (?:do|si|hanh|ich|dau)\b))\b"
        rf"|(?:{PRICED})(?!.*\b(?:the nao|ra sao|gi|phuong phap)\b)",
    ),
)
ASKING = re.compile(
    r"(?:nhung |cac )?(?:co quan|don vi|luc luong|to chuc|dia phuong|van ban|so|ban|nganh|phong"
    r"|cuc|bo|hoi|noi|tinh|xa|nguoi|cap)(?:,? (?:tinh|thanh|nganh|don vi|xa|phuong))? (?:nao|gi)\b"
    r"|\b(?:giup|tham muu)(?: cho)? (?:ubnd|uy ban nhan dan)(?: (?:tinh|thanh pho|huyen|xa))?\b"
    r"|\b(?:nhu the nao|the nao|ra sao|bao nhieu(?: phan tram| tien| nguoi| diem| ty dong)?"
    r"|bao gio|bao lau|chung nao|khi nao|luc nao|ngay nao|ngay may|quy nao|thang nao|nam nao"
    rf"|tong(?= {_SUM})"
    r"|va (?:xong|(?:den )?(?:khi nao|bao gio)(?: thi)? xong)"
    r"|va (?:nguon )?(?:kinh phi|von)(?= (?:la |het |duoc )?(?:lay|tu|o dau|nguon|bao nhieu))"
    r"|(?:lay )?(?:tu )?nguon nao|(?:lay )?tu dau|o dau|ve dau|cung ai|nhung ai|do ai|cho ai|la ai"
    r"|lam gi|la gi|nhung gi|vi sao|tai sao|chiu trach nhiem|phu trach|cham nhat|muon nhat"
    r"|(?:hom|tuan|moc|khoang|thoi (?:diem|gian)|giai doan) nao|dien ra|roi vao|keo (?:dai|tu|den)"
    r"|dung mui chiu sao|cam trich|dung ra|viec cua ai|lo (?:chuyen|viec)|lo(?=[\s?.!]*$)"
    r"|(?:duoc )?cap von|(?:tieu|lay|bang) tien|lay dau ra|tien (?:ai|nao)"
    r"|duoc (?:giao|phan cong|de nghi)(?: nhiem vu)?|lam dau moi|phai xong|hoan thanh|la bao"
    r"|truoc ngay|trong ke hoach|ke hoach nao|may(?: phan tram| diem| phan| lan| dot| ngay)?"
    r"|ty le|ti le|phan tram)\b"
)
