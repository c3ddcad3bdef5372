"""What the benches write is what was measured, with its spread, and where it is from.

Nothing is timed here; the pages are made of figures that were made up.
"""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from tests.bench import recombined, scale, stages
from tests.bench.asking import NAMES, Asked
from tests.bench.clients import Served
from tests.bench.scale import Built, Measured
from tests.bench.stages import Clock
from tests.bench.targets import targets
from tests.bench.timing import Cost, Timed, commit, machine, pages, put


def asked(search: float, scan: float = 0.050, recall: float = 1.0) -> Asked:
    """A run in which every question took the same: so many seconds a search, half of processor."""
    costs = {name: [Cost(search, search / 2)] * 3 for name in NAMES}
    return Asked({**costs, "exact scan": [Cost(scan, scan)] * 3}, recall, 1.0, 0.5, (900.0, 400.0))


def size(passages: int, *searches: float) -> Measured:
    """An index of so many passages, asked as often as there are searches."""
    served = Served(*[Timed((2.0, 1.0, 3.0))] * 3, 0, 4, 1000.0)
    runs = tuple(asked(one) for one in searches)
    return Measured(Built(Path("index"), passages, {"build": "1 s"}), runs, served)


def reached(page: str, name: str) -> str:
    """The line of ``page`` on ``name``."""
    return next(line for line in page.splitlines() if line.startswith(f"| {name} |"))


def says_where_it_is_from(page: str) -> bool:
    """Whether a page names its command, its machine and its day."""
    command = re.search(r"`(?:python -m tests\.[\w.]+|make \w+)", page)
    return bool(command and machine() in page and re.search(r"\d{4}-\d\d-\d\d", page))


def test_a_median_is_told_with_its_spread_where_there_is_one() -> None:
    assert Timed((0.31, 0.27, 0.29)).span() == "0.29, 0.27–0.31"
    assert Timed((0.31, 0.27, 0.29)).span(brackets=True) == "0.29 (0.27–0.31)"
    assert Timed((1.0, 1.0, 1.0)).span(3) == "1.000"


def test_one_page_of_several_is_written_in_the_place_of_its_own(tmp_path: Path) -> None:
    file = tmp_path / "RESULTS.md"
    for page in ("# One\n\nfirst\n", "# Two\n\nsecond\n", "# One\n\nthird\n"):
        put(file, page)
    assert pages(file) == {"# Two": "# Two\n\nsecond\n\n", "# One": "# One\n\nthird\n"}


def test_figures_name_the_commit_they_belong_to(tmp_path: Path) -> None:
    def git(*given: str) -> str:
        named = ("-c", "user.name=An", "-c", "user.email=an@example.org", "-C", str(tmp_path))
        return subprocess.run(
            ["git", *named, *given], check=True, capture_output=True, text=True
        ).stdout.strip()

    assert commit(tmp_path) == ()
    git("init", "-q")
    (tmp_path / "code.py").write_text("one\n")
    (tmp_path / "RESULTS.md").write_text("old figures\n")
    git("add", ".")
    git("commit", "-qm", "one")
    told = f"commit {git('rev-parse', '--short', 'HEAD')}"
    assert commit(tmp_path) == (told,)
    (tmp_path / "RESULTS.md").write_text("new figures\n")
    assert commit(tmp_path) == (told,), "another bench has written its page"
    (tmp_path / "code.py").write_text("two\n")
    assert commit(tmp_path) == (f"{told} with changes",)
    (tmp_path / "inside").mkdir()
    assert commit(tmp_path / "inside") == (), "another project's repository"


def test_every_size_has_a_column_and_a_point_of_the_curve() -> None:
    found = [size(10_092, 0.009), size(99_995, 0.012), size(1_000_127, 0.018)]
    page = scale.page(found, 91)
    assert "| | asked | 10,092 passages | 99,995 passages | 1,000,127 passages |" in page
    drawn = [line for line in page.splitlines() if line.startswith("search  ")]
    assert [line.split()[1] for line in drawn] == ["10,092", "99,995", "1,000,127"]
    assert [line.split(" × ")[1:] for line in drawn] == [[], ["1.3"], ["1.5"]]
    assert says_where_it_is_from(page)


