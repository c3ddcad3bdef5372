"""A plan printed to PDF and read back gives the tree of its text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from indexer.analyse import analyse
from indexer.documents import Document
from tests.indexer import printed


def tree(document: Document) -> list[tuple[str, str]]:
    """Every clause behind the front matter: its path and its own text. Footnotes come last.

    They are sorted: WeasyPrint may print one that does not fit below a later one.
    """
    texts = {c.path: document.text[c.start : c.own_end] for c in document.clauses}
    body = [c.path for c in document.clauses if c.part != "front" and texts[c.path][0] != "["]
    notes = sorted(text for text in texts.values() if text[0] == "[")
    return [(path, texts[path]) for path in body] + [("note", text) for text in notes]


@pytest.mark.slow
@settings(
    max_examples=10,
    deadline=None,
    derandomize=True,  # the same plans each time: a typesetter has whims without end
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # shrinking would print for minutes
)
@given(plan=printed.plans(), style=printed.STYLES)
def test_a_printed_plan_has_the_tree_of_its_text(
    tmp_path: Path, plan: printed.Plan, style: printed.Style
) -> None:
    source = tmp_path / "plan.md"
    source.write_text(printed.markdown(plan), "utf-8")
    expected = analyse(source, "a", source.name)
    file = printed.print_to(tmp_path / "plan.pdf", plan, style)
    found = analyse(file, "a", file.name)
    assert tree(found) == tree(expected)
    for name in ("number", "date", "issuer", "signer", "locality"):
        assert getattr(found.info, name) == getattr(expected.info, name), name
    assert found.problems == expected.problems
