"""The list of dependencies is true, and nothing in it may not be passed on."""

from __future__ import annotations

import re

from tests import licences
from tests.test_packaging import pins


def rows(text: str) -> set[str]:
    """The lines of packages in a page."""
    return {line for line in text.splitlines() if line[:2] == "| " and "| package" not in line}


def test_the_page_lists_what_is_installed_and_nothing_else() -> None:
    said, true = rows(licences.PAGE.read_text(encoding="utf-8")), rows(licences.page())
    assert true <= said, "python -m tests.licences"
    elsewhere = {line.split()[1] for line in said - true}  # on another platform
    assert not any(licences._is_installed(name) for name in elsewhere), "python -m tests.licences"
    listed = [line.split(" | ")[:2] for line in said]
    assert all(pins().get(name[2:]) == version for name, version in listed), "not a tested version"


def test_the_readme_names_what_the_project_names() -> None:
    assert licences.named_in_readme() in licences.README.read_text(encoding="utf-8")


def test_every_licence_is_permissive() -> None:
    good = re.compile(r"MIT|BSD|Apache|MPL|PSF|ISC|HPND|Zlib|CC0|CNRI|BSL-1\.0|Python Software")
    for package in [p for extra in (None, *licences.EXTRAS) for p in licences.packages(extra)]:
        assert good.search(package.licence), package
        assert not re.search(r"\bA?GPL|General Public", package.licence), package


def test_the_list_reaches_what_dependencies_need() -> None:
    names = {package.name for package in licences.packages()}
    assert {"fastapi", "starlette", "torch", "sklearn-crfsuite", "numpy"} <= names
    assert "pytest" not in names
