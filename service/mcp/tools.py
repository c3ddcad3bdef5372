"""The tools: the service's own calls, with bounded arguments, errors told in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Annotated, Any

from mcp.server.mcpserver import Context
from mcp.server.mcpserver.exceptions import ToolError
from pydantic import Field

from indexer.documents import Clause, DocumentInfo
from indexer.errors import BadQuestion, NotFound, TracuuError
from indexer.succession import agency_today, day_of
from indexer.text import fold_chars
from service.api.desk import House
from service.api.inputs import question_text
from service.api.paging import page
from service.api.schemas import Plan
from service.mcp import shapes, telling
from service.quoting.citations import address
from service.quoting.quotes import holds_quotes

Request = Context[Any, Any]

_Question = Annotated[
    str, Field(description="In Vietnamese (with or without diacritics) or English; at most 500")
]
_Documents = Annotated[list[str] | None, Field(description="Only these plans (ids)", max_length=50)]
_Places = Annotated[
    list[str] | None,
    Field(description='Only these places, by name: ["Hải Dương"]', max_length=20),
]
_Years = Annotated[list[int] | None, Field(description="Only these years", max_length=20)]


@contextmanager
def _told() -> Iterator[None]:
    """Let what a caller can act on reach it in the service's words."""
    try:
        yield
    except TracuuError as error:
        raise ToolError(str(error)) from error


