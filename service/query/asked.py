"""What the words of a question ask for: a share, money, a number, a kind of document."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from indexer import kinds, reference
from indexer.text import fold_chars, words
from service.query.cues import NUMBER_OF, PRICED, QUANTITY, RECEIVED_VI, SIGNED_VI, SUM_VI, TOTAL
from service.query.cues_en import (
    BUDGET,
    PRICED_EN,
    RECEIVED_EN,
    SIGNED_EN,
    SIZE_EN,
    SPENT,
    WEIGHT_EN,
)
from service.query.measures import unit_of
from service.query.translate import entry

_SHARE = re.compile(r"phan tram|%|\bty le\b|\bti le\b|percent|\bshare\b|\brate\b")
#: "Hỏng trên 70% thì được hỗ trợ bao nhiêu?" asks for no share.
_GIVEN_SHARE = re.compile(r"(?<=\d)(?:%| (?:%|phan tram))")
_AMOUNT = re.compile(r"\b(?:bao nhieu|muc nao|may)\b|^muc\b")
_HOW_MUCH = re.compile(
    r"bao nhieu|\bmay (?:met|khoi|hec|m[23³²]|tien|dong|ty(?! le)|trieu|nghin)\b"
    rf"|tong|how (?:much|many)\b|{SIZE_EN}|{WEIGHT_EN}|\bcost|billion|{BUDGET}"
)
_PRICED = re.compile(rf"{PRICED}|{PRICED_EN}")
_QUANTITY = re.compile(rf"(?:^|: )(?:{QUANTITY})\b|\b(?:{QUANTITY})[\s?.!]*$")
#: Where money comes from is no question of how much.
_WHENCE = re.compile(r"\b(?:tu|lay|o) dau|dau ra|nguon nao|tien (?:ai|nao)\b|come from|who pays")
#: "Lương", not "dung lượng" or "khối lượng".
_WAGE = (
    r"(?<!dung )(?<!chat )(?<!so )(?<!khoi )(?<!nang )(?<!luu )(?<!san )(?<!trong )(?<!luc )"
    r"(?<!thoi )(?<!tru )\bluong"
)
_MONEY = re.compile(
    rf"{SUM_VI}|{TOTAL}"
    r"|chi phi|muc chi\b|\bfine\b"
    rf"|(?:tro cap|phu cap|{_WAGE}|gia)\b.*\bbao nhieu\s*(?:mot \w+|moi \w+)?[\s?.!]*$"
    r"|\bphat (?:bao nhieu|may)(?=[\s?.!]*$| (?:tien|dong|tram|trieu|nghin|ngan)\b)"
    r"|(?<!tham )(?<!quoc )\bgia bao nhieu\b"
    r"|\b(?:duoc|phai) (?:tra|thuong|boi thuong|linh|lanh|dong)\b.*\bbao nhieu"
    r"\s*(?:mot \w+|moi \w+)?[\s?.!]*$|\bthue\b.*\bdong bao nhieu\b"
    r"|\bho tro\b.*\b(?:muc nao|moi \w+(?: \w+)? bao nhieu[\s?.!]*$)"
    rf"|how much (?:money|does|{SPENT})|\bcost|billion|{PRICED}|{PRICED_EN}|{BUDGET}"
)
#: Not one that the question gives: "Kế hoạch số 617".
_NUMBER = re.compile(r"\bso\b(?! \d)|number(?! \d)|so hieu|^\d+/")
_ISSUER = re.compile(
    r"(?:co quan|don vi|uy ban|cap) nao (?:da )?ban hanh|\bai (?:da )?ban hanh"
    r"|do (?:ai|co quan nao) ban hanh"
    r"|(?:which|what) (?:[\w-]+ )?(?:body|agency|committee) (?:has )?issued|who issued"
)
_SIGNER = re.compile(rf"{SIGNED_VI}|{SIGNED_EN}")
_RECIPIENTS = re.compile(rf"{RECEIVED_VI}|{RECEIVED_EN}")
#: What is counted, as written: the word after "bao nhiêu" or "mấy"; "trạm 5G hiện có … bao nhiêu".
_COUNTED = re.compile(
    r"\b(?:bao nhiêu|mấy)\s+(?!(?:học|lệ|viện|kinh|chi) phí\b)(?P<noun>[^\W\d_]+)(?!\w)"
    r"|(?P<held>[^\W\d_]+)(?: \w*\d\w*)?(?: (?:ở|tại|trong|trên|thuộc|của) .*?)? hiện có\b.*"
    r"\bbao nhiêu"
)
_COUNTED_EN = re.compile(r"\bhow many (?P<thing>[a-z][a-z-]+(?: [a-z][a-z-]+){0,2})")
#: How people call what they count, and how plans may: "mấy chỗ ngập", "11 điểm úng ngập".
_ALIKE = {
    "chỗ": ("điểm", "vị trí", "địa điểm"),
    "nơi": ("điểm", "vị trí", "địa điểm"),
    "vị trí": ("điểm",),
    "buổi": ("hội nghị", "cuộc", "lớp"),
    "công ty": ("doanh nghiệp", "đơn vị"),
    "doanh nghiệp": ("đơn vị",),
    "cột": ("trạm",),
    "người": ("cá nhân",),
    "công trình": ("dự án",),
}
_UNCOUNTED = frozenset(
    (
        *("phần", "tiền", "đồng", "tỷ", "tỉ", "triệu", "kinh", "ngân", "là", "thì", "để", "cho"),
        *("mét", "khối", "héc", "hecta", "vào", "trong", "ở", "tại", "đến", "từ", "và", "theo"),
        *("so", "mỗi", "một", "ký", "kí", "cân"),
    )
)
#: One of those among whom money is shared: "mỗi đoàn viên".
_EACH = re.compile(
    r"\b(?:mỗi|từng) (?!(?:năm|tháng|quý|ngày|đợt|lần)\b)"
    r"(\w+(?: (?!(?:giá|hết|tốn|mất|phải|được|chi|trả|là|thì|có|cần)\b)\w+)?)"
)
_PHONE_ASKED = re.compile(
    r"so dien thoai|\bso (?:may )?(?:cua )?duong day nong|\btong dai (?:nao|so (?:may|nao))\b"
    r"|phone number|hotline number|\bwhat (?:is|s) the (?:[\w-]+ ){0,3}hotline\b"
    r"|\b(?:what|which) number (?:do|does|should|can|must|to)\b.*\b(?:ring|call|phone|dial)\b"
    r"|\bnumber to (?:ring|call|dial)\b"
)
#: How things stand, not what is to be reached.
_TODAY_ASKED = re.compile(
    r"\bhien (?:co|nay|tai|dang)\b|^hien (?!thuc|vat|truong|dai|tuong)|\b(?:da|dang) co\b"
    r"|\bcurrently\b|\bat present\b"
    r"|\balready (?:has|have|had|live|there|exists?|in (?:place|use|force)|up|running)\b"
    r"|\b(?:has|have|are|is) already\b"
)
_NO_PLANS = "|".join(name for name in kinds.CODES if name != "ke hoach")
_ENGLISH = "|".join(name for name in kinds.ENGLISH if name != "plan")
_VERBS = "|".join(sorted(kinds.VERBS))
_NO_VERBS = "|".join(name for name in kinds.CODES if name not in {*kinds.VERBS, "ke hoach"})
_KIND_ASKED = re.compile(
    rf"\b({_NO_PLANS})(?: cu| moi| truoc day)? (?:nao|gi|so (?:may|nao))\b"
    r"|\b(ke hoach) so (?:may|nao)\b"
)
_ENGLISH_KIND = re.compile(
    r"\b(?:which (?:(?!of\b|plans?\b)[\w'-]+ ){0,3}?|what (?=laws?\b))"
    rf"({_ENGLISH})s?\b(?!-| and\b| enforcement\b)"
)
#: A document by its kind and bare number: "Chỉ thị 46", "Hướng dẫn số 5", "Resolution 71".
_CITED = re.compile(
    rf"\b(?P<kind>(?:{_NO_VERBS}|{_ENGLISH})(?= (?:so |no\.? )?\d)|(?:{_VERBS})(?= so \d))"
    r" (?:so |no\.? )?(?P<number>\d{1,4})(?![\d/-])"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the words of a question ask for: a share, money, how much of it, a number, a signer.

    ``recipients``: to whom the document itself went; ``counted``: of what a number is asked ("mấy
    trạm", "số trạm"), and by which ``names`` it may go; ``number_of``: by its first words
    ("số trạm"); ``law``: the kind of document ("thông tư nào"), folded; ``cited``: documents by
    kind and bare number; ``measure``: a figure in the units of the quantity asked for ("công
    suất"); ``each``: among whom the money is shared ("mỗi đoàn viên"), folded; ``phone``: a number
    to call; ``today``: how things stand.
    """

    share: bool
    money: bool
    how_much: bool
    number: bool
    signer: bool
    issuer: bool = False
    recipients: bool = False
    counted: str | None = None
    names: tuple[str, ...] = ()
    number_of: bool = False
    law: str | None = None
    cited: tuple[tuple[str, str], ...] = ()
    measure: re.Pattern[str] | None = None
    each: str | None = None
    phone: bool = False
    today: bool = False


