"""What callers may send: text cleaned and bounded before anything else sees it."""

from __future__ import annotations

import re
import unicodedata
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from indexer.errors import BadQuestion

MAX_QUESTION = 500
MAX_NAME = 200
_SPACE = re.compile(r"\s+")


def legible(text: str) -> str:
    """NFC, control and invisible characters out; white space stays as it is."""
    return "".join(_keep(char) for char in unicodedata.normalize("NFC", text))


def clean(text: str) -> str:
    r"""NFC, control and invisible characters out, white space collapsed, ends trimmed.

    >>> clean("  khám\x00 sức\u200b khỏe\n")
    'khám sức khỏe'
    """
    return _SPACE.sub(" ", legible(text)).strip()


def _keep(char: str) -> str:
    if char.isspace():
        return char
    # Cc and Cf: control and format characters; Cs: half of a surrogate pair, not text at all.
    return "" if unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co", "Cn"} else char


def question_text(text: str, field: str = "question") -> str:
    """Return a question fit to be asked; raises ``BadQuestion`` naming ``field``."""
    found = clean(text)
    if not found:
        raise BadQuestion(
            "Hãy nhập câu hỏi: câu vừa gửi không có chữ nào. / "
            "Type a question: what was sent holds no text.",
            field,
        )
    if len(found) > MAX_QUESTION:
        raise BadQuestion(
            f"Câu hỏi dài {len(found)} ký tự; hãy rút xuống {MAX_QUESTION} ký tự trở lại. / "
            f"The question has {len(found)} characters; shorten it to {MAX_QUESTION} or fewer.",
            field,
        )
    if not any(char.isalnum() for char in found):
        raise BadQuestion(
            "Câu hỏi chỉ có ký hiệu; hãy hỏi bằng chữ. / "
            "The question holds only symbols; ask it in words.",
            field,
        )
    return found


def _question(text: str) -> str:
    try:
        return question_text(text)
    except BadQuestion as error:
        raise PydanticCustomError("tracuu", "{said}", {"said": str(error)}) from error


def _name(text: str) -> str:
    found = clean(text)
    if not 0 < len(found) <= MAX_NAME:
        said = (
            f"Cần một tên từ 1 đến {MAX_NAME} ký tự. / A name of 1 to {MAX_NAME} characters is due."
        )
        raise PydanticCustomError("tracuu", "{said}", {"said": said})
    return found


def _number(value: object) -> object:
    if isinstance(value, bool | str):  # pydantic would take true for 1 and "2023" for 2023
        raise PydanticCustomError("int_type", "Input should be a valid integer")
    return value


#: A whole number of a JSON body; 9.0 is one.
Whole = Annotated[int, BeforeValidator(_number)]
#: A question or query, cleaned; the limits hold after cleaning.
Question = Annotated[
    str,
    AfterValidator(_question),
    WithJsonSchema({"type": "string", "minLength": 1, "maxLength": MAX_QUESTION}),
]
#: A document id, a place, an agency, a kind of clause.
Name = Annotated[
    str,
    AfterValidator(_name),
    WithJsonSchema({"type": "string", "minLength": 1, "maxLength": MAX_NAME}),
]
