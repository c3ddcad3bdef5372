"""What is installed to run the project, and under which licences: ``python -m tests.licences``.

Writes ``docs/dependencies.md``, and into ``README.md`` the packages that it names itself;
``tests/test_licences.py`` fails when either is no longer true.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE, README = ROOT / "docs" / "dependencies.md", ROOT / "README.md"
#: What ``pip install '.[…]'`` adds for whoever runs it; "dev" is for those who change it.
EXTRAS = ("milvus", "bulk", "research", "train")
_NAME = re.compile(r"[A-Za-z0-9][\w.-]*")
#: What packages call one licence: their metadata is free text.
_CALLED = {
    r"^mit( license)?$": "MIT",
    r"^apache( software license|[- ]2\.0( license)?)$": "Apache-2.0",
    r"^(3-clause )?bsd( license)?$|^bsd-3-clause$": "BSD-3-Clause",
    r"mozilla public license 2\.0": "MPL-2.0",
}
_INTRO = """# What it stands on

The packages that a plain set-up installs to run, with the licences that they state. All may be
used and passed on freely, commercially too; none is under the GPL or AGPL. Made by
`python -m tests.licences` and held by a test. The exact versions are in `constraints.txt`, where
they can be checked against lists of known weaknesses (`pip-audit -r constraints.txt`, on a machine
with internet). Beside them: Tesseract (Apache-2.0), a program of the system, for scans.

"""
_EXTRA = "\n## With the extra `{}`\n\n"
_HEAD = "| package | version | licence |\n|---|---|---|\n"
_DIRECT_HEAD = "| package | licence |\n|---|---|\n"


@dataclass(frozen=True, slots=True)
class Package:
    """A package that is installed; ``licence`` as it states it, in SPDX's words where known."""

    name: str
    version: str
    licence: str


def packages(extra: str | None = None) -> list[Package]:
    """Everything the run-time dependencies bring, by name; what an extra brings beside it."""
    own = _reached(_named(None))
    seen = _reached(_named(extra)) - own if extra else own
    return [_package(name) for name in sorted(seen) if _is_installed(name)]


def direct() -> list[Package]:
    """The packages that the project names itself, by name."""
    return [_package(name) for name in sorted(_named(None)) if _is_installed(name)]


def _named(extra: str | None) -> list[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    texts = project["optional-dependencies"][extra] if extra else project["dependencies"]
    return [_name(text) for text in texts]


def _reached(names: list[str]) -> set[str]:
    """These and all that they need."""
    wanted, seen = list(names), set[str]()
    while wanted:
        name = wanted.pop()
        if name in seen:
            continue
        seen.add(name)
        wanted += [_name(text) for text in _needs(name)]
    return seen


def page() -> str:
    """The page, as it is written."""
    extras = (_EXTRA.format(extra) + _table(packages(extra)) for extra in EXTRAS)
    return _INTRO + _table(packages()) + "".join(extras)


def _table(found: list[Package]) -> str:
    return _HEAD + "".join(f"| {p.name} | {p.version} | {p.licence} |\n" for p in found)


def named_in_readme() -> str:
    """The README's table."""
    return _DIRECT_HEAD + "".join(f"| {p.name} | {p.licence} |\n" for p in direct())


def _needs(name: str) -> Iterator[str]:
    if _is_installed(name):
        yield from (n for n in metadata.requires(name) or [] if "extra ==" not in n)


def _is_installed(name: str) -> bool:
    try:
        metadata.version(name)
    except metadata.PackageNotFoundError:
        return False  # for another platform or Python
    return True


def _name(text: str) -> str:
    found = _NAME.match(text)
    assert found, text
    return re.sub(r"[-_.]+", "-", found.group()).lower()


def _package(name: str) -> Package:
    told = metadata.metadata(name)
    classified = [
        c.rsplit("::", 1)[1].strip() for c in told.get_all("Classifier") or [] if c[:7] == "License"
    ]
    licence = told.get("License-Expression") or "; ".join(classified) or told.get("License") or ""
    version = metadata.version(name).split("+")[0]
    return Package(name, version, _spdx(" ".join(licence.split())))


def _spdx(licence: str) -> str:
    for pattern, name in _CALLED.items():
        if re.search(pattern, licence, re.IGNORECASE):
            return name
    return licence


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    before, *_ = README.read_text(encoding="utf-8").partition(_DIRECT_HEAD)  # its last lines
    README.write_text(before + named_in_readme(), encoding="utf-8")
