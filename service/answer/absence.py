"""Questions about a plan by a number that no plan here has, nor any of them mentions."""

from __future__ import annotations

from indexer.index import Index
from service.query import numbers
from service.query.question import Question

#: The reason of a question about a plan that is not here, in Vietnamese and in English.
_NONE_SUCH = (
    "Kho không có kế hoạch nào mang số {}, cũng không kế hoạch nào nhắc đến số này.",
    "No plan here has the number {}, and none mentions it.",
)


def of_named(index: Index, question: Question) -> str | None:
    """Why nothing answers where every plan named by its number is neither here nor cited."""
    if any(mention.kind == "document" for mention in question.mentions):
        return None
    asked = numbers.plans(question.text)
    if not asked or any(index.frequency(asked).values()):
        return None
    if any(numbers.bears(info, asked) for info in index.documents()):
        return None
    said = ", ".join(question.text[start:end] for start, end in numbers.spans(question.text))
    return _NONE_SUCH[question.language == "en"].format(said)
