"""What is served, as far as health and meters tell of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from service.api.shelf import Served


@dataclass(frozen=True, slots=True)
class Holdings:
    """A generation in figures; ``units`` as a build counts them, None where that is not known."""

    generation: str
    encoder: str
    documents: int
    clauses: int
    units: int | None

    @classmethod
    def of(cls, served: Served) -> Holdings:
        """Of an index, or of workers that have counted what is in theirs."""
        return getattr(served, "holdings", None) or _counted(served)


def _counted(index: Any) -> Holdings:
    manifest = getattr(index, "manifest", None)  # an index on many machines has none
    return Holdings(
        generation=index.generation,
        encoder=index.encoder.name,
        documents=len(index.documents()),
        clauses=index.size(),
        units=manifest.clauses if manifest else None,
    )