@dataclass(frozen=True, slots=True)
class Tools:
    """Every tool over one house; ``base`` gives the address the pages are reached at."""

    house: House
    base: Callable[[Request], str]

    def ask(
        self,
        ctx: Request,
        question: _Question,
        places: _Places = None,
        documents: _Documents = None,
        years: _Years = None,
        limit: Annotated[int, Field(description="Plans that may answer", ge=1, le=20)] = 8,
    ) -> shapes.AskResult:
        """Answer a question from Vietnamese government plans (kế hoạch), each plan by itself.

        Who is in charge, by when, how much, paid from what, on which legal basis. One answer per
        plan, with verbatim quotations and links; plans that say nothing are named with the reason.
        (Hỏi các kế hoạch: cơ quan nào, thời hạn, chỉ tiêu, kinh phí, căn cứ; mỗi nơi một câu trả
        lời có trích dẫn nguyên văn.)
        """
        with _told():
            reply = self.house.desk.ask(
                self.house.index(),
                question_text(question),
                documents=documents,
                localities=places,
                years=years,
                limit=limit,
            )
        return telling.answered(reply, self.base(ctx))

    def search(
        self,
        ctx: Request,
        query: Annotated[str, Field(description="Words to find, with or without diacritics")],
        places: _Places = None,
        documents: _Documents = None,
        agency: Annotated[
            str | None, Field(description="Only clauses that name this body: Sở Y tế")
        ] = None,
        limit: Annotated[int, Field(ge=1, le=20)] = 8,
        cursor: Annotated[str | None, Field(description="`next` of the page before")] = None,
    ) -> shapes.SearchResult:
        """Find passages of the plans by words and meaning, best first: to read, not to be answered.

        (Tìm các đoạn trong kế hoạch theo từ khóa hoặc ý nghĩa.)
        """
        with _told():
            found = self.house.desk.search(
                self.house.index(),
                question_text(query, "query"),
                document=documents,
                locality=places,
                agency=agency,
                limit=limit,
                cursor=cursor,
            )
        return telling.searched(found, self.base(ctx))

    def compare(
        self,
        ctx: Request,
        documents: Annotated[
            list[str], Field(description="Ids of two to four plans", min_length=2, max_length=4)
        ],
        section: Annotated[
            str | None, Field(description="Only this part: a clause path (V) or a theme (kinh phí)")
        ] = None,
        everything: Annotated[
            bool, Field(description="Rows in which nothing differs, and copied text, too")
        ] = False,
        offset: Annotated[int, Field(ge=0)] = 0,
        limit: Annotated[int, Field(ge=1, le=30)] = 15,
    ) -> shapes.CompareResult:
        """Put two to four plans side by side: clauses that do the same job, and what differs.

        Differences are typed: number, agency, deadline, wording, missing. Find ids with list_plans.
        (So sánh các kế hoạch: mục tương ứng, chỗ khác, chỗ không có.)
        """
        with _told():
            found = self.house.desk.compare(
                self.house.index(),
                documents,
                section=section,
                changed=not everything,
                fold=not everything,
            )
        rows = [row for row in found.rows if not row.heading]
        return telling.compared(found, rows, offset, limit, self.base(ctx))

    def get_clause(
        self,
        ctx: Request,
        clause: Annotated[str, Field(description="Its id, as cited: hai-duong-2023#V.3")],
        offset: Annotated[int, Field(description="`next` of the piece before", ge=0)] = 0,
    ) -> shapes.ClauseResult:
        """Read one clause in full, with the bodies, figures, dates and laws it states.

        (Đọc trọn một mục của kế hoạch, kèm cơ quan, chỉ tiêu, thời hạn, văn bản được dẫn.)
        """
        document, mark, path = clause.partition("#")
        with _told():
            if not mark or not path:
                raise NotFound(
                    "Mã mục có dạng kế-hoạch#mục, ví dụ hai-duong-2023#V.3. / "
                    "A clause's id is document#path, such as hai-duong-2023#V.3.",
                    "clause",
                )
            index = self.house.index()
            info, unit = index.document(document), index.clause(document, path)
            below = [u.path for u in index.clauses(document) if u.parent == path]
            if unit.start + offset >= unit.end:
                raise BadQuestion(
                    f"Mục này chỉ dài {unit.end - unit.start} ký tự. / "
                    f"The clause has only {unit.end - unit.start} characters.",
                    "offset",
                )
            start = unit.start + offset
            piece = index.text(document)[start : min(unit.end, start + shapes.PIECE)]
        return self._clause(info, unit, below, piece, offset, ctx)

    def check_quotes(
        self,
        ctx: Request,
        text: Annotated[
            str, Field(description="One quotation, or a draft with quotations in quotation marks")
        ],
        document: Annotated[str | None, Field(description="Only in this plan (id)")] = None,
    ) -> shapes.CheckResult:
        """Check quotations of plans before you send them: exact, near (with what differs) or none.

        (Kiểm tra trích dẫn: có đúng nguyên văn trong kế hoạch không, khác ở đâu.)
        """
        with _told():
            index, desk = self.house.index(), self.house.desk
            check = desk.verify_text if holds_quotes(text) else desk.verify
            found = check(index, text, document=document)
        return telling.checked(found, self.base(ctx))

    def list_plans(
        self,
        words: Annotated[
            str | None, Field(description="Only plans whose title, place or year has these words")
        ] = None,
        cursor: Annotated[str | None, Field(description="`next` of the page before")] = None,
        limit: Annotated[int, Field(ge=1, le=50)] = 25,
    ) -> shapes.PlansResult:
        """List the plans of the collection with their ids, places, years and issuers.

        (Liệt kê các kế hoạch trong kho.)
        """
        with _told():
            plans = [self.house.desk.describe(info) for info in self.house.index().documents()]
            wanted = set(fold_chars(words or "").split())
            kept = [plan for plan in plans if wanted <= set(_named(plan).split())]
            shown, following = page(kept, lambda plan: plan.id, limit, cursor)
        told = [Plan.model_validate(plan) for plan in shown]
        return shapes.PlansResult(total=len(kept), plans=told, next=following)

    def _clause(
        self,
        info: DocumentInfo,
        unit: Clause,
        below: list[str],
        piece: str,
        offset: int,
        ctx: Request,
    ) -> shapes.ClauseResult:
        facts, end = unit.facts, unit.start + offset + len(piece)
        heirs = (heir for a in facts.agencies for heir in agency_today(a.name, day_of(info)))
        return shapes.ClauseResult(
            clause=f"{info.id}#{unit.path}",
            document=Plan.model_validate(self.house.desk.describe(info)),
            title=unit.title,
            text=piece,
            start=unit.start + offset,
            end=end,
            next=offset + len(piece) if end < unit.end else None,
            page=unit.page,
            url=self.base(ctx) + address(info.id, unit.path),
            agencies=[f"{a.name} ({a.role})" for a in facts.agencies if a.role and not a.partner],
            also_named=[a.name for a in facts.agencies if a.partner or not a.role],
            agencies_today=telling.followed(dict.fromkeys(heirs)),
            targets=[target.quote for target in facts.targets],
            deadlines=[deadline.text for deadline in facts.deadlines],
            laws=[law.number or law.name or "" for law in facts.laws],
            funding=[source.text for source in facts.funding],
            below=[f"{info.id}#{path}" for path in below[:50]],
        )


def _named(plan: object) -> str:
    """What a plan may be looked for by, folded."""
    parts = ("id", "title", "locality", "locality_today", "number", "year", "issuer")
    return fold_chars(" ".join(str(getattr(plan, part) or "") for part in parts))