@lru_cache(maxsize=1024)
def asked(text: str) -> Asked:
    """Read from the question's text; it is wanted again for every passage."""
    folded = fold_chars(text)
    counted = _COUNTED.search(text.lower())
    noun = (counted["noun"] or counted["held"]) if counted else None
    noun = None if noun in _UNCOUNTED else noun
    number = NUMBER_OF.match(text)
    noun = noun or (number["noun"].lower() if number else None)
    kind = _KIND_ASKED.search(folded)
    english = _ENGLISH_KIND.search(folded)
    each = _EACH.search(text.lower())
    return Asked(
        share=_asks_share(folded),
        money=bool(_MONEY.search(folded)),
        how_much=bool(_HOW_MUCH.search(folded))
        or bool(_PRICED.search(folded) and not _WHENCE.search(folded)),
        number=bool(_NUMBER.search(folded)),
        signer=bool(_SIGNER.search(folded)),
        issuer=bool(_ISSUER.search(folded)),
        recipients=bool(_RECIPIENTS.search(folded)),
        counted=noun,
        names=_names_of(noun, text.lower(), counted) if noun else _names_in_english(folded),
        number_of=bool(number),
        law=(kind[1] or kind[2]) if kind else kinds.ENGLISH[english[1]] if english else None,
        cited=tuple(
            (kinds.ENGLISH.get(m["kind"], m["kind"]), m["number"]) for m in _CITED.finditer(folded)
        ),
        measure=None if noun or not _measured(folded) else unit_of(folded),
        each=fold_chars(each[1]) if each else None,
        phone=bool(_PHONE_ASKED.search(folded)),
        today=bool(_TODAY_ASKED.search(folded)),
    )


