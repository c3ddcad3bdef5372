"""Every promise of ``docs/threats.md`` names a test, and the test is there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "threats.md").read_text(encoding="utf-8")


def test_each_promise_names_tests_that_exist() -> None:
    promises = PAGE.split("| promise |")[1].split("\n\n")[0].splitlines()[2:]
    assert len(promises) >= 20
    for line in promises:
        named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", line)
        assert named, line
        for file, test in named:
            assert f"def {test}(" in (ROOT / file).read_text(encoding="utf-8"), (file, test)
