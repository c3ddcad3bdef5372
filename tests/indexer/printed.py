"""Plans of our own words, printed by WeasyPrint as an office prints them, and the same as text.

The page is that of Nghị định 30/2020/NĐ-CP: a header in two columns, justified paragraphs with an
indented first line, page numbers from the second page on, recipients left and signature right, an
appendix with a ruled table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import strategies as st

APT = "apt-get install libpango-1.0-0 libpangoft2-1.0-0 fonts-dejavu-core fonts-liberation2"
HEAD = ("TT", "Nội dung công việc", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian")
RECIPIENTS = ("- Như trên;", "- Thường trực Tỉnh ủy;", "- Các Sở, ban, ngành;", "- Lưu: VT.")
SIGNS = ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")
SIGNER = "Nguyễn Văn An"
_WORDS = (
    "công tác quản lý nhà nước tổ chức thực hiện các cơ quan đơn vị tuyên truyền kiểm tra rà soát"
    " hướng dẫn xây dựng phối hợp bảo đảm nhân dân kinh phí báo cáo kết quả định kỳ"
)
#: What breaks at a line's end or stands at its start and must come back as it was.
_AWKWARD = (
    "Nghị quyết số 05/NQ-HĐND",
    "Quyết định số 1629/QĐ-TTg",
    "kinh tế - xã hội",
    "Sở Lao động - Thương binh và Xã hội",
    "giai đoạn 2026 - 2030",
    "trên 95%",
    "(nếu có)",
    "01/KH-UBND",
)


@dataclass(frozen=True)
class Style:
    """How an office prints: its font, its letter size in points, how paragraphs are set off."""

    font: str
    size: float
    indent: float
    spacing: float
    repeat_head: bool


@dataclass(frozen=True)
class Plan:
    """Paragraphs as ``(text, is heading)``, footnotes as ``{paragraph: text}``, appendix rows."""

    paragraphs: tuple[tuple[str, bool], ...]
    notes: dict[int, str]
    rows: tuple[tuple[str, ...], ...]


def _phrases(low: int, high: int) -> st.SearchStrategy[str]:
    piece = st.one_of(*[st.sampled_from(_WORDS.split(" "))] * 6, st.sampled_from(_AWKWARD))
    return st.lists(piece, min_size=low, max_size=high).map(" ".join)


def _sentence(low: int, high: int) -> st.SearchStrategy[str]:
    return _phrases(low, high).map(lambda s: f"Triển khai {s} theo quy định.")


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """A plan of two or three sections with clauses and bullets, and an appendix with a table."""
    out: list[tuple[str, bool]] = []
    for roman in ("I", "II", "III")[: draw(st.integers(2, 3))]:
        out.append((f"{roman}. {draw(_phrases(3, 22)).upper()} HẰNG NĂM", True))
        for n in range(1, draw(st.integers(2, 3)) + 1):
            if draw(st.booleans()):
                out.append((f"{n}. Nhiệm vụ {draw(_phrases(2, 20))} hằng năm", True))
                out.append((draw(_sentence(8, 60)), False))
            else:
                out.append((f"{n}. {draw(_sentence(8, 60))}", False))
            bullets = draw(st.lists(_sentence(6, 50), max_size=3))
            out.extend((f"- {bullet}", False) for bullet in bullets)
    open_to_notes = [i for i, (_, heading) in enumerate(out) if not heading]
    noted = draw(st.sets(st.sampled_from(open_to_notes), max_size=3))
    notes = {i: draw(_sentence(4, 30)) for i in sorted(noted)}
    row = st.tuples(
        _sentence(3, 30),
        st.sampled_from(("Sở Y tế", "Công an tỉnh", "Sở Lao động - Thương binh và Xã hội")),
        st.sampled_from(("Các sở, ngành", "UBND cấp xã; các đơn vị có liên quan")),
        st.sampled_from(("Quý II/2026", "Trước ngày 15/12", "Thường xuyên")),
    )
    rows = draw(st.lists(row, min_size=2, max_size=14))
    return Plan(tuple(out), notes, tuple((str(n), *cells) for n, cells in enumerate(rows, 1)))


STYLES = st.builds(
    Style,
    font=st.sampled_from(("DejaVu Serif", "Liberation Serif")),
    size=st.sampled_from((13.0, 14.0)),
    indent=st.sampled_from((28.0, 36.0)),
    spacing=st.sampled_from((3.0, 6.0)),
    repeat_head=st.booleans(),
)


def weasyprint() -> ModuleType:
    """WeasyPrint; the test is skipped where it or its libraries are missing."""
    try:
        import weasyprint as module
    except (ImportError, OSError) as error:
        pytest.skip(f"no WeasyPrint ({error}): {APT}")
    return module


def print_to(path: Path, plan: Plan, style: Style) -> Path:
    """The plan as a PDF."""
    weasyprint().HTML(string=html(plan, style)).write_pdf(str(path))
    return path


def markdown(plan: Plan) -> str:
    """The plan as text, one paragraph a line, its footnotes last."""
    lines = [
        "| ỦY BAN NHÂN DÂN TỈNH HẢI DƯƠNG | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do"
        " - Hạnh phúc |",
        "|---|---|",
        "| Số: 12/KH-UBND | Hải Dương, ngày 5 tháng 2 năm 2026 |",
        "KẾ HOẠCH",
        "Triển khai công tác năm 2026",
        *(text for text, _ in plan.paragraphs),
        "Nơi nhận:",
        *RECIPIENTS,
        *SIGNS,
        SIGNER,
        "PHỤ LỤC",
        "DANH MỤC NHIỆM VỤ NĂM 2026",
        f"| {' | '.join(HEAD)} |",
        "|---|---|---|---|---|",
        *(f"| {' | '.join(row)} |" for row in plan.rows),
        *(f"[{n}] {text}" for n, text in enumerate(plan.notes.values(), 1)),
    ]
    joined = "\n\n".join(lines)
    return joined.replace("|\n\n|", "|\n|") + "\n"


def html(plan: Plan, style: Style) -> str:
    """The plan as a page to print."""
    body = "".join(_paragraph(plan, i) for i in range(len(plan.paragraphs)))
    row_group = "thead" if style.repeat_head else "tbody"
    recipients = "<br>".join(escape(text) for text in RECIPIENTS)
    return f"""<html lang="vi"><style>
