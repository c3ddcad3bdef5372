"""How well clauses agree with a gold standard: starts, paths, whole leaves, agencies.

Spans are compared by their letters and digits, since a reader may drop Markdown and furniture.
"""

from __future__ import annotations

import json
import os
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from indexer.documents import Clause, Document
from indexer.text import fold_chars

#: Parts that hold the plan's own words; header, recipients and signature are no clauses of it.
BODY = ("decision", "plan", "appendix")
#: Kinds of gold unit that a segmenter must find.
UNITS = ("section", "clause", "subclause", "point", "bullet", "para", "closing", "article")
#: How many letters of a unit's beginning make it recognisable.
OPENING = 40


def shared() -> Path:
    """Where the plans and gold files lie: ``$TRACUU_SHARED``, else beside the project."""
    named = os.environ.get("TRACUU_SHARED")
    return Path(named) if named else Path(__file__).resolve().parents[3] / "shared"


def squash(text: str) -> str:
    """Letters and digits only, NFC, lower case."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFC", text).lower()))


def gold_units(path: Path) -> list[dict[str, Any]]:
    """The units of a gold file that a segmenter must find, in reading order."""
    rows = map(json.loads, path.read_text("utf-8").splitlines())
    return [row for row in rows if row["kind"] in UNITS]


@dataclass
class Agreement:
    """Counts of what was found; the shares are of the gold units, F1 of starts is symmetric."""

    found: int = 0
    gold: int = 0
    starts: int = 0
    paths: int = 0
    leaves: int = 0
    whole: int = 0
    addressed: int = 0
    agencies: int = 0
    responsible: int = 0
    written: int = 0
    intruders: int = 0
    duties: int = 0
    roles: int = 0
    aims: int = 0
    targets: int = 0
    missed: list[str] = field(default_factory=list)

    @property
    def starts_f1(self) -> float:
        """Harmonic mean of precision and recall of clause beginnings."""
        return 2 * self.starts / max(1, self.found + self.gold)

    def __add__(self, other: Agreement) -> Agreement:
        names = [n for n in self.__dataclass_fields__ if n != "missed"]
        sums = {n: getattr(self, n) + getattr(other, n) for n in names}
        return Agreement(**sums, missed=self.missed + other.missed)


def agreement(document: Document, gold: Sequence[Mapping[str, Any]]) -> Agreement:
    """Compare the clauses of ``document`` with its gold units."""
    clauses = [c for c in document.clauses if c.part in BODY]
    words = {c.path: squash(document.text[c.start : c.end]) for c in clauses}
    openings: dict[str, list[Clause]] = defaultdict(list)
    for clause in clauses:
        openings[words[clause.path][:OPENING]].append(clause)
    whole = set(words.values())
    out = Agreement(found=len(clauses), gold=len(gold))
    for unit in gold:
        _compare_place(out, unit, openings, whole)
        clause = next((c for c in clauses if c.path == unit["path"]), None)
        _compare_names(out, unit, clause)
        _compare_responsible(out, unit, clause)
        if not unit["children"]:
            _compare_targets(out, unit, clause)
    return out


def _compare_place(
    out: Agreement,
    unit: Mapping[str, Any],
    openings: Mapping[str, list[Clause]],
    whole: Iterable[str],
) -> None:
    here = openings.get(squash(unit["text"])[:OPENING], [])
    match = next((c for c in here if c.path == unit["path"]), here[0] if here else None)
    if match is None:
        out.missed.append(f"start {unit['id']}: {unit['first_words']}")
    else:
        here.remove(match)
        out.starts += 1
        out.paths += match.path == unit["path"]
        if match.path != unit["path"]:
            out.missed.append(f"path {unit['id']}: got {match.path}")
    if not unit["children"]:
        out.leaves += 1
        right = squash(unit["text"]) in whole or squash(unit["clean"]) in whole
        out.whole += right
        if not right:
            out.missed.append(f"span {unit['id']}: {unit['first_words']}")


def _compare_names(out: Agreement, unit: Mapping[str, Any], clause: Clause | None) -> None:
    """The names of the bodies the unit itself addresses, not those of the heading above it."""
    agency = unit["agency"] or {}
    wanted = {_name(a["name"]) for a in agency.get("addressees", ())}
    if not wanted or agency["inherited"]:
        return
    said = {_name(a.name) for a in clause.facts.agencies} if clause else set()
    out.addressed += 1
    out.agencies += wanted <= said
    if not wanted <= said:
        out.missed.append(f"agency {unit['id']}: wanted {wanted - said}, got {said}")


def _compare_responsible(out: Agreement, unit: Mapping[str, Any], clause: Clause | None) -> None:
    """Who must act, own or inherited, as the plan writes it, and in which role."""
    agency = unit["agency"] or {}
    wanted = {squash(a["as_written"]) for a in agency.get("addressees", ())}
    if not wanted:
        return
    said = {squash(a.as_written): a.role for a in clause.facts.agencies} if clause else {}
    right = wanted <= set(said)
    out.responsible += 1
    out.written += right
    wrong = [n for n, r in said.items() if r not in (None, "coordinate") and n not in wanted]
    out.intruders += len(wrong)
    if not right or wrong:
        out.missed.append(f"responsible {unit['id']}: wanted {wanted}, got {said}")
    if unit["children"] or not right:
        return
    roles = {said[name] for name in wanted}
    allowed = {"requested"} if agency["requested"] else set(agency["roles"])
    out.duties += 1
    out.roles += roles <= allowed
    if not roles <= allowed:
        out.missed.append(f"role {unit['id']}: wanted {allowed}, got {roles}")


def _compare_targets(out: Agreement, unit: Mapping[str, Any], clause: Clause | None) -> None:
    said = {(t.value, t.value_max) for t in clause.facts.targets} if clause else set()
    for target in unit["targets"]:
        right = (target["value"], target["value_max"]) in said
        out.aims += 1
        out.targets += right
        if not right:
            out.missed.append(f"target {unit['id']}: {target['quote']}, got {said}")


def _name(name: str) -> str:
    return "".join(filter(str.isalnum, fold_chars(name)))
