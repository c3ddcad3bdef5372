"""How well facts agree with a gold standard: recall of what it names, precision of what we say.

Words are compared by their letters and digits (``measures.squash``), since a reader may drop
Markdown and furniture.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from indexer.documents import Clause, Document, Law, Target
from tests.quality.measures import squash

Row = Mapping[str, Any]
#: A figure whose unit is a report is a reporting cycle, which we tell as a deadline.
_CYCLE = "báo cáo"


@dataclass
class Count:
    """Of ``gold`` facts ``found`` were told; of ``said`` ones ``right`` are in the gold."""

    gold: int = 0
    found: int = 0
    said: int = 0
    right: int = 0
    missed: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        """The share of the gold that was found."""
        return self.found / max(1, self.gold)

    @property
    def precision(self) -> float:
        """The share of what we say that the gold has too."""
        return self.right / max(1, self.said)

    def add(self, wanted: Iterable[str], said: Iterable[str], where: str) -> None:
        """Count one clause's facts, each a string that says what it is."""
        gold, ours = set(wanted), set(said)
        self.gold += len(gold)
        self.found += len(gold & ours)
        self.said += len(ours)
        self.right += len(gold & ours)
        if gold != ours:
            self.missed.append(f"{where}: missing {gold - ours}, too much {ours - gold}")


def bodies(document: Document, gold: Sequence[Row]) -> dict[str, Count]:
    """Addressees with their role, and partners, of every clause that the gold assigns."""
    by_path = {c.path: c for c in document.clauses}
    out = {"addressees": Count(), "roles": Count(), "partners": Count()}
    for unit in gold:
        clause, agency = by_path.get(unit["path"]), unit["agency"]
        if clause is None or not agency:
            continue
        out["addressees"].add(
            (squash(a["name"]) for a in agency["addressees"]),
            (squash(a.name) for a in clause.facts.agencies if a.role and not a.partner),
            unit["id"],
        )
        if not unit["children"]:
            out["roles"].add(_roles_wanted(agency), _roles_said(clause, agency), unit["id"])
            out["partners"].add(
                (squash(a["as_written"]) for a in agency["partners"]),
                (squash(a.as_written) for a in clause.facts.agencies if a.partner),
                unit["id"],
            )
    return out


def _roles_wanted(agency: Row) -> set[str]:
    if agency["requested"]:
        return {"requested"}
    return set(agency["roles"][:1]) if agency["addressees"] else set()


def _roles_said(clause: Clause, agency: Row) -> set[str]:
    """The role of the addressees; where the gold has several in turn, any of them counts."""
    said = {str(a.role) for a in clause.facts.agencies if a.role and not a.partner}
    allowed = set(agency["roles"])
    if said and said <= allowed and not agency["requested"]:
        return set(agency["roles"][:1])
    return said


def targets(document: Document, gold: Sequence[Row]) -> dict[str, Count]:
    """Figures: value; value, comparison and unit; value and what is counted.

    Precision is over the clauses for which the gold lists figures.
    """
    by_path = {c.path: c for c in document.clauses}
    out = {"value": Count(), "comparison": Count(), "of": Count()}
    for unit in gold:
        wanted = [t for t in unit["targets"] if not t["unit"].startswith(_CYCLE)]
        clause = by_path.get(unit["path"])
        if not wanted or clause is None or unit["children"]:
            continue
        said = clause.facts.targets
        out["value"].add(map(_figure, wanted), map(_ours, said), unit["id"])
        out["comparison"].add(
            (f"{_figure(t)} {t['op']} {t['unit'][:4]}" for t in wanted),
            (f"{_ours(t)} {t.op} {t.unit[:4]}" for t in said),
            unit["id"],
        )
        out["of"].gold += len(wanted)
        for target in wanted:
            told = any(_counts_the_same(target, t) for t in said)
            out["of"].found += told
            if not told:
                out["of"].missed.append(f"{unit['id']}: {target['of']}, got {[t.of for t in said]}")
    return out


def _figure(target: Row) -> str:
    return f"{float(target['value'])} {target['value_max']}"


def _ours(target: Target) -> str:
    return f"{target.value} {target.value_max}"


def _counts_the_same(gold: Row, ours: Target) -> bool:
    """One names what the other does, perhaps with more words around it."""
    if _figure(gold) != _ours(ours) or not ours.of:
        return False
    a, b = squash(gold["of"]), squash(ours.of)
    return a in b or b in a


def cited(document: Document, row: Row) -> dict[str, Count]:
    """Cited documents: number or name, date, issuer. Only the first citation of each counts."""
    laws = [law for c in document.clauses for law in c.facts.laws]
    out = {"cited": Count(), "date": Count(), "issuer": Count()}
    for basis in row["legal_bases"]:
        same = [law for law in laws if _is(law, basis)]
        for count, right in (
            ("cited", bool(same)),
            ("date", any(law.date == basis["date"] for law in same)),
            ("issuer", any(_issued(law, basis["issuer"]) for law in same)),
        ):
            out[count].gold += 1
            out[count].found += right
            if not right:
                out[count].missed.append(f"{row['doc']}: {basis['quote']}, got {same}")
    return out


def _is(law: Law, basis: Row) -> bool:
    if basis["number"]:
        return law.number == basis["number"]
    name = re.sub(r"\s*(?:ngày|năm)\s.*", "", basis["quote"])
    return not law.number and squash(law.name or "") == squash(name)


def _issued(law: Law, issuer: str) -> bool:
    """Compared without the place, which a plan leaves out of its own committee's name."""
    said, wanted = (squash(x) for x in (law.issuer or "", issuer.split(" (")[0]))
    short = said.replace("ubnd", "ủybannhândân")
    return bool(said) and (wanted.startswith(short) or short.startswith(wanted))
