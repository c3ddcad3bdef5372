"""Narrowing what is shown: filters as they stand in the address, facets with counts, chips."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, get_args

from starlette.datastructures import QueryParams

from indexer.documents import DocumentInfo, Kind, Level
from indexer.errors import BadQuestion
from service.answers import Filter
from service.api.inputs import MAX_NAME, clean
from service.retrieve.searching import Order
from service.web.links import State, href
from service.web.messages import Lang, say, spoken, term

LEVELS: tuple[str, ...] = get_args(Level)
ORDERS: tuple[Order, ...] = get_args(Order)
KINDS: tuple[str, ...] = get_args(Kind)

#: What a reader narrows answers and passages by, and what passages alone can be narrowed by.
SCOPE, WITHIN = ("locality", "level", "year"), ("agency", "kind")
#: Values given more than once are as good as one too many.
_MOST = 50


@dataclass(frozen=True, slots=True)
class Filters:
    """What is asked to be left out, and the order of passages.

    ``exact``: only passages that hold the very words, and no answers. ``without``: filters that
    the question names itself and that are to be ignored ("locality:hai-duong"). ``literal``: no
    typing mistake is mended.
    """

    locality: tuple[str, ...] = ()
    level: tuple[str, ...] = ()
    year: tuple[str, ...] = ()
    agency: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    order: Order = "best"
    exact: bool = False
    without: tuple[str, ...] = ()
    literal: bool = False

    @property
    def scope(self) -> dict[str, tuple[str, ...]]:
        """What holds for the next question too."""
        return {name: self.held(name) for name in SCOPE}

    @property
    def state(self) -> dict[str, State]:
        """All of it, as parts of an address."""
        order = None if self.order == "best" else self.order
        held = {name: self.held(name) for name in (*SCOPE, *WITHIN)}
        marks = {name: "1" if on else None for name, on in self._marks().items()}
        return {**held, "order": order, **marks, "without": self.without}

    def _marks(self) -> dict[str, bool]:
        return {"exact": self.exact, "literal": self.literal}

    def held(self, name: str) -> tuple[str, ...]:
        """The values of one filter."""
        values: tuple[str, ...] = getattr(self, name)
        return values

    def toggled(self, name: str, value: str) -> Filters:
        """With ``value`` of a filter put in, or out where it was in."""
        held = self.held(name)
        kept = tuple(v for v in held if v != value)
        if len(kept) == len(held):
            kept = (*held, value) if name in SCOPE else (value,)
        return self._with(name, kept)

    def wider(self, name: str) -> Filters:
        """With one filter off."""
        return self._with(name, ())

    def _with(self, name: str, values: tuple[str, ...]) -> Filters:
        change: dict[str, Any] = {name: values}
        return replace(self, **change)


def filters(query: QueryParams) -> Filters:
    """Read the filters of an address; an empty one is none.

    Raises ``BadQuestion`` naming the one at fault.
    """

    def many(name: str, fits: Callable[[str], bool]) -> tuple[str, ...]:
        told = tuple(dict.fromkeys(one for one in map(clean, query.getlist(name)) if one))
        wrong = next((one for one in told if not fits(one)), None)
        if wrong is not None or len(told) > _MOST:
            raise _bad(name, (wrong or str(len(told)))[:40])
        return told

    order = many("order", ORDERS.__contains__)
    return Filters(
        locality=many("locality", _is_name),
        level=many("level", LEVELS.__contains__),
        year=many("year", _is_year),
        agency=many("agency", _is_name)[:1],
        kind=many("kind", KINDS.__contains__)[:1],
        order=next((known for known in ORDERS if known in order), "best"),
        exact=bool(query.get("exact")),
        without=many("without", _is_name),
        literal=bool(query.get("literal")),
    )


def _is_name(text: str) -> bool:
    return len(text) <= MAX_NAME


def _is_year(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) == 4


def _bad(name: str, value: str) -> BadQuestion:
    return BadQuestion(say("vi", "bad_filter", name=name, value=value), name)


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a facet, how many it would leave, and the address with it put in or out."""

    label: str
    count: int
    href: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """What can be narrowed by: its values, those chosen among them, most first."""

    name: str
    values: tuple[Value, ...]

    @property
    def chosen(self) -> int:
        """How many of its values are in force."""
        return sum(value.chosen for value in self.values)


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in force, and the address without it; ``note``: what became of the place named."""

    label: str
    href: str
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Facets and chips of one page: of question ``q``, or of the holdings without one."""

    q: str
    chosen: Filters
    infos: Sequence[DocumentInfo]
    lang: Lang

    def facets(
        self, counts: Mapping[str, Mapping[str, int]], names: Sequence[str]
    ) -> tuple[Facet, ...]:
        """Facets of ``counts``; one with nothing to choose from is left out."""
        made = (Facet(name, tuple(self._values(name, counts.get(name, {})))) for name in names)
        return tuple(facet for facet in made if len(facet.values) > 1 or facet.chosen)

    def chips(self) -> tuple[Chip, ...]:
        """Every filter in force with the way out of it."""
        out = []
        for name in (*SCOPE, *WITHIN):
            for value in self.chosen.held(name):
                label = self._label(name, self._name(name, value))
                out.append(Chip(label, self._href(self.chosen.toggled(name, value))))
        if self.chosen.exact:
            off = replace(self.chosen, exact=False)
            out.append(Chip(say(self.lang, "exact_chip"), self._href(off)))
        return tuple(out)

    def named(self, told: Sequence[Filter]) -> tuple[Chip, ...]:
        """The filters that the question itself names, each with the way to ask without it."""
        out = []
        for one in told:
            if one.origin == "question":
                label = term(self.lang, "level", one.value) if one.kind == "level" else one.said
                label = say(self.lang, "except", name=label) if one.excluded else label
                off = (*self.chosen.without, f"{one.kind}:{one.value}")
                note = spoken(self.lang, one.note) if one.note else None
                source = f" ({one.source})" if one.source else ""
                address = self._href(replace(self.chosen, without=off))
                out.append(Chip(label, address, note and note + source))
        return tuple(out)

    def holdings(self) -> dict[str, dict[str, int]]:
        """How many of the documents held each value of the scope has, others left as chosen."""
        out: dict[str, dict[str, int]] = {}
        for name in SCOPE:
            found = out.setdefault(name, {})
            for info in self.infos:
                if (value := getattr(info, name)) and self._holds(info, name):
                    found[str(value)] = found.get(str(value), 0) + 1
        return out

    def _holds(self, info: DocumentInfo, but: str) -> bool:
        """Whether a document is within the scope chosen, whatever it says of ``but``."""
        for name in SCOPE:
            wanted = set(self.chosen.held(name))
            held = {str(getattr(info, name)), info.locality_id if name == "locality" else None}
            if name != but and wanted and not held & wanted:
                return False
        return True

    def _values(self, name: str, counts: Mapping[str, int]) -> Iterator[Value]:
        chosen = set(self.chosen.held(name))
        ids = {i.locality: i.locality_id or i.locality for i in self.infos if i.locality}
        names = dict(counts) | {
            known: 0 for v in chosen if (known := self._name(name, v)) not in counts
        }
        order = sorted(names.items(), key=_by_name if name == "year" else lambda one: -one[1])
        for value, count in order:
            key = ids.get(value) or value if name == "locality" else value
            here = bool(chosen & {key, value})
            spelt = next((v for v in (key, value) if v in chosen), key)
            yield Value(
                self._label(name, value),
                count,
                self._href(self.chosen.toggled(name, spelt)),
                here,
            )

    def _name(self, name: str, value: str) -> str:
        """A filter's value as facets count it: places by name."""
        if name != "locality":
            return value
        return next((i.locality or value for i in self.infos if i.locality_id == value), value)

    def _label(self, name: str, value: str) -> str:
        return term(self.lang, name, value) if name in ("level", "kind") else value

    def _href(self, chosen: Filters) -> str:
        return href("/", self.lang, q=self.q or None, **chosen.state)


def _by_name(one: tuple[str, int]) -> int:
    return -int(one[0])
