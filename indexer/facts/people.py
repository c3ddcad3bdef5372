"""Persons who do a task: in a table's column of people, or addressed before a colon.

They are told as written, with their posts: a person or a post is no body, and stands in no table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from indexer.facts import columns
from indexer.facts.names import AGENCY, Named, split
from indexer.text import DASHES, UPPER, fold_chars

_PEOPLE = re.compile(
    r"\b(?:nguoi|can bo|cong chuc|vien chuc|nhan vien|chuyen vien|thanh vien|ca nhan"
    r"|ho (?:va )?ten)\b"
    r".*\b(?:thuc hien|phu trach|chu tri|phoi hop|dam nhiem|chiu trach nhiem|tham muu|dau moi)"
)
_POST = r"(?:Quyền |Phó )?(?:Trưởng|Phó|Giám đốc|Chủ tịch|Chánh|Bí thư|Tổ)(?!\w)"
#: What parts one person from the next; a post behind a name does not.
_NEXT = re.compile(rf";|,(?!\s*{_POST})|\svà\s(?=[{UPPER}])")
#: How a plan addresses somebody: "Đồng chí Phó Trưởng ban: …".
_ADDRESS = re.compile(rf"(?:Các )?(?:[Đđ]ồng chí|Đ/c|[Ôô]ng|[Bb]à)\.?\s+(?=[{UPPER}])")
_ADDRESSED = re.compile(rf"{_ADDRESS.pattern}[^:;.|\n]{{3,140}}(?=:)")
#: An official by post who leads: "Công chức Địa chính xã chủ trì …".
_LEADING = re.compile(
    rf"(?:Các )?(?:(?:[Cc]ông|[Vv]iên) chức|[Cc]án bộ|[Cc]huyên viên|[Kk]ế toán|{_POST})(?!\w)"
    r"(?:(?!\b(?:do|được|phối hợp|phân công|giao|để)\b)[^:;.,|\n]){0,80}?(?=,? chủ trì\b)"
)
#: A heading that is a post, under which its duties stand: "5. Các Phó chủ tịch phụ trách …".
_POSTED = re.compile(
    rf"(?:Các )?(?:{_POST}|Phó (?:chủ tịch|giám đốc|trưởng)|Thành viên|Ủy viên|Uỷ viên|Thư ký"
    r"|(?:Cán bộ|Công chức|Viên chức|Chuyên viên|Kế toán)(?!\w))[^:;.|\n]{0,110}(?=:?\s*$)"
)


def is_addressed(title: str) -> bool:
    """Whether a heading addresses a person: "Đồng chí Trưởng ban"."""
    return bool(_ADDRESS.match(title))


def addressed(duty: str) -> list[Named]:
    """The person a duty opens with, [] where none stands before a colon or leads.

    >>> [one.text for one in addressed("Đồng chí Trưởng ban - Tổ trưởng: Phụ trách chung.")]
    ['Đồng chí Trưởng ban - Tổ trưởng']
    >>> [one.text for one in addressed("Công chức Địa chính xã chủ trì, phối hợp với Sở A")]
    ['Công chức Địa chính xã']
    >>> [one.text for one in addressed("Ông. Trần Văn Mẫu - Phó Trưởng đoàn: Chủ trì.")]
    ['Ông. Trần Văn Mẫu - Phó Trưởng đoàn']
    """
    return _opening(_ADDRESSED.match(duty) or _LEADING.match(duty))


def posted(heading: str) -> list[Named]:
    """The post that a heading is, [] where it is more or something else.

    >>> [one.text for one in posted("Các Phó chủ tịch phụ trách lĩnh vực Dân tộc, Tôn giáo")]
    ['Các Phó chủ tịch phụ trách lĩnh vực Dân tộc, Tôn giáo']
    """
    return _opening(_POSTED.match(heading))


def _opening(found: re.Match[str] | None) -> list[Named]:
    name = found.group().rstrip() if found else ""
    return [Named(name, 0, len(name))] if name else []


def is_column(column: str) -> bool:
    """Whether a column says which persons do the task: "Người thực hiện", "Cán bộ phụ trách"."""
    return bool(_PEOPLE.search(fold_chars(column)))


def in_cell(cell: str) -> list[Named]:
    """The persons, posts or bodies a cell of a column of people names, each as written.

    A post behind a person is told with them. Names that nothing parts stay together: where one
    ends and the next begins would be a guess.

    >>> [one.text for one in in_cell("Trần Văn Mẫu, Phó Trưởng phòng; Lê Thị Mẫu và Công an xã")]
    ['Trần Văn Mẫu, Phó Trưởng phòng', 'Lê Thị Mẫu', 'Công an xã']
    """
    out: list[Named] = []
    for named in split(cell):
        inside = columns.bodies(named.text) if AGENCY.match(named.text) else _persons(named.text)
        out += (Named(n.text, named.start + n.start, named.start + n.end) for n in inside)
    return out


def _persons(text: str) -> Iterator[Named]:
    start = 0
    for gap in (*_NEXT.finditer(text), None):
        end = gap.start() if gap else len(text)
        if person := _person(text, start, end):
            yield person
        start = gap.end() if gap else end


def _person(text: str, start: int, end: int) -> Named | None:
    """Who is named in a piece, without what they are to do; None where nobody is."""
    piece = text[start:end]
    told = piece[: columns.end_of_names(piece)].strip(" .:" + DASHES)
    if not told or not told[0].isupper() or len(told) > columns.LONGEST_NAME:
        return None
    at = start + piece.index(told)
    return Named(told, at, at + len(told))
