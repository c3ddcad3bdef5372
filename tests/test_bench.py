"""What the benches write is what was measured, with its spread, and where it is from.

Nothing is timed here; the pages are made of figures that were made up.
"""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from itertools import islice
from pathlib import Path

import pytest

from indexer.analyse import analyse
from indexer.passages import passages_of
from indexer.text import slug
from service.learning import evaluate
from service.learning.evaluate import FIELDS
from tests.bench import __main__ as bench
from tests.bench import beside, peers, recombined, scale, scans, stages, standings
from tests.bench.asking import NAMES, Asked
from tests.bench.clients import Served
from tests.bench.scale import Built, Measured
from tests.bench.stages import Clock
from tests.bench.standings import Pace, Tally
from tests.bench.targets import targets
from tests.bench.timing import Cost, Timed, commit, machine, pages, put
from tests.faults import load


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


def test_the_first_copy_of_a_plan_is_the_plan_and_what_the_others_change_is_known() -> None:
    file = sorted((bench.ROOT / "corpus" / "plans").glob("*.md"))[0]
    document = analyse(file, file.stem, file.name)
    base = [(document, passages_of(document))]
    first, second = (copy for copy, _ in islice(recombined.copies(base), 2))
    assert (first.text, first.info.locality) == (document.text, document.info.locality)
    change = recombined.change_of(base, recombined.names_of(base), 1)
    assert second.text == change(document.text) != document.text
    assert (second.info.locality, second.info.year) == (
        change(document.info.locality or ""),
        int(change(str(document.info.year))),
    )
    assert second.info.locality_id == slug(second.info.locality or "") != first.info.locality_id
    clause = document.clauses[5]
    assert change(document.text[clause.start : clause.end]) in second.text


def test_questions_of_every_form_are_asked_about_as_often() -> None:
    forms = ("as asked", "without marks", "few words", "English")
    questions = [f"{form}: {number}" for number in range(45) for form in forms]
    chosen = bench.some(questions, 110)
    assert len(set(chosen)) == 110
    counts = Counter(text.partition(":")[0] for text in chosen)
    assert min(counts.values()) >= 25, "none left out, as steps of two do"
    assert bench.some(questions[:3], 110) == questions[:3]


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


def right(**shares: float) -> Tally:
    """Every measure of every form right so often of ten, but for the forms given."""
    tally = Tally()
    for measure in standings.MEASURES:
        for form in FIELDS:
            for number in range(10):
                tally.add(measure, form, number < 10 * shares.get(form, shares["others"]))
    return tally


def pace(*seconds: float, processor: float = 1.0) -> Pace:
    """A round for each: so many seconds a question by the clock, ``processor`` of it worked."""
    return Pace(tuple(dict.fromkeys(FIELDS, [Cost(s, s * processor)] * 2) for s in seconds))


def beside_one(search: Pace, theirs: Pace, right_of: Tally) -> list[standings.Verdict]:
    """Both of ours, equally fast and right in 8 of 10, beside one peer over one index."""
    told = {name: right(others=0.8) for name in standings.OURS} | {"txtai 9, hybrid": right_of}
    paces = {100: {**dict.fromkeys(standings.OURS, search), "txtai 9, hybrid": theirs}}
    return standings.verdicts(told, paces)


def test_the_aim_is_reached_by_processor_and_clock_and_quality_or_not_at_all() -> None:
    worse = right(others=0.5)
    assert beside_one(pace(0.01), pace(0.05), worse)[0].is_reached
    assert not beside_one(pace(0.01), pace(0.049), worse)[0].is_reached, "4.9 times"
    waiting = beside_one(pace(0.01), pace(0.06, processor=0.1), worse)[0]
    assert not waiting.is_reached, "six times by the clock, but they only wait"
    assert not beside_one(pace(0.01), pace(0.05), right(others=0.8))[0].is_reached, "as good"
    english = beside_one(pace(0.01), pace(0.05), right(others=0.5, query_en=0.9))[0]
    assert not english.is_reached
    assert english.reached == list(FIELDS[:3])
    assert english.behind["query_en"] == list(standings.MEASURES)


def test_times_are_medians_of_rounds_each_held_against_its_own() -> None:
    ratio = standings.times(pace(0.01, 0.02, 0.01), pace(0.03, 0.06, 0.02), standings.CLOCK)
    assert ratio.span() == "3.00, 2.00–3.00"


def test_where_peers_win_is_said_first() -> None:
    told = {name: right(others=0.8) for name in standings.OURS}
    told |= {"txtai 9, hybrid": right(others=0.5), "LanceDB 0, hybrid": right(others=0.9)}
    few = {**dict.fromkeys(standings.OURS, pace(0.010)), "txtai 9, hybrid": pace(0.005)}
    few |= {"LanceDB 0, hybrid": pace(0.060)}
    many = few | {"txtai 9, hybrid": pace(0.070)}
    page = beside.page(told, {100: few, 900: many}, 137, 48, 0.5)
    sentences = " ".join(page.split("Written by")[0].split())
    assert "our `search` in 4 of 8 cases" in sentences
    assert "they win first, as asked (LanceDB)" in sentences
    assert "more than LanceDB (6.0 ×), now more, now fewer than txtai (0.50–7.0 ×)" in sentences
    assert "our `ask` in part against txtai, not reached against LanceDB" in sentences
    assert "| txtai 9, hybrid | 0.50 / 0.50 | 0.50 / 0.50, better |" in page
    assert says_where_it_is_from(page)


def test_no_peer_is_asked_what_somebody_remembers() -> None:
    questions = [
        evaluate.Question(str(n), "agency", {form: f"{form} {n}" for form in FIELDS}, {})
        for n in range(137)
    ]
    rounds = peers.timed(questions, 3)
    asked = [text.split()[1] for told in rounds for texts in told.values() for text in texts]
    assert len(asked) == len(set(asked)), "in no other form either"
    assert [{form: len(texts) for form, texts in told.items()} for told in rounds] == [
        dict.fromkeys(FIELDS, 1),
        *[dict.fromkeys(FIELDS, 11)] * 3,
    ]


def test_scans_are_told_by_run_and_together() -> None:
    quick = (Cost(2.0, 3.0), Cost(2.0, 3.0), Cost(4.0, 3.0))
    bare = (Cost(1.0, 2.0), Cost(2.0, 2.0), Cost(2.0, 2.0))
    found = [
        scans.Read("a.pdf", 2, 2, quick, bare, bare),
        scans.Read("b.pdf", 9, 0, bare, bare, bare),
    ]
    page = scans.page(found)
    assert "All that is scanned together (files: 1, pages: 2):\n2.00, 1.00–2.00 (1.50) ×" in page
    assert "| b.pdf | 9, 0 | 2.0 (1.0–2.0) s, 2.0 s of processor |" in page
    assert says_where_it_is_from(page)


def test_other_pages_say_where_they_are_from() -> None:
    assert says_where_it_is_from(bench.page("plans", "2 plans", 3, 3, []))
    assert says_where_it_is_from(load.page(load.Load({}, took=[1.0, 2.0]), 50, 180.0))


@pytest.mark.parametrize(
    "kept", sorted(Path(bench.__file__).parent.glob("*.md")), ids=lambda p: p.name
)
def test_pages_that_are_kept_say_where_they_are_from(kept: Path) -> None:
    for part in filter(str.strip, re.split(r"^(?=# )", kept.read_text("utf-8"), flags=re.M)):
        title = part.splitlines()[0]
        assert re.search(r"`(?:python -m tests\.[\w.]+|make \w+)", part), title
        assert "cores" in part and re.search(r"\d{4}-\d\d-\d\d", part), title
