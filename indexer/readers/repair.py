"""Repairs of what OCR does to the structure of a plan (domain §4.2), never of what it says.

Section numbers are read again from their sequence (``HI.`` between II and IV is III), markers get
their full stop and their dash back, letters no Vietnamese word has are replaced, and marks that
their neighbours rule out (``ocr.spelling``). Figures, dates and names are left as read: they are
shown with the image of the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from indexer.markers import roman
from indexer.readers.lines import Line
from indexer.readers.ocr.spelling import spelling
from indexer.text import LOWER, UPPER, is_capitals

#: A list of reasons ends each with a semicolon; OCR reads its point away.
_BASIS = re.compile(r"^(?:Căn cứ|Thực hiện|Theo đề nghị|Xét đề nghị|Trên cơ sở)\b")
_BULLETED = re.compile(rf"^(?:-|[a-zđ]\)|\d{{1,2}}[.)])\s+[{UPPER}]")
_ROMANS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV")
#: What may stand for a Roman numeral: the letters OCR takes I, V and X for.
_DOUBTFUL = re.compile(
    rf"^(?P<n>[IVXHTLYNMUl|!]{{1,5}})(?:\s?[.,:]\s*(?=[\"“(]?[{UPPER}][{UPPER}{LOWER}])"
    rf"|\s+(?=[{UPPER}]{{2,}}\s[{UPPER}]{{2,}}))"
)
_APPENDIX = re.compile(r"(?:PHỤ LỤC|Phụ lục)(?: (?:[IVX]{1,5}|\d{1,2}))?[.:]?")
#: Single letters before a title: what a seal left of its first word.
_DEBRIS = re.compile(rf"^(?:[^\W\d_]\s){{1,3}}(?=[{UPPER}]{{2,}}\s[{UPPER}]{{2,}})")
#: What a numbering may begin again under.
_OPENS = re.compile(
    r"KẾ HOẠCH|KÉ HOẠCH|PHỤ LỤC|Phụ lục|CHƯƠNG|Chương|PHẦN|Phần|ĐỀ|QUYẾT ĐỊNH|BÁO CÁO|BIỂU"
    r"|Điều\s|[A-HĐ][.)]\s|ỦY BAN|UBND"
)
_TRUE_ROMAN = re.compile(r"^(?:X{0,1}(?:IX|IV|V?I{0,3}))$")
_BULLET = re.compile(r"^(?:[~—–‒−=»«•·¬]\s?[-–]?|[ˆ^°*]\s++|-\s?[-–—])\s*+(?=[^\W\d_])")
#: A quotation mark that nothing closes is dirt at the margin.
_STRAY = re.compile(rf"^[\"'‘’“`´]\s?(?=[{UPPER}])(?!.*[\"'’”])")
_DATE = re.compile(r"\bngày(\d{1,2})\s?tháng\b")
_JOINED_FIGURE = re.compile(r"(?<=\d)[\]|](?=\s|[/.,;]|$)|(?<=\d)[lI](?=\d)|(?<![^\W_])l(?=\d)")
#: Debris before a figure: no mark of Vietnamese stands apart from its word and close to the next.
_SPECK = re.compile(r"(?<=[^\W\d_] )[:;.](?=\d)")
_TORN_NUMBER = re.compile(rf"(?<=/[{UPPER}]{{2}})- (?=[{UPPER}]{{2}})|(?<=/QĐ)- (?=[{UPPER}])")
#: The stroke of a document's own number is thin: it is lost, or taken for another one.
_OWN_NUMBER = re.compile(r"^(?P<so>Số\s*:\s*\d{1,5})\s?[⁄|]?(?=(?:KH|QĐ|CT|TB|CV|BC|HD|NQ)-[A-ZĐ])")
_CLAUSE = re.compile(rf"^(?P<n>\d{{1,2}})\s?,\s+(?=[{UPPER}])")
_SUBCLAUSE = re.compile(rf"^(?P<a>\d{{1,2}})\s?[.,]\s?(?P<b>\d{{1,2}})\s?[.,]\s*(?=[{UPPER}])")
_POINT = re.compile(r"^(?P<n>[a-zđ])\s?[)}\]]\s*(?=\S)")
_ARTICLE = re.compile(
    rf"^[ĐD]i[eêềểếễệ]u\s+(?P<n>\d{{1,3}})\s?(?:[.,:]\s*(?=[{UPPER}])|[^\w\s]?\s?[.,:]\W*$)"
)
_TWICE = re.compile(r"(?<=[A-Z])Đ[ÐĐ](?=[-–\s/])")
#: Rhymes that only exist with ê: OCR loses its hat in capitals first (QUYÉT ĐỊNH).
_HATLESS = re.compile(r"(?<=[UuIiYy])(?P<v>[EeÉéÈèẺẻẼẽẸẹ])(?=(?:N|NG|T|M|P|C|U)\b)", re.IGNORECASE)
_HAT = str.maketrans("EeÉéÈèẺẻẼẽẸẹ", "ÊêẾếỀềỂểỄễỆệ")
_ONSET = re.compile(rf"[{UPPER}{LOWER}]+")


def line(text: str) -> str:
    """One line of OCR text with its marker and impossible letters repaired."""
    text = text.replace("Ð", "Đ").replace("ﬁ", "fi").replace("ﬂ", "fl")
    text = _SPECK.sub("", _TWICE.sub("Đ", text))
    text = _DATE.sub(r"ngày \1 tháng", _JOINED_FIGURE.sub("1", text))
    text = _OWN_NUMBER.sub(r"\g<so>/", _TORN_NUMBER.sub("-", _STRAY.sub("", text)))
    text = _ONSET.sub(lambda m: _hat(m.group()), text)
    text = _BULLET.sub("- ", text)
    text = _ARTICLE.sub(lambda m: f"Điều {m['n']}. ", text)
    text = _SUBCLAUSE.sub(lambda m: f"{m['a']}.{m['b']}. ", text)
    text = _CLAUSE.sub(lambda m: f"{m['n']}. ", text)
    return _POINT.sub(lambda m: f"{m['n']}) ", text)


def _hat(word: str) -> str:
    """``QUYÉT`` → ``QUYẾT``: i, y or u before e and a final letter take ê, without exception."""
    if len(word) < 3:
        return word

    def put(match: re.Match[str]) -> str:
        before = word[: match.start()].lower()
        # "qu" + e is a rhyme in e (quen, quét); "gi" + e too (gieo, giẻ).
        if before in ("qu", "gi") or before.endswith(("kh" + "u",)) or before[-1] == "u":
            return match.group()
        return match.group().translate(_HAT)

    return _HATLESS.sub(put, word)


def sections(lines: Sequence[str]) -> list[str]:
    """Section numbers by sequence: what stands between II and IV, and looks like it, is III.

    A true numeral is believed unless it repeats the one before with a stroke lost (II, II, IV).
    """
    out = list(lines)
    expected = 1
    in_capitals = last = 0
    for i, text in enumerate(lines):
        match = _DOUBTFUL.match(text)
        if not match:
            continue
        written, rest = match["n"], text[match.end() :]
        value = _value(written)
        dotless = text[match.end("n") :].lstrip()[:1] not in ".,:"
        if dotless and value not in (None, expected):
            continue  # "I TRỢ …" may be what is left of a word
        if _strokes(written) == "I" and in_capitals >= 2 and not is_capitals(rest):
            out[i] = f"1. {rest}"  # the sections are in capitals: this is a clause of one
            continue
        if value is None and (expected == 1 or not _resembles(written, expected)):
            continue
        lost = value is not None and 2 <= value == expected - 1
        if value == expected - 1 == 1 and in_capitals and is_capitals(rest):
            # A plan has one I: a second begins again only under a title of its own.
            lost = not any(_OPENS.match(between) for between in lines[last + 1 : i])
        if value is None or (lost and _resembles(written, expected)):
            value = expected
        expected, last = value + 1, i
        in_capitals += is_capitals(rest)
        out[i] = f"{_ROMANS[value - 1]}. {rest}"
    return out


def _value(written: str) -> int | None:
    if not written or not _TRUE_ROMAN.match(written):
        return None
    value = roman(written)
    return value if 1 <= value <= len(_ROMANS) else None


def _resembles(written: str, expected: int) -> bool:
    """Whether OCR may have made ``written`` of the numeral that is due."""
    if expected > len(_ROMANS):
        return False
    due = _strokes(_ROMANS[expected - 1])
    seen = _strokes(written)
    if seen == due or (seen, due) == ("I", "II"):
        return True
    return min(len(seen), len(due)) > 1 and abs(len(seen) - len(due)) == 1 and set(seen) <= set(due)


def _strokes(numeral: str) -> str:
    """The numeral with look-alikes undone: H is two strokes (II), T and l and 1 are one."""
    for wrong, right in (
        ("H", "II"), ("N", "IV"), ("M", "III"), ("U", "II"), ("Y", "V"),
        ("T", "I"), ("L", "I"), ("l", "I"), ("1", "I"), ("|", "I"), ("!", "I"),
    ):  # fmt: skip
        numeral = numeral.replace(wrong, right)
    return numeral


def _read(text: str) -> str:
    return spelling().repair(line(text))


def _apart(given: Sequence[Line], pages: set[int]) -> list[Line]:
    """The name of an appendix stands by itself, however close the seal's debris is to it."""
    out = list(given)
    for i, one in enumerate(out):
        if one.page in pages and one.cells is None and _APPENDIX.fullmatch(one.text):
            out[i] = replace(one, gap=True, continues=False)
            if i + 1 < len(out):
                below = _DEBRIS.sub("", out[i + 1].text)
                out[i + 1] = replace(out[i + 1], text=below, gap=True, continues=False)
    return out


def lines(given: Iterable[Line], pages: set[int]) -> list[Line]:
    """Lines with those on ``pages`` repaired: each by itself, then section numbers in sequence."""
    out = []
    for one in given:
        if one.page in pages:
            cells = None if one.cells is None else tuple(_read(cell) for cell in one.cells)
            text = _read(one.text) if cells is None else " | ".join(c for c in cells if c)
            one = replace(one, text=text, cells=cells)
        out.append(one)
    out = _apart(out, pages)
    places = [i for i, one in enumerate(out) if one.cells is None and one.page in pages]
    for i, text in zip(places, sections([out[i].text for i in places]), strict=True):
        if text != out[i].text:
            out[i] = replace(out[i], text=text)
    for i, one in enumerate(out[1:], 1):
        before = out[i - 1]
        plain = before.cells is None and one.cells is None and before.page in pages
        opens = one.gap and (_BASIS.match(one.text) or _BULLETED.match(one.text))
        if plain and opens and before.text.endswith(","):
            out[i - 1] = replace(before, text=before.text[:-1] + ";")
    return [one for one in out if one.text]
