"""What is installed: pins, the command, and that asking it for help loads nothing heavy."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
HEAVY = ("torch", "numpy", "faiss", "tantivy", "fastapi", "sentence_transformers", "pydantic")
EXTRAS = tuple(PROJECT["optional-dependencies"])
#: Parts of fastapi, jinja2 and pydantic that these document as their own.
COMPANIONS = {"starlette", "markupsafe", "pydantic-core"}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def pins() -> dict[str, str]:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    named = [line.split("==") for line in lines if line and not line.startswith("#")]
    return {normal(name): version for name, version in named}


def declared(dev: bool = True) -> list[str]:
    extras = [PROJECT["optional-dependencies"][name] for name in EXTRAS if dev or name != "dev"]
    everything = PROJECT["dependencies"] + sum(extras, [])
    return [normal(re.split(r"[<>=!~\[; ]", text)[0]) for text in everything]


def sources() -> Iterator[Path]:
    for folder in ("indexer", "service", "models"):
        yield from (ROOT / folder).rglob("*.py")


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0]


def test_every_dependency_is_pinned_exactly() -> None:
    assert set(declared()) <= set(pins())
    assert all(re.fullmatch(r"[\w.]+", version) for version in pins().values()), (
        "a local version such as +cpu would keep other machines from installing"
    )


def test_every_import_is_declared() -> None:
    wanted = {name for path in sources() for name in imports(path)}
    owners = metadata.packages_distributions()
    third_party = {normal(owner) for name in wanted for owner in owners.get(name, [])}
    assert third_party - {"tracuu"} - COMPANIONS <= set(declared(dev=False))


def test_the_pins_reach_everything_the_dependencies_need() -> None:
    wanted, seen = declared(), set()
    while wanted:
        name = wanted.pop()
        if name in seen:
            continue
        seen.add(name)
        try:
            needs = metadata.requires(name) or []
        except metadata.PackageNotFoundError:
            continue  # for another platform or Python
        wanted += [normal(re.split(r"[<>=!~\[(; ]", n)[0]) for n in needs if "extra ==" not in n]
    installed = {name for name in seen if _installed(name)}
    assert installed <= set(pins())


def test_the_tested_versions_are_the_installed_ones() -> None:
    differing = {
        name: (version, metadata.version(name))
        for name, version in pins().items()
        if _installed(name) and metadata.version(name).split("+")[0] != version
    }
    assert not differing


def test_the_command_is_installed() -> None:
    found = [e for e in metadata.entry_points(group="console_scripts") if e.name == "tracuu"]
    if not found:
        pytest.skip("the project itself is not installed here")
    assert found[0].value == "service.cli:main"


@pytest.mark.parametrize("words", [["--help"], ["ask", "--help"], ["eval", "--help"]])
def test_help_loads_nothing_heavy(words: list[str]) -> None:
    code = f"""
import sys
from service.cli import main
try:
    main({words!r})
except SystemExit as end:
    assert end.code == 0, end.code
print("LOADED", *sorted(set({HEAVY!r}) & set(sys.modules)))
"""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1].strip() == "LOADED"


def _installed(name: str) -> bool:
    try:
        metadata.version(name)
    except metadata.PackageNotFoundError:
        return False
    return True
