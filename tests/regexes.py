"""Every regular expression of the project, found in its syntax, and inputs that are hard for it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).parents[1]
ROOMS = ("indexer", "service", "models")
_CALLS = {"compile", "search", "match", "fullmatch", "sub", "subn", "split", "findall", "finditer"}
_FEW = 6  # characters of a class, or branches, that are tried: the others are of the same kind
_UNBOUNDED = 50  # repetitions from which on a repeat is taken for one without end


@dataclass(frozen=True)
class Site:
    """Where a pattern stands, and by which methods it is used (all, where that is not told)."""

    place: str
    pattern: re.Pattern[str]
    methods: frozenset[str]


def sites() -> Iterator[Site | str]:
    """Every pattern; the place alone of one that only a call can know."""
    files = [p for room in ROOMS for p in sorted((ROOT / room).rglob("*.py"))]
    files = [p for p in files if "train" not in p.parts and p.name != "__main__.py"]
    trees = {path: ast.parse(path.read_text("utf-8")) for path in files}
    everywhere = _uses(trees.values())
    for path, tree in trees.items():
        own = _uses([tree])
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        module = import_module(name)
        owners = _owners(tree)
        for call in (n for n in ast.walk(tree) if isinstance(n, ast.Call)):
            if _is_re(call):
                name = owners.get(call, "")
                used = (own if name.startswith("_") else everywhere).get(name, set())
                yield _site(path, module, call, used)


def _is_re(call: ast.Call) -> bool:
    to = call.func
    known = isinstance(to, ast.Attribute) and isinstance(to.value, ast.Name) and to.value.id == "re"
    return known and to.attr in _CALLS and bool(call.args)


def _site(
    path: Path,
    module: ModuleType,
    call: ast.Call,
    used: set[str],
) -> Site | str:
    place = f"{path.relative_to(ROOT)}:{call.lineno}"
    method = call.func.attr  # type: ignore[attr-defined]
    at = {"compile": 1, "sub": 3, "subn": 3, "split": 2}.get(method, 2)
    flags = [k.value for k in call.keywords if k.arg == "flags"] or call.args[at : at + 1]
    if method in ("sub", "subn"):
        flags = [k.value for k in call.keywords if k.arg == "flags"]
    try:
        pattern = _value(call.args[0], module)
        compiled = re.compile(pattern, _value(flags[0], module) if flags else 0)
    except NameError:
        return place
    methods = used - {"compile"} if method == "compile" else {method}
    return Site(place, compiled, frozenset(methods) or frozenset({"search"}))


def _value(node: ast.expr, module: ModuleType) -> Any:
    code = compile(ast.Expression(node), module.__name__, "eval")
    return eval(code, vars(module))


def _owners(tree: ast.Module) -> dict[ast.Call, str]:
    """The name each call's value is given at once."""
    out = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.Call):
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            if isinstance(target, ast.Name):
                out[node.value] = target.id
    return out


def _uses(trees: Any) -> dict[str, set[str]]:
    """The methods that are taken of a name, wherever it is used."""
    out: dict[str, set[str]] = {}
    for tree in trees:
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and node.attr in _CALLS:
                of = node.value
                name = of.id if isinstance(of, ast.Name) else getattr(of, "attr", "")
                out.setdefault(name, set()).add(node.attr)
    return out


def pumps(pattern: re.Pattern[str]) -> set[tuple[str, str]]:
    """``(prefix, piece)``: ``prefix + n * piece`` enters a repeat of the pattern n times."""
    parsed = re._parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE)  # type: ignore[attr-defined]
    found: set[tuple[str, str]] = set()
    _pumps(parsed, "", found)
    return found


def _pumps(items: Any, before: str, found: set[tuple[str, str]]) -> None:
    for op, value in items:
        name = str(op)
        if "REPEAT" in name:
            low, high, body = value
            piece = _sample(body)
            if high >= _UNBOUNDED and piece:
                found.add((before, piece))
                found |= {(before, other) for other in _choices(body)}
            _pumps(body, before, found)
        elif name == "SUBPATTERN":
            _pumps(value[-1], before, found)
        elif name == "BRANCH":
            for branch in value[1]:
                _pumps(branch, before, found)
        elif name in ("ASSERT", "ASSERT_NOT"):
            _pumps(value[1], before, found)
        elif name == "ATOMIC_GROUP":
            _pumps(value, before, found)
        before += _sample([(op, value)])


def _choices(body: Any) -> set[str]:
    """One piece for each class or branch that a repeat may take."""
    out = set()
    for op, value in body:
        if str(op) == "IN":
            out |= {_one(item) for item in value if str(item[0]) != "NEGATE"}
        elif str(op) == "BRANCH":
            out |= {_sample(branch) for branch in value[1]}
        elif str(op) == "SUBPATTERN":
            out |= _choices(value[-1])
    return set(sorted(filter(None, out))[:_FEW])


def _sample(items: Any) -> str:
    """Some text that the items match, or nearly."""
    out = ""
    for op, value in items:
        name = str(op)
        if name == "LITERAL":
            out += chr(value)
        elif name == "NOT_LITERAL":
            out += "a" if value != ord("a") else "b"
        elif name == "ANY":
            out += "a"
        elif name == "IN":
            out += _of_class(value)
        elif "REPEAT" in name:
            out += max(1, value[0]) * _sample(value[2]) if value[0] else ""
        elif name == "SUBPATTERN":
            out += _sample(value[-1])
        elif name == "BRANCH":
            out += _sample(value[1][0])
        elif name == "ATOMIC_GROUP":
            out += _sample(value)
    return out


def _of_class(items: Any) -> str:
    if str(items[0][0]) != "NEGATE":
        return _one(items[0])
    taken = re.compile("[" + "".join(map(_shown, items[1:])) + "]") if items[1:] else None
    return next((c for c in "a 1.-;\n" if taken is None or not taken.match(c)), "€")


def _shown(item: Any) -> str:
    op, value = str(item[0]), item[1]
    if op == "LITERAL":
        return re.escape(chr(value))
    if op == "RANGE":
        return f"{re.escape(chr(value[0]))}-{re.escape(chr(value[1]))}"
    return {"DIGIT": r"\d", "SPACE": r"\s", "WORD": r"\w"}.get(str(value).split("_")[-1], "")


def _one(item: Any) -> str:
    op, value = str(item[0]), item[1]
    if op == "LITERAL":
        return chr(value)
    if op == "RANGE":
        return chr(value[0])
    kind = str(value)
    if "NOT" in kind:
        return {"CATEGORY_NOT_DIGIT": "a", "CATEGORY_NOT_SPACE": "a"}.get(kind, " ")
    return {"CATEGORY_DIGIT": "1", "CATEGORY_SPACE": " "}.get(kind, "a")