@page {{ size: A4; margin: 20mm 18mm 20mm 30mm;
  @top-center {{ content: counter(page); font: {style.size}pt "{style.font}" }} }}
@page :first {{ @top-center {{ content: none }} }}
body {{ font: {style.size}pt/1.3 "{style.font}"; text-align: justify; margin: 0 }}
p {{ text-indent: {style.indent}pt; margin: {style.spacing}pt 0 }}
.title {{ text-align: center; text-indent: 0; font-weight: bold }}
.block {{ width: 100%; text-align: center; margin-bottom: 12pt }}
.block td {{ vertical-align: top; padding: 0 }}
.to {{ text-align: left; font-size: 11pt; width: 55% }}
.note {{ float: footnote; font-size: 10pt; text-indent: 0 }}
.list {{ width: 100%; border-collapse: collapse; font-size: 12pt; text-align: left }}
.list td, .list th {{ border: 0.7pt solid; padding: 2pt 4pt; vertical-align: top }}
::footnote-marker {{ content: counter(footnote) " "; font-size: 7pt; vertical-align: 3pt }}
::footnote-call {{ content: counter(footnote); font-size: 60%; vertical-align: super }}
</style>
<table class="block"><tr><td><b>ỦY BAN NHÂN DÂN<br>TỈNH HẢI DƯƠNG</b></td>
<td><b>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM<br>Độc lập - Tự do - Hạnh phúc</b></td></tr>
<tr><td>Số: 12/KH-UBND</td><td><i>Hải Dương, ngày 5 tháng 2 năm 2026</i></td></tr></table>
<p class="title">KẾ HOẠCH</p><p class="title">Triển khai công tác năm 2026</p>
{body}
<table class="block" style="break-inside: avoid"><tr><td class="to"><b><i>Nơi nhận:</i></b><br>
{recipients}</td><td><b>{"<br>".join(SIGNS)}<br><br><br><br>{SIGNER}</b></td></tr></table>
<div style="break-before: page"><p class="title">PHỤ LỤC</p>
<p class="title">DANH MỤC NHIỆM VỤ NĂM 2026</p>
<table class="list"><{row_group}>{_row(HEAD, "th")}</{row_group}><tbody>
{"".join(_row(row, "td") for row in plan.rows)}</tbody></table></div></html>"""


def _paragraph(plan: Plan, i: int) -> str:
    text, heading = plan.paragraphs[i]
    inner = escape(text)
    if i in plan.notes:
        inner += f'<span class="note">{escape(plan.notes[i])}</span>'
    return f"<p>{f'<b>{inner}</b>' if heading else inner}</p>\n"


def _row(cells: Sequence[str], tag: str) -> str:
    return f"<tr>{''.join(f'<{tag}>{escape(cell)}</{tag}>' for cell in cells)}</tr>"
