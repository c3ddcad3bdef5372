"""The desk that serves: the service's own calls, imported when they are first needed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Unpack

from indexer.errors import BadQuestion
from service.answers import Answers, DocumentRef, SearchResults

if TYPE_CHECKING:
    from indexer.documents import DocumentInfo
    from indexer.index.protocol import Index
    from indexer.reference import Reference
    from service.answer.endpoint import Endpoint
    from service.api.desk import Asked, Searched
    from service.comparing.history import History
    from service.comparing.matrix import Matrix
    from service.comparing.values import Comparison
    from service.quoting.verifying import Verified
    from service.retrieve.suggestions import Suggestion


class Counter:
    """``Desk`` over ``service.ask``, ``service.search`` and their sisters, and the tables.

    ``endpoint``: a model that may tell answers again where that is asked for.
    """

    def __init__(self, endpoint: Endpoint | None = None) -> None:
        self._endpoint = endpoint

    @property
    def rephrases(self) -> bool:
        """Whether answers can be told again in sentences."""
        return self._endpoint is not None

    def ask(
        self, index: Index, question: str, *, rephrase: bool = False, **asked: Unpack[Asked]
    ) -> Answers:
        """One answer for each document in scope."""
        import service

        if rephrase and not self._endpoint:
            raise BadQuestion(
                "Dịch vụ này không có mô hình để diễn đạt lại. / This service has no model that "
                "rephrases.",
                "rephrase",
            )
        endpoint = self._endpoint if rephrase else None
        return service.ask(index, question, endpoint=endpoint, **asked)

    def search(self, index: Index, query: str, **searched: Unpack[Searched]) -> SearchResults:
        """A page of passages."""
        import service

        return service.search(index, query, **searched)

    def complete(
        self, index: Index, q: str, limit: int = 8, questions: Sequence[str] = ()
    ) -> Sequence[Suggestion]:
        """How the typed words could go on."""
        import service

        return service.complete(index, q, limit, questions)

    def verify(self, index: Index, quote: str, *, document: str | None = None) -> Verified:
        """Where a quotation stands."""
        import service

        return service.verify(index, quote, document=document)

    def verify_text(self, index: Index, text: str, *, document: str | None = None) -> Verified:
        """Where the quotations of a text stand."""
        import service

        return service.verify_text(index, text, document=document)

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
        import service

        return service.compare(
            index,
            documents,
            section=section,
            changed=changed,
            fold=fold,
            limit=limit,
            cursor=cursor,
        )

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
        import service

        return service.matrix(index, query, documents=documents, limit=limit, cursor=cursor)

    def history(self, index: Index, document: str, path: str) -> History:
        """One clause through the plans of its place."""
        import service

        return service.history(index, document, path)

    def reference(self) -> Reference:
        """The reference tables."""
        from indexer.reference import load

        return load()

    def describe(self, info: DocumentInfo) -> DocumentRef:
        """A document as answers show it."""
        from service.quoting.citations import document_ref

        return document_ref(info)
