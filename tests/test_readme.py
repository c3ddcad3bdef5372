"""The README tells the truth: commands, targets, folders and files it names exist."""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path

import pytest

from service.cli.parser import parser

ROOT = Path(__file__).parents[1]
PAGES = ("README.md", "README.vi.md", "CONTRIBUTING.md", "CHANGELOG.md")


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def commands() -> dict[str, argparse.ArgumentParser]:
    found = [a for a in parser()._actions if isinstance(a, argparse._SubParsersAction)]
    return dict(found[0].choices)


def targets() -> set[str]:
    return set(re.findall(r"^([a-z-]+):", text("Makefile"), flags=re.M))


@pytest.mark.parametrize("page", PAGES)
def test_commands_it_names_exist_and_parse(page: str) -> None:
    known = commands()
    named = re.findall(r"\btracuu ([a-z]+)([^`#\n]*)", text(page))
    for name, rest in named:
        assert name in known, name
        options = set(re.findall(r"(?<!\S)--[a-z-]+", rest))
        assert options <= set(known[name]._option_string_actions), (name, options)


@pytest.mark.parametrize("page", PAGES)
def test_make_targets_and_variables_it_names_exist(page: str) -> None:
    makefile = text("Makefile")
    for target, rest in re.findall(r"\bmake ([a-z]+)\b([^`#\n]*)", text(page)):
        assert target in targets(), f"make {target}"
        for variable in re.findall(r"\b([A-Z]+)=", rest):
            assert re.search(rf"^{variable} +\?=|\$\({variable}\)", makefile, flags=re.M)


@pytest.mark.parametrize("page", PAGES)
def test_folders_and_files_it_names_exist(page: str) -> None:
    for name in re.findall(r"`([a-z]+/(?:[\w./-]+)?)`", text(page)):
        if name != "index/":
            assert (ROOT / name).exists(), name
    for link in re.findall(r"\]\((?!http)([^)#]+)\)", text(page)):
        assert (ROOT / link).exists() or link == "docs/page.png", link


def test_its_table_of_folders_is_complete() -> None:
    named = set(re.findall(r"^\| `([a-z]+)/` \|", text("README.md"), flags=re.M))
    packages = {p.name for p in ROOT.iterdir() if p.is_dir() and (p / "__init__.py").exists()}
    assert packages - {"build"} <= named
    assert all((ROOT / name).is_dir() for name in named)


def test_it_marks_where_the_figures_go() -> None:
    page = text("README.md")
    assert page.count("<!-- figures -->") == page.count("<!-- /figures -->") == 1
    assert page.index("<!-- figures -->") < page.index("<!-- /figures -->")


def test_every_command_is_in_the_readme() -> None:
    page = text("README.md") + text("CHANGELOG.md")
    for name in commands():
        assert re.search(rf"\btracuu {name}\b|\|{name}\b", page), name


def test_every_command_has_an_example_and_json_where_it_prints_data() -> None:
    for name, command in commands().items():
        assert f"tracuu {name}" in (command.epilog or "")
        if name not in ("serve", "export", "mcp"):
            assert "--json" in command._option_string_actions, name


def test_the_two_languages_show_the_same_commands() -> None:
    def named(page: str) -> set[str]:
        return set(re.findall(r"\btracuu ([a-z]+)", text(page)))

    assert named("README.vi.md") <= named("README.md")


def test_what_an_assistant_is_told_to_start_is_a_command() -> None:
    told = re.search(r"```json\n(\{\"mcpServers.*?)```", text("README.md"), flags=re.S)
    assert told is not None
    server = json.loads(told[1])["mcpServers"]["tracuu"]
    assert server["command"].endswith("/tracuu")
    assert parser().parse_args(server["args"]).run == "service.cli.assistants:mcp"


def test_the_first_commands_are_the_two_that_matter() -> None:
    for page in ("README.md", "README.vi.md"):
        first = re.search(r"```sh\n(.*?)```", text(page), flags=re.S)
        assert first is not None
        assert [line.split("  ")[0] for line in first[1].splitlines()] == [
            "make serve",
            "make test",
        ]
