"""A small index and desk, written by hand: the doors are tested without a model or a build."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from types import SimpleNamespace
from typing import Any

from indexer.documents import (
    Agency,
    Clause,
    Deadline,
    DocumentInfo,
    Facts,
    Funding,
    Law,
    Page,
    Span,
    Target,
)
from indexer.errors import NotFound
from indexer.reference import Succession
from indexer.succession import place_today
from service.answers import (
    Answers,
    Citation,
    DocumentAnswer,
    DocumentRef,
    SearchHit,
    SearchResults,
)
from service.retrieve.suggestions import Suggestion

#: path, parent, kind, part, marker, title, words
LINES = [
    ("front.1", None, "front", "front", "", None, "KẾ HOẠCH"),
    ("QĐ.1", None, "article", "decision", "Điều 1.", None, "Điều 1. Ban hành kế hoạch này."),
    ("V", None, "section", "plan", "V.", "TỔ CHỨC THỰC HIỆN", "V. TỔ CHỨC THỰC HIỆN"),
    ("V.1", "V", "clause", "plan", "1.", "Sở Y tế", "1. Sở Y tế"),
    (
        "V.1.đ",
        "V.1",
        "point",
        "plan",
        "đ)",
        None,
        "đ) Chủ trì khám sức khỏe cho 80% người lao động.",
    ),
    (
        "V.1.-1",
        "V.1",
        "bullet",
        "plan",
        "-",
        None,
        "- Báo cáo trước ngày 15/6 theo số 1629/QĐ-TTg.",
    ),
    (
        "V.2",
        "V",
        "clause",
        "plan",
        "2.",
        "Công an",
        "2. Công an: tuần tra <b>ban đêm</b> & cuối tuần.",
    ),
    ("PL1", None, "appendix", "appendix", "", "PHỤ LỤC", "PHỤ LỤC"),
    ("PL1.r1", "PL1", "row", "appendix", "", None, "TT | Nhiệm vụ | Chủ trì | Kinh phí"),
    ("PL1.r2", "PL1", "row", "appendix", "", None, "1 | Khám sức khỏe | Sở Y tế | 500 triệu đồng"),
    ("PL1.r3", "PL1", "row", "appendix", "", None, "2 | <i>Tuần tra</i>"),
    ("back.1", None, "back", "back", "", None, "Nơi nhận: như trên."),
]
HEADER = ("TT", "Nhiệm vụ", "Chủ trì", "Kinh phí")
TEXT = "\n".join(line[-1] for line in LINES)


def _units() -> list[Clause]:
    starts, at = {}, 0
    for line in LINES:
        starts[line[0]] = at
        at += len(line[-1]) + 1
    units = []
    for order, (path, parent, kind, part, marker, title, words) in enumerate(LINES):
        start = starts[path]
        below = [other for other in LINES if other[0].startswith(path + ".")]
        last = below[-1] if below else LINES[order]
        end = starts[last[0]] + len(last[-1])
        own = start + len(words)
        page = 1 if order < 5 else 2 if order < 10 else 3
        header = HEADER if path in {"PL1.r2", "PL1.r3"} else ()
        units.append(
            Clause(path, parent, kind, part, marker, title, start, end, own, page, order, header)  # type: ignore[arg-type]
        )
    return units


def _span(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


def units() -> list[Clause]:
    """The clauses, with facts."""
    facts = {
        "V.1": Facts(agencies=(Agency("Sở Y tế", "Sở Y tế", "lead", False, _span("Sở Y tế")),)),
        "V.1.đ": Facts(
            agencies=(Agency("Sở Y tế", "Sở Y tế", "lead", True, None),),
            targets=(Target(80.0, None, "=", "%", "80%", _span("80%")),),
        ),
        "V.1.-1": Facts(
            deadlines=(Deadline("trước ngày 15/6", "date", _span("trước ngày 15/6")),),
            laws=(Law("1629/QĐ-TTg", None, None, None, _span("1629/QĐ-TTg")),),
        ),
        "PL1.r2": Facts(funding=(Funding("500 triệu đồng", 5e8, _span("500 triệu đồng")),)),
    }
    return [replace(unit, facts=facts.get(unit.path, Facts())) for unit in _units()]


def info(id: str, **known: Any) -> DocumentInfo:
    """A document's metadata."""
    base = DocumentInfo(
        id=id,
        title=f"Kế hoạch {id}",
        source=f"/somewhere/secret/{id}.txt",
        sha256="0" * 64,
        format="text",
        chars=len(TEXT),
    )
    return replace(base, **known)


INFOS = [
    info(
        "bac-kan-2021",
        title="Kế hoạch <script>alert(1)</script> Bắc Kạn",
        level="province",
        locality="Bắc Kạn",
        locality_id="bac-kan",
        province_id="bac-kan",
        number="2060/QĐ-UBND",
        date="2021-11-01",
        year=2021,
        year_to=2025,
        issuer="Ủy ban nhân dân tỉnh Bắc Kạn",
    ),
    info(
        "hai-duong-2023",
        level="province",
        locality="Hải Dương",
        locality_id="hai-duong",
        year=2023,
        date="2023-02",
        digest=True,
    ),
    info("nghe-an-2024", level="province", locality="Nghệ An", locality_id="nghe-an", year=2024),
]


