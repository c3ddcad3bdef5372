"""Forms that are sent to us: read within bounds, and only from pages of our own."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

from fastapi import Request

from service.api.errors import Problem, RequestProblem
from service.api.inputs import clean

_FIELDS = 20


def require_own(request: Request) -> None:
    """Refuse a form that another site made the browser send.

    Nobody signs in here, so there is no session to steal; but a page elsewhere could fill the box
    through its readers. Every browser says where a form comes from, in one of two headers.
    """
    told = request.headers.get("sec-fetch-site")
    origin = urlsplit(request.headers.get("origin", "")).netloc
    if told == "same-origin" or (told is None and origin == request.headers.get("host")):
        return
    raise RequestProblem(
        Problem(
            403,
            "Biểu mẫu phải gửi từ chính trang này. / The form must be sent from this site.",
        )
    )


async def form(request: Request) -> dict[str, str]:
    """The fields of a form, cleaned; of a field given twice the last is kept.

    The body's size is bounded for every request; raises ``RequestProblem`` for another kind.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        raise RequestProblem(
            Problem(415, "Hãy gửi bằng biểu mẫu của trang. / Send it by the page's own form.")
        )
    try:
        text = (await request.body()).decode("utf-8")
        found = parse_qsl(text, keep_blank_values=True, max_num_fields=_FIELDS, errors="strict")
    except ValueError:  # not UTF-8, or more fields than any form here has
        raise RequestProblem(
            Problem(400, "Biểu mẫu không đọc được. / The form cannot be read.")
        ) from None
    return {name: clean(value) for name, value in found}
