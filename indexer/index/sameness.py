"""Documents of the same wording out of different files (a .docx and its .docm): noted with each.

The files differ, so they are no twins and both are searched; whoever runs the index should know.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

_SAID = "Trùng lời văn với "


def is_note(problem: str) -> bool:
    """Whether this is one of ``notes``, and not what reading met."""
    return problem.startswith(_SAID)


def notes(wordings: Mapping[str, str]) -> dict[str, str]:
    """What to tell of documents of which others have the same wording, by id."""
    same: dict[str, list[str]] = defaultdict(list)
    for name in sorted(wordings):
        same[wordings[name]].append(name)
    found = {}
    for names in same.values():
        for name in names if len(names) > 1 else ():
            others = ", ".join(other for other in names if other != name)
            found[name] = f"{_SAID}{others}. / Same wording as {others}."
    return found
