"""``citations/verify``: somebody else's quotations checked against the plans."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Request
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from service.api.desk import house
from service.api.examples import DIFFERENCE, PLACE
from service.api.inputs import Name, legible
from service.api.media import json_only
from service.api.schemas import Citation, DocumentRef, Shape
from service.quoting.differences import DifferenceKind
from service.quoting.verifying import MOST_QUOTE, MOST_TEXT, Reason, Verified

router = APIRouter(prefix="/citations", tags=["citations"])

_QUOTE = "Sở Y tế chủ trì khám sức khỏe cho 90% người lao động"


_NEAREST = "Of one that stands nowhere, the passage most like it, if it has half of its words"


class VerifyRequest(BaseModel):
    """One quotation, or a text whose passages in quotation marks are checked: one of the two."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"quote": _QUOTE, "document": "hai-duong-2023"},
                {"text": f"Theo kế hoạch, “{_QUOTE}”."},
            ]
        },
    )

    quote: Annotated[str, AfterValidator(legible)] | None = Field(
        None, min_length=1, max_length=MOST_QUOTE, description="As quoted, without its marks"
    )
    text: Annotated[str, AfterValidator(legible)] | None = Field(
        None,
        min_length=1,
        max_length=MOST_TEXT,
        description="Every passage in its quotation marks is checked",
    )
    document: Name | None = Field(None, description="Only in this document")

    @model_validator(mode="after")
    def _one(self) -> VerifyRequest:
        if (self.quote is None) == (self.text is None):
            said = "Gửi một trong hai: quote hoặc text. / Send one of the two: quote or text."
            raise PydanticCustomError("tracuu", "{said}", {"said": said})
        return self


class Difference(Shape):
    """What the quotation has (``quoted``), and what the plan has in its place (``written``)."""

    model_config = ConfigDict(from_attributes=True, json_schema_extra={"examples": [DIFFERENCE]})

    kind: DifferenceKind = Field(
        description="space, mark (punctuation), case, tone (the mark stands on another vowel): how "
        "it looks; accent (other marks), number, word, missing (the plan has more), added (the "
        "quotation has more): what it says"
    )
    quoted: str
    written: str
    quote_start: int = Field(description="Code points into quote")
    quote_end: int
    start: int = Field(description="Code points into /v1/documents/{id}/text")
    end: int


class Place(Shape):
    """One place a quotation stands in, with what differs there."""

    model_config = ConfigDict(from_attributes=True, json_schema_extra={"examples": [PLACE]})

    citation: Citation
    document: DocumentRef
    exact: bool
    edits: int = Field(description="Words that say something else")
    similarity: float = Field(description="Share of words that are the same, whatever their marks")
    differences: list[Difference] = Field(description="Empty where it is exact; at most 50")


class CheckedQuote(Shape):
    """One quotation and where it stands."""

    quote: str = Field(description="As it was looked for: NFC, invisible characters out")
    status: Literal["exact", "near", "none"]
    places: list[Place] = Field(description="Best first, at most 10")
    total: int = Field(description="Places found, those beyond the list too")
    read: int = Field(description="Documents it was looked for in, of those held")
    held: int
    start: int = Field(
        description="Where it stands in text, or 0: code points into what was sent, made NFC and "
        "without invisible characters"
    )
    end: int
    nearest: list[Place] = Field([], description=_NEAREST)


class UncheckedQuote(Shape):
    """A quotation of the text that was not looked for, and why."""

    quote: str
    reason: Reason = Field(
        description="unclosed (nobody knows where it ends), long (over 4000 characters) or many "
        "(beyond the thirty that are checked)"
    )
    start: int = Field(description="Where it stands in text, as of a checked one")
    end: int


class VerifiedReply(BaseModel):
    """Where a quotation stands: exactly, nearly (its differences told) or not at all."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "quote": _QUOTE,
                    "status": "near",
                    "places": [PLACE],
                    "total": 1,
                    "quotes": [],
                    "unchecked": [],
                    "untold": 0,
                    "generation": "000001-3fa9c2d1",
                    "took_ms": 8.1,
                }
            ]
        }
    )

    quote: str | None = Field(description="The quotation sent; null for a text")
    status: Literal["exact", "near", "none"] = Field(
        description="Of a text: none where one stands nowhere, was not checked or none is found, "
        "else near where one stands nearly"
    )
    places: list[Place] = Field(description="Of the quotation sent")
    total: int
    quotes: list[CheckedQuote] = Field(description="Those of a text, in its order")
    nearest: list[Place] = Field([], description=_NEAREST)
    unchecked: list[UncheckedQuote] = Field(
        [], description="Those of a text that were not looked for, in its order"
    )
    untold: int = Field(description="Quotations of the text beyond the thirty that are checked")
    generation: str
    took_ms: float


@router.post("/verify", response_model=VerifiedReply, dependencies=[Depends(json_only)])
def verify(request: Request, asked: VerifyRequest) -> dict[str, Any]:
    """Say where a quotation stands: exactly, nearly, with the differences marked, or nowhere."""
    rooms = house(request)
    request.state.question = asked.quote or asked.text
    if asked.quote is not None:
        found = rooms.desk.verify(rooms.index(), asked.quote, document=asked.document)
        (one,) = found.quotes
        told = {"quote": one.quote, "places": one.places, "total": one.total, "quotes": []}
        told["nearest"] = one.nearest
    else:
        found = rooms.desk.verify_text(rooms.index(), asked.text or "", document=asked.document)
        told = {"quote": None, "places": [], "total": 0, "quotes": found.quotes}
    return {**told, "status": found.status, **_facts(found)}


def _facts(found: Verified) -> dict[str, Any]:
    return {
        "unchecked": found.unchecked,
        "untold": found.untold,
        "generation": found.generation,
        "took_ms": found.took_ms,
    }
