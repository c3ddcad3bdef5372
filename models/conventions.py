"""How each model wants its texts: prefixes, word segmentation, length; read from data."""

import json
import tomllib
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path


@dataclass(frozen=True)
class Convention:
    """Input rules of one model; `max_tokens` None leaves the model's own limit."""

    query: str = ""
    passage: str = ""
    segment: bool = False
    max_tokens: int | None = None

    def as_data(self) -> dict[str, object]:
        """Plain data, for fingerprints."""
        return asdict(self)


@cache
def _table() -> dict[str, Convention]:
    text = files("models").joinpath("conventions.toml").read_text(encoding="utf-8")
    return {name.lower(): Convention(**rules) for name, rules in tomllib.loads(text).items()}


def known() -> list[str]:
    """Lower-case names of the public models with conventions, sorted."""
    return sorted(_table())


def convention(name: str) -> Convention | None:
    """The rules for a public name, or for a folder named like one; None when not listed."""
    table = _table()
    last = name.replace("\\", "/").rstrip("/").lower()
    if last in table:
        return table[last]
    tail = last.rsplit("/", 1)[-1]
    # A copied model's folder is usually named by the model alone or by owner--name.
    named = {key.rsplit("/", 1)[-1]: rules for key, rules in table.items()}
    return named.get(tail.rsplit("--", 1)[-1])


def own(folder: Path) -> Convention:
    """The rules a folder states itself: the query and passage prompts of its configuration."""
    try:
        text = (folder / "config_sentence_transformers.json").read_text(encoding="utf-8")
        prompts = json.loads(text).get("prompts") or {}
    except (OSError, ValueError, AttributeError):
        return Convention()
    passage = prompts.get("passage") or prompts.get("document") or ""
    return Convention(query=prompts.get("query") or "", passage=passage)
