"""Parameters of an address that are spelled otherwise than the call names them."""

from __future__ import annotations

from difflib import get_close_matches

from fastapi import Request

from indexer.errors import BadQuestion

#: What a body calls ``q``.
_OTHERWISE = {"question": "q", "query": "q"}
_ALIKE = 0.7


async def spelt(request: Request) -> None:
    """A dependency: refuse a parameter that is nearly one of the call's, naming the right one.

    ``localities=`` for ``locality=`` would else be answered as if nothing had been narrowed. What
    is like none is let pass: proxies and campaigns add their own.
    """
    dependant = getattr(request.scope.get("route"), "dependant", None)
    known = [one.alias for one in dependant.query_params] if dependant else []
    for name in dict.fromkeys(request.query_params):
        right = None if name in known else _meant(name, known)
        if right is not None:
            raise BadQuestion(
                f"Địa chỉ này không có tham số đó; hãy viết {right}. / "
                f"This address has no such parameter; write {right}.",
                name,
            )


def _meant(name: str, known: list[str]) -> str | None:
    """The parameter that ``name`` is a spelling of.

    >>> _meant("localities", ["q", "locality", "level"]), _meant("question", ["q"])
    ('locality', 'q')
    >>> _meant("utm_source", ["q", "locality", "document"])
    """
    if _OTHERWISE.get(name) in known:
        return _OTHERWISE[name]
    return next(iter(get_close_matches(name[:40].lower(), known, 1, _ALIKE)), None)
