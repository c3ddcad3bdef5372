"""What is wrong with bad input, field by field, in Vietnamese and then in English."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_AROUND = {"body", "query", "path", "header", "cookie"}

#: Pydantic's kinds of error → what we say; ``{…}`` come from the error's own context.
_WORDS: dict[str, tuple[str, str]] = {
    "missing": ("Thiếu trường này.", "This field is required."),
    "extra_forbidden": ("Không có trường này.", "There is no such field."),
    "int_parsing": ("Phải là một số nguyên.", "A whole number is due."),
    "int_type": ("Phải là một số nguyên.", "A whole number is due."),
    "int_from_float": ("Phải là một số nguyên.", "A whole number is due."),
    "int_parsing_size": ("Số quá lớn.", "The number is too big."),
    "bool_type": ("Phải là true hoặc false.", "Either true or false is due."),
    "bool_parsing": ("Phải là true hoặc false.", "Either true or false is due."),
    "string_type": ("Phải là một chuỗi.", "A string is due."),
    "list_type": ("Phải là một danh sách.", "A list is due."),
    "too_long": ("Nhiều nhất {max_length} phần tử.", "At most {max_length} items."),
    "too_short": ("Ít nhất {min_length} phần tử.", "At least {min_length} items."),
    "string_too_long": ("Dài nhất {max_length} ký tự.", "At most {max_length} characters."),
    "string_too_short": ("Không được để trống.", "It must not be empty."),
    "greater_than_equal": ("Phải từ {ge} trở lên.", "It must be {ge} or more."),
    "less_than_equal": ("Phải từ {le} trở xuống.", "It must be {le} or less."),
    "literal_error": ("Chỉ nhận: {expected}.", "One of these is due: {expected}."),
    "model_attributes_type": (
        "Thân yêu cầu phải là một đối tượng JSON.",
        "The request's body must be a JSON object.",
    ),
}
_OTHER = ("Giá trị không hợp lệ.", "The value is not valid.")


@dataclass(frozen=True, slots=True)
class Fault:
    """One field at fault and what is due instead."""

    field: str
    detail: str


def faults(errors: Sequence[Mapping[str, Any]]) -> tuple[Fault, ...]:
    """Pydantic's errors as faults; nothing of the input itself is repeated."""
    return tuple(Fault(_field(error["loc"]), _detail(error)) for error in errors)


def _field(place: Sequence[str | int]) -> str:
    inner = place[1:] if place and place[0] in _AROUND else place
    if not inner:
        return str(place[0]) if place else "body"
    first, *rest = inner
    return f"{first}" + "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in rest)


def _detail(error: Mapping[str, Any]) -> str:
    if error["type"] == "tracuu":
        return str(error["msg"])
    vi, en = _WORDS.get(error["type"], _OTHER)
    context = error.get("ctx") or {}
    expected = str(context.get("expected", ""))
    vi_context = {**context, "expected": expected.replace(" or ", " hoặc ")}
    return f"{vi.format(**vi_context)} / {en.format(**context)}"