def test_ratios_are_medians_of_runs_each_held_against_its_own() -> None:
    small, large = size(10_092, 0.010, 0.020, 0.010), size(1_000_127, 0.020, 0.040, 0.030)
    page = scale.page([small, large], 91)
    grown = reached(page, "search p50 ÷ that of the smallest")
    assert grown.endswith("|  | 2.00, 2.00–3.00 (2.00, 2.00–3.00) |"), "not 4, of two runs mixed"
    scan = reached(page, "search p50 ÷ exact scan p50")
    assert scan.endswith("| 0.60, 0.40–0.80 (0.30, 0.20–0.40) |")
    assert "| 10.0, 20.0, 10.0 ms | 20.0, 40.0, 30.0 ms |" in page, "as they came: the first too"


@pytest.mark.parametrize(("passages", "how"), [(100_000, "exactly"), (100_001, "by codes")])
def test_recall_says_whether_codes_had_a_part_in_it(passages: int, how: str) -> None:
    served = size(1, 0.01).served
    told = {t.name: t for t in targets([asked(0.01, recall=0.9987)], served, passages, None)}
    recall = told["recall@10 against exact"]
    assert (recall.asked, recall.reached[:5]) == ("≥ .99; 1 up to 100,000", "0.999")
    assert recall.reached.endswith(how)


def test_a_size_that_leaves_the_page_is_said() -> None:
    before = scale.page([size(10_092, 0.01), size(100_124, 0.01), size(1_000_008, 0.01)], 91)
    assert scale.lost(before, [10_097, 1_000_127]) == ["100,124"]
    assert scale.lost(before, [10_097, 99_995, 1_000_127]) == []
    assert scale.lost("", [10_097]) == []


def test_a_hundred_thousand_passages_are_no_more_than_are_searched_exactly() -> None:
    assert recombined.are_enough(99_995, 100_000, 129)
    assert not recombined.are_enough(99_800, 100_000, 129)
    assert not recombined.are_enough(999_998, 1_000_000, 129), "at least a million"
    assert recombined.are_enough(1_000_127, 1_000_000, 129)


def test_a_stage_does_not_count_what_it_calls_of_others(monkeypatch: pytest.MonkeyPatch) -> None:
    ticks = iter(range(100))
    monkeypatch.setattr(stages, "_now", lambda: Cost(float(next(ticks)), 0.0))
    clock = Clock()
    inner = clock.within("inner", lambda: None)
    outer = clock.within("outer", lambda: (inner(), inner()))
    told = clock.told(outer)
    # A tick whenever one stage gives way to another: rest, outer, inner, outer, inner, outer, rest.
    assert {stage: spent.clock for stage, spent in told.items()} == {
        stages.REST: 2.0,
        "outer": 3.0,
        "inner": 2.0,
    }


def test_every_stage_is_a_function_that_is_there() -> None:
    assert {stage for stage, _, _ in stages.places()} == set(stages.STAGES)


def test_stages_add_up_to_the_whole() -> None:
    told = {"facets": Cost(0.001, 0.001), stages.REST: Cost(0.002, 0.003)}
    staged = [{"search": [told, told], "ask": [told, told]}] * 3
    plain = [{name: [{stages.WHOLE: Cost(0.0025, 0.003)}] * 2 for name in ("search", "ask")}] * 3
    page = stages.page(staged, plain, 2_160)
    assert "| all | 3.00 | 3.00 | 3.00 | 4.00 |" in page
    assert "| facets | 1.00 | 1.00 | 1.00 | 1.00 |" in page and "outlines" not in page
    assert says_where_it_is_from(page)
