"""Legacy encodings: found by the gate, converted without loss, and good text never touched."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer import readers
from indexer.readers import legacy
from indexer.readers.legacy import (
    Encoding,
    looks_legacy,
    shows_capitals,
    to_unicode,
    told,
    with_capitals,
)
from indexer.text import nfc

PLAN = """Căn cứ Quyết định số 45/QĐ-TTg ngày 12/3/2022 của Thủ tướng Chính phủ về chương trình
trồng rừng ven biển đến năm 2027 và đề nghị của Sở Nông nghiệp, Ủy ban nhân dân tỉnh lập kế
hoạch trồng, chăm sóc và bảo vệ rừng trong toàn tỉnh: I. MỤC ĐÍCH, YÊU CẦU. Nâng cao nhận thức,
trách nhiệm của các cấp, các ngành và toàn xã hội; huy động sự tham gia của người dân, gia đình,
cộng đồng. Ở những nơi có nguy cơ cao, ít nhất 80% số xã, phường được tuyên truyền, mỗi tháng một
lần; rỗi rãi, ngỡ ngàng, kẻ xấu, lũ lụt, chuyển đổi số, quỹ, kỹ năng, hỗ trợ, thẳng thắn, sẵn
sàng, giữ gìn, đẹp đẽ, ý kiến, quý."""
ENGLISH = """The committee shall report every six months on the results of the programme, and the
departments concerned shall work together to reach the targets that are set out in this plan."""

#: Every Vietnamese letter, so that no row of a table goes untried.
_TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
LETTERS = [unicodedata.normalize("NFC", v + t) for v in "aăâeêioôơuưy" for t in _TONES] + ["đ"]

#: The encoder, written out by hand and apart from the module: vowel + tones as the fonts code them.
_TCVN3 = {
    "à": "µ", "ả": "¶", "ã": "·", "á": "¸", "ạ": "¹", "ă": "¨", "ằ": "»", "ẳ": "¼", "ẵ": "½",
    "ắ": "¾", "ặ": "Æ", "â": "©", "ầ": "Ç", "ẩ": "È", "ẫ": "É", "ấ": "Ê", "ậ": "Ë", "đ": "®",
    "è": "Ì", "ẻ": "Î", "ẽ": "Ï", "é": "\u00d0", "ẹ": "Ñ", "ê": "ª", "ề": "Ò", "ể": "Ó", "ễ": "Ô",
    "ế": "Õ", "ệ": "Ö", "ì": "×", "ỉ": "Ø", "ĩ": "Ü", "í": "Ý", "ị": "Þ", "ò": "ß", "ỏ": "á",
    "õ": "â", "ó": "ã", "ọ": "ä", "ô": "«", "ồ": "å", "ổ": "æ", "ỗ": "ç", "ố": "è", "ộ": "é",
    "ơ": "¬", "ờ": "ê", "ở": "ë", "ỡ": "ì", "ớ": "í", "ợ": "î", "ù": "ï", "ủ": "ñ", "ũ": "ò",
    "ú": "ó", "ụ": "ô", "ư": "\u00ad", "ừ": "õ", "ử": "ö", "ữ": "÷", "ứ": "ø", "ự": "ù", "ỳ": "ú",
    "ỷ": "û", "ỹ": "ü", "ý": "ý", "ỵ": "þ",
    "Ă": "¡", "Â": "¢", "Ê": "£", "Ô": "¤", "Ơ": "¥", "Ư": "¦", "Đ": "§",
}  # fmt: skip
_VNI = {
    "à": "aø", "ả": "aû", "ã": "aõ", "á": "aù", "ạ": "aï", "ă": "aê", "ằ": "aè", "ẳ": "aú",
    "ẵ": "aü", "ắ": "aé", "ặ": "aë", "â": "aâ", "ầ": "aà", "ẩ": "aå", "ẫ": "aã", "ấ": "aá",
    "ậ": "aä", "đ": "ñ", "è": "eø", "ẻ": "eû", "ẽ": "eõ", "é": "eù", "ẹ": "eï", "ê": "eâ",
    "ề": "eà", "ể": "eå", "ễ": "eã", "ế": "eá", "ệ": "eä", "ì": "ì", "ỉ": "æ", "ĩ": "ó",
    "í": "í", "ị": "ò", "ò": "oø", "ỏ": "oû", "õ": "oõ", "ó": "où", "ọ": "oï", "ô": "oâ",
    "ồ": "oà", "ổ": "oå", "ỗ": "oã", "ố": "oá", "ộ": "oä", "ơ": "ô", "ờ": "ôø", "ở": "ôû",
    "ỡ": "ôõ", "ớ": "ôù", "ợ": "ôï", "ù": "uø", "ủ": "uû", "ũ": "uõ", "ú": "uù", "ụ": "uï",
    "ư": "ö", "ừ": "öø", "ử": "öû", "ữ": "öõ", "ứ": "öù", "ự": "öï", "ỳ": "yø", "ỷ": "yû",
    "ỹ": "yõ", "ý": "yù", "ỵ": "î",
}  # fmt: skip
_VNI |= {letter.upper(): code.upper() for letter, code in _VNI.items()}
ENCODINGS: list[Encoding] = ["tcvn3", "vni"]


def encode(text: str, encoding: Encoding) -> str:
    """As the fonts had it. TCVN3 has no capitals with tones: fonts of capitals showed them."""
    if encoding == "vni":
        return "".join(_VNI.get(c, c) for c in text)
    small = (c if c in _TCVN3 or c.lower() not in _TCVN3 else c.lower() for c in text)
    return "".join(_TCVN3.get(c, c) for c in small)


def lowered(text: str, encoding: Encoding) -> str:
    return text.lower() if encoding == "tcvn3" else text


def test_the_encoders_of_this_test_have_every_letter() -> None:
    assert set(LETTERS) - set("aeiouy") <= set(_TCVN3)
    assert set(LETTERS) - set("aeiouy") <= set(_VNI)


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_plan_comes_back_whole(encoding: Encoding) -> None:
    written = encode(PLAN, encoding)
    assert looks_legacy(written) == encoding
    assert lowered(to_unicode(written, encoding), encoding) == lowered(PLAN, encoding)


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_conversion_ends_there(encoding: Encoding) -> None:
    assert looks_legacy(to_unicode(encode(PLAN, encoding), encoding)) is None


def test_tcvn3_survives_a_reader_that_made_the_icelandic_letter_a_vietnamese_one() -> None:
    written = nfc(encode(PLAN, "tcvn3"))
    assert looks_legacy(written) == "tcvn3"
    assert to_unicode(written, "tcvn3").lower() == PLAN.lower()


def test_known_texts() -> None:
    said = "Céng hoµ x· héi chñ nghÜa ViÖt Nam. §éc lËp - Tù do"
    assert to_unicode(said, "tcvn3") == "Cộng hoà xã hội chủ nghĩa Việt Nam. Độc lập - Tự do"
    assert to_unicode("COÄNG HOØA XAÕ HOÄI, Ñoäc laäp", "vni") == "CỘNG HÒA XÃ HỘI, Độc lập"


@given(st.text(st.sampled_from([*LETTERS, *"bcghklmnpqrstvx"]), max_size=30))
def test_tcvn3_round_trip(text: str) -> None:
    """Letter for letter."""
    assert to_unicode(encode(text, "tcvn3"), "tcvn3") == text


@given(st.lists(st.sampled_from(PLAN.split()), max_size=40))
def test_vni_round_trip(words: list[str]) -> None:
    """Syllable for syllable: two codes make a letter, so letters at random could not be told."""
    text = " ".join(words)
    assert to_unicode(encode(text, "vni"), "vni") == text
    assert to_unicode(encode(text.upper(), "vni"), "vni") == text.upper()


@given(
    st.lists(st.sampled_from(PLAN.split()), max_size=60),
    st.sampled_from([(), (".VnTime",), ("VNI-Times",), (".VnTime", "VNI-Times", "Arial")]),
)
def test_good_text_is_never_touched(words: list[str], fonts: tuple[str, ...]) -> None:
    text = " ".join(words)
    for said in (text, text.upper(), unicodedata.normalize("NFD", text)):
        assert looks_legacy(said, fonts) is None


@pytest.mark.parametrize("fonts", [(), ("Arial",), (".VnTime",), ("VNI-Times",)])
@pytest.mark.parametrize("text", [ENGLISH, "", "12/2025; 80%", "UBND, HĐND - 15/6", "°×÷ §5 «a»"])
def test_other_text_is_left_alone(text: str, fonts: tuple[str, ...]) -> None:
    assert looks_legacy(text, fonts) is None


@pytest.mark.parametrize(
    "text",
    [
        "Le comité a décidé, à l'unanimité, de créer une école élémentaire près de l'hôtel où la"
        " fête nationale a été célébrée l'été dernier; les élèves étrangers y sont très appréciés",
        "Die Behörde prüft jährlich, ob die Maßnahmen genügen, und erläutert die Gründe dafür in"
        " einem öffentlichen Bericht über die Förderung der Wälder und Flüsse, früher schon größer",
    ],
)
def test_accents_of_other_languages_are_not_taken_for_codes(text: str) -> None:
    assert looks_legacy(text) is None


def test_a_few_words_need_their_font() -> None:
    assert looks_legacy("Së Y tÕ") is None
    assert looks_legacy("Së Y tÕ", ["ABCDEF+.VnTime"]) == "tcvn3"
    assert looks_legacy("Sôû Y teá", ["VNI-Times"]) == "vni"
    assert looks_legacy("Sôû Y teá", [".VnTime"]) is None


@pytest.mark.parametrize(
    ("font", "encoding", "capitals"),
    [
        (".VnTime", "tcvn3", False),
        (".VnTimeH", "tcvn3", True),
        ("BAAAAA+.VnArialH,Bold", "tcvn3", True),
        (".Vn3DH", "tcvn3", True),
        ("VNI-Times", "vni", False),
        ("Times New Roman", None, False),
        ("Vni", None, False),
        ("Verdana", None, False),
        ("", None, False),
    ],
)
def test_fonts(font: str, encoding: Encoding | None, capitals: bool) -> None:
    assert legacy.encoding_of_font(font) == encoding
    assert shows_capitals(font) == capitals


@pytest.mark.parametrize(
    ("converted", "shown"),
    [
        ("ủY BAN NHÂN DÂN\nHUYệN VÂN Hồ", "ỦY BAN NHÂN DÂN\nHUYỆN VÂN HỒ"),
        ("Kế HOạCH\nTrồng cây", "KẾ HOẠCH\nTrồng cây"),
        ("Tại HUYệN Vân Hồ", "Tại HUYỆN Vân Hồ"),
        ("Số: 12/KH-UBND", "Số: 12/KH-UBND"),
        ("Vụ xuân, A Tủa", "Vụ xuân, A Tủa"),
        ("TM. Vũ", "TM. Vũ"),
        ("", ""),
    ],
)
def test_capitals_of_texts_without_fonts(converted: str, shown: str) -> None:
    assert with_capitals(converted, "tcvn3") == shown
    assert with_capitals(converted, "vni") == converted


@given(st.text(alphabet=[*LETTERS, *"ABCDabcd .\n"]))
def test_only_the_case_of_letters_changes(text: str) -> None:
    assert with_capitals(text, "tcvn3").lower() == text.lower()
    assert with_capitals(text.lower(), "tcvn3") == text.lower()


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("saved", ["utf-8", "latin-1"])
def test_a_short_text_file_is_converted_and_said(
    tmp_path: Path, encoding: Encoding, saved: str
) -> None:
    path = tmp_path / "ke-hoach.txt"
    written = encode(f"KẾ HOẠCH\nTrồng rừng ở HUYỆN LÂM\n\n{PLAN}", encoding)
    path.write_bytes(written.encode(saved, "replace"))
    reading = readers.read(path)
    assert reading.lines[0].text == "KẾ HOẠCH"
    assert reading.lines[1].text == "Trồng rừng ở HUYỆN LÂM"
    assert [page.problem for page in reading.pages] == [told(encoding)]