@dataclass
class FakeIndex:
    """One generation of three documents that share their text."""

    generation: str = "g-1"
    infos: Sequence[DocumentInfo] = field(default_factory=lambda: INFOS)
    encoder: Any = field(default_factory=lambda: SimpleNamespace(name="hash"))
    accents: Any = None
    closed: bool = False

    def documents(self) -> Sequence[DocumentInfo]:
        return self.infos

    def document(self, document: str) -> DocumentInfo:
        for found in self.infos:
            if found.id == document:
                return found
        raise NotFound(f"Không có văn bản «{document}». / No document “{document}”.", "document")

    def text(self, document: str) -> str:
        self.document(document)
        return TEXT

    def pages(self, document: str) -> Sequence[Page]:
        self.document(document)
        how = "ocr" if document == "bac-kan-2021" else "text"
        return [Page(1, 0, 200, how), Page(2, 200, len(TEXT), how)]

    def problems(self, document: str) -> Sequence[str]:
        odd = ("tr. 2: <b>mờ</b>, xem lại. / Page 2 is faint.",)
        return odd if self.document(document).id == "bac-kan-2021" else ()

    def quarantined(self) -> Sequence[tuple[str, str]]:
        return [("hong<1>.pdf", "Tệp rỗng. / The file is empty.")]

    def twins(self) -> Sequence[tuple[str, str]]:
        return [("trung.txt", "bac-kan-2021.txt")]

    def clauses(self, document: str) -> Sequence[Clause]:
        self.document(document)
        return units()

    def clause(self, document: str, path: str) -> Clause:
        for unit in self.clauses(document):
            if unit.path == path:
                return unit
        raise NotFound(f"Không có mục «{path}». / No clause “{path}”.", "clause")

    def size(self) -> int:
        return len(LINES)

    def close(self) -> None:
        self.closed = True


def describe(found: DocumentInfo) -> DocumentRef:
    """As the service would, with Bắc Kạn's new province."""
    return DocumentRef(
        id=found.id,
        title=found.title,
        locality=found.locality,
        locality_today="Thái Nguyên" if found.locality == "Bắc Kạn" else found.locality,
        level=found.level,
        number=found.number,
        date=found.date,
        year=found.year,
        issuer=found.issuer,
        digest=found.digest,
        place_today=place_today(found),
    )


def citation(document: str, path: str) -> Citation:
    """A clause as it is quoted."""
    unit = next(unit for unit in units() if unit.path == path)
    return Citation(
        clause=f"{document}#{path}",
        path=path,
        headings=("V. TỔ CHỨC THỰC HIỆN", "1. Sở Y tế"),
        quote=TEXT[unit.start : unit.end],
        start=unit.start,
        end=unit.end,
        page=unit.page,
        url=f"/documents/{document}?clause={path}#{path}",
    )


@dataclass
class FakeDesk:
    """Answers every question alike and remembers what it was asked; ``fails`` is raised instead."""

    asked: list[dict[str, Any]] = field(default_factory=list)
    fails: Exception | None = None
    found: bool = True
    rephrases: bool = False

    def _note(self, **call: Any) -> None:
        self.asked.append(call)
        if self.fails:
            raise self.fails

    def ask(self, index: Any, question: str, **scope: Any) -> Answers:
        self._note(call="ask", question=question, **scope)
        first, second, third = (describe(one) for one in INFOS)
        answers = (
            DocumentAnswer(first, True, "Sở Y tế", "lead", 0.9, (citation(first.id, "V.1.đ"),)),
            DocumentAnswer(second, True, "Công an", None, 0.5, (citation(second.id, "V.2"),)),
            DocumentAnswer(
                third,
                False,
                None,
                None,
                0.0,
                reason="Không mục nào giao khám sức khỏe.",
                nearest=(citation(third.id, "V.1.-1"),),
            ),
        )
        return Answers(
            question=question,
            understood_as="cơ quan nào khám sức khỏe",
            intent="agency",
            language="vi",
            found=self.found,
            generation=index.generation,
            took_ms=1.5,
            answers=answers if self.found else answers[2:],
            silent=0,
            found_total=2 if self.found else 0,
        )

    def search(self, index: Any, query: str, **scope: Any) -> SearchResults:
        self._note(call="search", query=query, **scope)
        first = describe(INFOS[0])
        quoted = citation(first.id, "V.2")
        where = quoted.quote.index("ban đêm")
        hit = SearchHit(quoted, first, "clause", 0.7, ((where, where + 7),))
        return SearchResults(
            query=query,
            understood_as=query,
            total=16,
            hits=(hit,),
            facets={"locality": {"Bắc Kạn": 16}, "agency": {"Sở Y tế": 2, "Công an": 1}},
            generation=index.generation,
            took_ms=0.5,
            next="15" if scope.get("cursor") is None else None,
        )

    def complete(
        self, index: Any, q: str, limit: int = 8, questions: Sequence[str] = ()
    ) -> list[Suggestion]:
        self._note(call="complete", q=q, limit=limit)
        return [Suggestion("khám sức khỏe định kỳ", "heading", 0, len(q))][:limit]

    def reference(self) -> Any:
        return SimpleNamespace(
            provinces=(FakeRow("bac-kan", "Bắc Kạn"), FakeRow("an-giang", "An Giang")),
            districts=(FakeRow("a-luoi", "A Lưới"),),
            communes=(),
            agencies=(FakeRow("so-y-te", "Sở Y tế"),),
            successions={"so-y-te": (STEP,)},
        )

    def describe(self, found: DocumentInfo) -> DocumentRef:
        return describe(found)


STEP = Succession("", "so-y-te-moi", "2025-03-01", "read", "Nghị quyết 1")


@dataclass(frozen=True, slots=True)
class FakeRow:
    """A row of a reference table, with a column of its own."""

    id: str
    name: str
    name_en: str = ""
    aliases: tuple[str, ...] = ()
    valid_to: str | None = None
    successors: tuple[str, ...] = ("thai-nguyen",)
    source: str = "202/2025/QH15"
    status: str = "verified"
    full_name: str = "tỉnh"
