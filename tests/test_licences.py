"""The list of dependencies is true, and nothing in it may not be passed on."""

from __future__ import annotations

import re

from tests import licences
from tests.test_packaging import pins


def test_the_page_lists_what_is_installed() -> None:
    said = licences.PAGE.read_text(encoding="utf-8").splitlines()
    rows = [line for line in licences.page(licences.packages()).splitlines() if line[:2] == "| "]
    assert set(rows) <= set(said), "python -m tests.licences"
    listed = [line.split(" | ")[:2] for line in said if line[:2] == "| "][1:]
    assert all(pins().get(name[2:]) == version for name, version in listed), "not a tested version"


def test_every_licence_is_permissive() -> None:
    good = re.compile(r"MIT|BSD|Apache|MPL|PSF|ISC|HPND|Zlib|CC0|CNRI|BSL-1\.0|Python Software")
    for package in licences.packages():
        assert good.search(package.licence), package
        assert not re.search(r"\bA?GPL|General Public", package.licence), package


def test_the_list_reaches_what_dependencies_need() -> None:
    names = {package.name for package in licences.packages()}
    assert {"fastapi", "starlette", "torch", "sklearn-crfsuite", "numpy"} <= names
    assert "pytest" not in names
