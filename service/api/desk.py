"""What the doors ask of the service, in one small protocol: tests put fakes in its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field as default
from typing import TYPE_CHECKING, Protocol, TypedDict, Unpack, cast

from fastapi import Request

from service.answers import Answers, DocumentRef, SearchResults
from service.api.shelf import Served, Shelf
from service.holdings.feedback import Box

if TYPE_CHECKING:
    from indexer.documents import DocumentInfo
    from indexer.index.protocol import Index
    from indexer.reference import Reference
    from service.comparing.history import History
    from service.comparing.matrix import Matrix
    from service.comparing.values import Comparison
    from service.quoting.verifying import Verified
    from service.retrieve.searching import Order
    from service.retrieve.suggestions import Suggestion


class Asked(TypedDict, total=False):
    """What a question may be asked with: see ``service.ask``, whose defaults stand."""

    documents: Sequence[str] | None
    localities: Sequence[str] | None
    levels: Sequence[str] | None
    years: Sequence[int] | None
    lang: str | None
    limit: int
    cursor: str | None
    without: Sequence[str]
    previous: str | None
    literal: bool


class Searched(TypedDict, total=False):
    """What a query may be searched with: see ``service.search``, whose defaults stand."""

    document: Sequence[str] | str | None
    locality: Sequence[str] | str | None
    level: Sequence[str] | str | None
    year: Sequence[int] | int | None
    agency: str | None
    kind: str | None
    limit: int
    cursor: str | None
    literal: bool
    order: Order
    exact: bool
    bound: bool
    without: Sequence[str]


class Desk(Protocol):
    """The service's calls, with the names and defaults of ``service.ask`` and its sisters."""

    @property
    def rephrases(self) -> bool:
        """Whether answers can be told again in sentences."""

    def ask(
        self, index: Index, question: str, *, rephrase: bool = False, **asked: Unpack[Asked]
    ) -> Answers:
        """One answer for each document in scope."""

    def search(self, index: Index, query: str, **searched: Unpack[Searched]) -> SearchResults:
        """A page of passages."""

    def complete(
        self, index: Index, q: str, limit: int = 8, questions: Sequence[str] = ()
    ) -> Sequence[Suggestion]:
        """How the typed words could go on; ``questions`` were answered well before."""

    def verify(self, index: Index, quote: str, *, document: str | None = None) -> Verified:
        """Where a quotation stands."""

    def verify_text(self, index: Index, text: str, *, document: str | None = None) -> Verified:
        """Where the quotations of a text stand."""

    def compare(
        self,
        index: Index,
        documents: Sequence[str],
        *,
        section: str | None = None,
        changed: bool = False,
        fold: bool = False,
        limit: int | None = None,
        cursor: str | None = None,
    ) -> Comparison:
        """Plans side by side."""

    def matrix(
        self,
        index: Index,
        query: str,
        *,
        documents: Sequence[str] | None = None,
        limit: int = 24,
        cursor: str | None = None,
    ) -> Matrix:
        """The targets of all plans on one question."""

    def history(self, index: Index, document: str, path: str) -> History:
        """One clause through the plans of its place."""

    def reference(self) -> Reference:
        """The reference tables."""

    def describe(self, info: DocumentInfo) -> DocumentRef:
        """A document as answers show it."""


@dataclass(frozen=True, slots=True)
class House:
    """What every request needs: the served index, the desk, and the box for readers' notes."""

    shelf: Shelf[Index]
    desk: Desk
    box: Box = default(default_factory=Box)

    def index(self) -> Index:
        """Return the index being served now; another call may find another generation."""
        return self.shelf.index()


@dataclass(frozen=True, slots=True)
class Visit(House):
    """The house as one request finds it: however often it asks, it is told of one generation."""

    taken: list[Index] = default(default_factory=list)

    def index(self) -> Index:
        """Return the index this request keeps until it is answered."""
        if not self.taken:
            self.taken.append(self.shelf.index())
        return self.taken[0]


def shelf(request: Request) -> Shelf[Served]:
    """Return where the application keeps what it serves: an index, or workers over one."""
    return cast("Shelf[Served]", request.app.state.shelf())


def house(request: Request) -> House:
    """Return the application's own house, with the index that this request keeps."""
    if not hasattr(request.state, "visit"):
        whole = cast(House, request.app.state.house)
        request.state.visit = Visit(whole.shelf, whole.desk, whole.box)
    return cast(House, request.state.visit)
