"""The kind of body a question asks for: a department, a commune, a force.

"Sở nào …?" wants a Sở: a clause that binds the police does not answer it.
"""

from __future__ import annotations

import re
from functools import lru_cache

from indexer.text import fold_chars

#: Folded question word → how the folded name of such a body begins.
_KINDS: dict[str, str] = {
    "so": r"so\b",
    "phong": r"phong\b",
    "ban": r"ban\b",
    "bo": r"bo\b(?! (?:chi huy|doi|tu lenh|chqs))",
    "cuc": r"(?:chi )?cuc\b",
    "hoi": r"hoi\b(?! dong)|(?:hiep|lien|doan)\b",
    "doan the": r"hoi\b(?! dong)|(?:hiep hoi|lien|doan|mat tran|uy ban mat tran|tinh doan|mttq)\b",
    "luc luong": r"(?:cong an|bo doi|bo chi huy|bo chqs|ban chi huy quan|dan quan|canh sat|quan)\b",
    "cap": r"(?:uy ban nhan dan|ubnd|xa|phuong)\b",
    "truong": r"(?:truong|co so dao tao)\b",
    "trung tam": r"trung tam\b",
    "cong ty": r"(?:tong )?cong ty\b|tap doan\b",
}
_ASKED_VI = re.compile(rf"\b(?<!mang xa )({'|'.join(_KINDS)}),? nao\b")
#: No body, though one's name is its last word.
_NO_BODY = re.compile(r"(?i)\b(?:cơ sở|văn bản|địa bàn)(?!\w)")
_ENGLISH = {
    "department": ("so", "phong"),
    "departments": ("so", "phong"),
    "ministry": ("bo",),
    "force": ("luc luong",),
    "association": ("hoi",),
    "associations": ("hoi",),
    "level": ("cap",),
}
_ASKED_EN = re.compile(rf"\b(?:which|what) (?:[\w-]+ ){{0,3}}?({'|'.join(_ENGLISH)})\b")


def asked_body(text: str, language: str) -> tuple[str, ...]:
    """The kinds of body asked for, () when any would do; ``text`` with its marks.

    >>> asked_body("Sở nào đào tạo nghề?", "vi"), asked_body("Đăng lên mạng xã hội nào?", "vi")
    (('so',), ())
    """
    if language == "vi":
        text = _NO_BODY.sub(lambda m: "." * len(m.group()), text)
    match = (_ASKED_VI if language == "vi" else _ASKED_EN).search(fold_chars(text))
    if not match:
        return ()
    return (match[1],) if language == "vi" else _ENGLISH[match[1]]


@lru_cache(maxsize=8192)
def is_kind(name: str, kinds: tuple[str, ...]) -> bool:
    """Whether a body of this name is of any of the kinds ``asked_body`` gave."""
    folded = re.sub(r"^(?:cac|nhung|lanh dao|giam doc|chu tich) ", "", fold_chars(name).strip())
    return any(re.match(_KINDS[kind], folded) for kind in kinds)