def _names_of(noun: str, text: str, counted: re.Match[str] | None) -> tuple[str, ...]:
    """What is counted as the question calls it, then as plans may."""
    said = " ".join(words(text[counted.start("noun") :])) if counted and counted["noun"] else ""
    found = (
        (name, *others) for name, others in _ALIKE.items() if f"{said} ".startswith(f"{name} ")
    )
    return next(found, (noun,))


def _names_in_english(folded: str) -> tuple[str, ...]:
    """What an English question counts, as the glossary has it."""
    counted = _COUNTED_EN.search(folded)
    said = counted["thing"].split() if counted else []
    glossary = reference.load().glossary
    sizes = range(len(said), 0, -1)
    found = next(filter(None, (entry(glossary, said[:size]) for size in sizes)), ())
    more = (other for name in found for other in _ALIKE.get(name, ()))
    return tuple(dict.fromkeys((*found, *more)))


def _measured(folded: str) -> bool:
    return bool(_HOW_MUCH.search(folded) or _QUANTITY.search(folded))


def _asks_share(folded: str) -> bool:
    if _AMOUNT.search(folded):
        folded = _GIVEN_SHARE.sub(" ", folded)
    return bool(_SHARE.search(folded))


@lru_cache(maxsize=4096)  # asked again of each plan
def says(pattern: re.Pattern[str], text: str) -> bool:
    """Whether the words of a question, folded, hold what a pattern looks for."""
    return bool(pattern.search(fold_chars(text)))
