"""The reference tables of ``corpus/reference``: places, agencies, abbreviations, glossary.

They are data with a source for each row; code reads them and asserts nothing a row does not.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from indexer.errors import TracuuError
from indexer.text import fold_chars, nfc, place_tone


@dataclass(frozen=True, slots=True)
class Place:
    """A province, district or commune, with the dates it stood and what became of it."""

    id: str
    name: str
    full_name: str
    name_en: str
    level: str
    province: str | None
    valid_from: str | None
    valid_to: str | None
    successors: tuple[str, ...]
    merged_from: tuple[str, ...]
    aliases: tuple[str, ...]
    source: str
    status: str
    former_names: str = ""


@dataclass(frozen=True, slots=True)
class Succession:
    """One step: since ``since`` the agency ``successor`` (an id) does ``function`` ("" = all).

    ``basis``: "read" in ``source``, or "unverified", never to be asserted.
    """

    function: str
    successor: str
    since: str
    basis: str
    source: str


@dataclass(frozen=True, slots=True)
class AgencyRow:
    """A body plans address: its name, spellings, English name and successors."""

    id: str
    name: str
    level: str
    name_en: str
    aliases: tuple[str, ...]
    valid_to: str | None
    successors: tuple[str, ...]
    successor_note: str
    source: str
    status: str
    match: str = "exact"


@dataclass(frozen=True)
class Reference:
    """All tables. ``glossary`` maps an English term to Vietnamese terms; keys are lower case.

    ``issuers``: who issues under a code of document numbers ("TTg"), verified ones only.
    ``synonyms`` are rows of terms people use for one thing, everyday and administrative.
    ``everyday``: phrases only people say, with what plans write instead; not the other way round.
    ``classes``: kinds of things, with what plans call the whole class; not the other way round.
    ``levels``: rows of what plans call the places of one level by the units that theirs has.
    ``shorthand``: what a few small letters, folded, may stand for when typed in a hurry.
    ``lexicon``: English words with the number of sentences they were seen in and translations.
    """

    provinces: tuple[Place, ...]
    districts: tuple[Place, ...]
    communes: tuple[Place, ...]
    agencies: tuple[AgencyRow, ...]
    abbreviations: Mapping[str, tuple[str, ...]]
    shorthand: Mapping[str, tuple[str, ...]]
    glossary: Mapping[str, tuple[str, ...]]
    lexicon: Mapping[str, tuple[int, tuple[str, ...]]]
    issuers: Mapping[str, str]
    synonyms: tuple[tuple[str, ...], ...]
    everyday: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    classes: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    levels: tuple[tuple[str, ...], ...]
    successions: Mapping[str, tuple[Succession, ...]]

    @cached_property
    def province_by_id(self) -> dict[str, Place]:
        """Provinces, former ones too, by id."""
        return {p.id: p for p in self.provinces}

    @cached_property
    def commune_by_id(self) -> dict[str, Place]:
        """Communes by id."""
        return {c.id: c for c in self.communes}

    @cached_property
    def agency_by_name(self) -> dict[str, AgencyRow]:
        """Agencies by their names, not their aliases."""
        return {a.name: a for a in self.agencies}

    @cached_property
    def agency_by_id(self) -> dict[str, AgencyRow]:
        """Agencies by id."""
        return {a.id: a for a in self.agencies}

    def only_province_of(self, name: str, level: str, day: str | None) -> Place | None:
        """The province of the one district or commune called ``name``, accents and all.

        None when several bear the name, or when the table does not reach back to ``day``
        (ISO 8601): it has the communes since 2025-07-01.
        """
        if level == "commune" and (day is None or day < "2025-07"):
            return None
        units = self.districts if level == "district" else self.communes
        found = {u.province for u in units if _spoken(u.name) == _spoken(name)}
        return self.province_by_id.get(next(iter(found)) or "") if len(found) == 1 else None

    @cached_property
    def province_by_name(self) -> dict[str, Place]:
        """Provinces by folded name and alias."""
        out: dict[str, Place] = {}
        for place in self.provinces:
            for name in (place.name, place.full_name, place.name_en, *place.aliases):
                if name:
                    out.setdefault(fold_chars(name), place)
        return out


def _spoken(name: str) -> str:
    return " ".join(map(place_tone, name.split()))


def folder() -> Path:
    """Where the tables lie: ``$TRACUU_CORPUS/reference`` or ``corpus/reference`` of the project."""
    base = os.environ.get("TRACUU_CORPUS")
    root = Path(base) if base else Path(__file__).resolve().parent.parent / "corpus"
    return root / "reference"


@lru_cache(maxsize=1)
def load() -> Reference:
    """Read the tables once. Raises ``TracuuError`` when the folder is not there."""
    where = folder()
    if not (where / "provinces.tsv").is_file():
        raise TracuuError(
            f"Không thấy các bảng tra cứu ở {where}; đặt TRACUU_CORPUS trỏ tới thư mục corpus. / "
            f"No reference tables in {where}; set TRACUU_CORPUS to the corpus folder."
        )
    return Reference(
        provinces=tuple(_place(r, "province") for r in _rows(where / "provinces.tsv")),
        districts=tuple(_place(r, "district") for r in _rows(where / "districts.tsv")),
        communes=tuple(_place(r, "commune") for r in _rows(where / "communes.tsv")),
        agencies=tuple(_agency(r) for r in _rows(where / "agencies.tsv")),
        abbreviations=_abbreviations(where / "abbreviations.tsv"),
        shorthand={r["short"]: _many(r["long"]) for r in _rows(where / "shorthand.tsv")},
        glossary=_glossary(where / "glossary_en_vi.tsv"),
        lexicon={
            r["en"]: (int(r["seen"]), _many(r["vi"])) for r in _rows(where / "lexicon_en_vi.tsv")
        },
        successions=_successions(where / "agency_successors.tsv"),
        synonyms=tuple(_many(r["terms"]) for r in _rows(where / "synonyms.tsv")),
        everyday=_pairs(where / "everyday.tsv", "said", "written"),
        classes=_pairs(where / "classes.tsv", "members", "classes"),
        levels=tuple(_many(r["terms"]) for r in _rows(where / "levels.tsv")),
        issuers={
            r["code"]: r["issuer"]
            for r in _rows(where / "issuer_codes.tsv")
            if r["kind"] == "issuer" and r["status"] == "verified"
        },
    )


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            yield {key: nfc(value or "") for key, value in row.items() if key}


def _pairs(
    path: Path, left: str, right: str
) -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    return tuple((_many(row[left]), _many(row[right])) for row in _rows(path))


def _many(value: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in value.split("|") if part.strip())


def _place(row: dict[str, str], level: str) -> Place:
    full = row.get("full_name") or f"{row.get('kind', '')} {row['name']}".strip()
    return Place(
        id=row["id"],
        name=row["name"],
        full_name=full,
        name_en=row.get("name_en", ""),
        level=level,
        province=row.get("province") or None,
        valid_from=row.get("valid_from") or None,
        valid_to=row.get("valid_to") or None,
        successors=_many(row.get("successors", "")),
        merged_from=_many(row.get("merged_from", "")),
        aliases=_many(row.get("aliases", "")),
        source=row.get("source", ""),
        status=row.get("status", "verified"),
        former_names=row.get("former_names", ""),
    )


def _agency(row: dict[str, str]) -> AgencyRow:
    return AgencyRow(
        id=row["id"],
        name=row["name"],
        level=row.get("level", "any"),
        name_en=row.get("name_en", ""),
        aliases=_many(row.get("aliases", "")),
        valid_to=row.get("valid_to") or None,
        successors=_many(row.get("successors", "")),
        successor_note=row.get("successor_note", ""),
        source=row.get("source", ""),
        status=row.get("status", "verified"),
        match=row.get("match") or "exact",
    )


def _successions(path: Path) -> dict[str, tuple[Succession, ...]]:
    out: dict[str, list[Succession]] = {}
    for row in _rows(path):
        fields = ("function", "successor", "since", "basis", "source")
        out.setdefault(row["agency"], []).append(Succession(*(row[name] for name in fields)))
    return {agency: tuple(steps) for agency, steps in out.items()}


def _glossary(path: Path) -> dict[str, tuple[str, ...]]:
    out: dict[str, tuple[str, ...]] = {}
    for row in _rows(path):
        for term in (row["en"], *_many(row.get("variants", ""))):
            out.setdefault(term.lower(), _many(row["vi"]))
    return out


def _abbreviations(path: Path) -> dict[str, tuple[str, ...]]:
    out: dict[str, list[str]] = {}
    for row in _rows(path):
        out.setdefault(fold_chars(row["short"]), []).append(row["long"])
    return {short: tuple(dict.fromkeys(longs)) for short, longs in out.items()}
