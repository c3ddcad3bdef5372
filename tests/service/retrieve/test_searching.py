"""Passages that match a query: pages, filters, facets, highlights."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.errors import BadQuestion, NotFound
from indexer.text import fold_chars
from service.retrieve.searching import highlights, phrases_of, search

QUERY = "rác thải nhựa"


def places(results):
    return [h.citation.clause for h in results.hits]


def test_the_best_comes_first(index):
    hits = search(index, QUERY).hits
    assert [h.score for h in hits] == sorted((h.score for h in hits), reverse=True)
    assert "rác thải nhựa" in hits[0].citation.quote


def test_pages_neither_overlap_nor_lose(index):
    whole = search(index, QUERY, limit=100)
    assert whole.next is None
    assert whole.total == len(whole.hits) > 8
    cursor, seen = None, []
    while True:
        page = search(index, QUERY, limit=3, cursor=cursor)
        assert page.total == whole.total
        assert page.facets == whole.facets
        seen += places(page)
        if page.next is None:
            break
        assert len(page.hits) == 3
        cursor = page.next
    assert seen == places(whole)
    assert len(seen) == len(set(seen))


def test_a_page_that_ends_with_the_last_hit_has_no_next(index):
    total = search(index, QUERY).total
    assert search(index, QUERY, limit=total).next is None
    assert search(index, QUERY, limit=total - 1).next == str(total - 1)


def test_a_cursor_past_the_end_is_an_empty_page(index):
    page = search(index, QUERY, cursor="999999")
    assert page.hits == ()
    assert page.next is None
    assert page.total == search(index, QUERY).total


@pytest.mark.parametrize("cursor", ["-1", "x", "1.5", "٣", "1000000", "9" * 30])
def test_a_cursor_made_up_is_refused(index, cursor):
    with pytest.raises(BadQuestion, match="cursor") as raised:
        search(index, QUERY, cursor=cursor)
    assert raised.value.field == "cursor"


def test_an_empty_cursor_is_the_first_page(index):
    assert places(search(index, QUERY, cursor="")) == places(search(index, QUERY))


@pytest.mark.parametrize("limit", [0, -1, 101, 1_000_000])
def test_limits(index, limit):
    with pytest.raises(BadQuestion, match="limit") as raised:
        search(index, QUERY, limit=limit)
    assert raised.value.field == "limit"


@pytest.mark.parametrize("text", ["", "   ", "a" * 501, "🙂", "\x00"])
def test_a_query_that_cannot_be_used(index, text):
    with pytest.raises(BadQuestion) as raised:
        search(index, text)
    assert raised.value.field == "q"


@pytest.mark.parametrize(
    "scope",
    [
        {"document": "ca-mau-2024"},
        {"document": ["ca-mau-2024"]},
        {"locality": "Cà Mau"},
        {"locality": ["ca mau"]},
        {"year": 2024},
        {"year": [2024]},
    ],
)
def test_scope(index, scope):
    results = search(index, QUERY, **scope)
    assert {h.document.id for h in results.hits} == {"ca-mau-2024"}
    assert results.facets["document"] == {"ca-mau-2024": results.total}


def test_filters_count_together(index):
    assert search(index, QUERY, level="district", year=2024).total == 0
    assert search(index, QUERY, level="province", year=2024).total > 0


def test_only_one_kind_of_clause(index):
    results = search(index, "rác", kind="row")
    assert {h.kind for h in results.hits} == {"row"}
    assert "Gành Hào" in results.hits[0].citation.quote


@pytest.mark.parametrize("name", ["Sở Tài nguyên và Môi trường", "so tai nguyen", "TÀI NGUYÊN"])
def test_only_one_agency(index, name):
    results = search(index, QUERY, agency=name)
    assert results.total > 0
    assert {h.citation.path for h in results.hits} <= {"IV.1.a", "IV.1.b", "back.2"}


def test_nothing_found_is_an_empty_page(index):
    results = search(index, QUERY, agency="Bộ Quốc phòng")
    assert (results.total, results.hits, results.next) == (0, (), None)
    assert set(results.facets) == {"document", "locality", "level", "year", "kind", "agency"}


def test_what_speaks_of_nothing_asked_is_no_hit(index):
    assert search(index, "máy bay trực thăng").total < index.size() / 4


def test_unknown_document_or_locality(index):
    with pytest.raises(NotFound, match="nowhere"):
        search(index, QUERY, document="nowhere")
    with pytest.raises(NotFound, match="Atlantis"):
        search(index, QUERY, locality="Atlantis")


def test_facets_count_every_hit(index):
    results = search(index, QUERY, limit=100)
    assert sum(results.facets["document"].values()) == results.total
    assert sum(results.facets["kind"].values()) == results.total
    named = [h.document.locality for h in results.hits]
    assert results.facets["locality"] == {
        name: named.count(name) for name in results.facets["locality"]
    }
    assert set(results.facets["year"]) <= {"2022", "2023", "2024"}
    assert "Sở Tài nguyên và Môi trường" in results.facets["agency"]


def test_facets_come_most_first_and_equals_by_name(index):
    for counts in search(index, QUERY).facets.values():
        assert list(counts.items()) == sorted(counts.items(), key=lambda c: (-c[1], c[0]))


def test_highlights_stand_on_the_words_of_the_query(index):
    hits = [h for h in search(index, "thu gom rác thải nhựa", limit=100).hits if h.highlights]
    assert hits
    for hit in hits:
        for start, end in hit.highlights:
            marked = fold_chars(hit.citation.quote[start:end])
            assert set(marked.split()) <= {"thu", "gom", "rac", "thai", "nhua"}


def test_a_query_without_marks_highlights_words_with_marks(index):
    hit = search(index, "rac thai nhua").hits[0]
    start, end = hit.highlights[0]
    assert hit.citation.quote[start:end] == "rác thải nhựa"


def test_a_query_is_understood_like_a_question(index):
    results = search(index, "rac thai nhua")
    assert results.query == "rac thai nhua"
    assert results.understood_as == "rác thải nhựa"
    assert results.generation == index.generation
    assert results.took_ms > 0


def test_quotations_are_cut_out_of_the_plan(index):
    for hit in search(index, QUERY, limit=100).hits:
        cited = hit.citation
        assert cited.quote == index.text(hit.document.id)[cited.start : cited.end]


def test_neighbours_are_marked_as_one():
    assert highlights("Rác thải, nhựa thải", ["rac", "thai", "nhua"]) == [(0, 8), (10, 19)]


def test_a_syllable_of_a_word_alone_is_not_marked(index):
    hits = search(index, "thu gom rác thải nhựa", limit=100).hits
    marked = {h.citation.quote[s:e] for h in hits for s, e in h.highlights}
    assert marked and all(" " in one for one in marked), marked
    assert highlights("thu gom rác, rác", phrases_of(["thu", "gom", "rac"])) == [(0, 11)]
    assert highlights("Kiểm tra gas; gas", phrases_of(["kiem", "tra", "gas"])) == [
        (0, 12),
        (14, 17),
    ]


def test_what_the_query_names_binds_its_passages_and_facets_where_that_is_asked(index):
    query = "rác thải nhựa ở Hải Dương"
    bound = search(index, query, bound=True, limit=100)
    assert {h.document.locality for h in bound.hits} == {"Hải Dương"}
    assert set(bound.facets["locality"]) == {"Hải Dương"}
    freed = search(index, query, bound=True, without=["locality:hai-duong"], limit=100)
    assert len(freed.facets["locality"]) > 1
    assert search(index, query, limit=100).facets["locality"] == freed.facets["locality"]


def test_parts_of_words_are_not_marked():
    assert highlights("rácx xrác rác", ["rac"]) == [(10, 13)]
    assert highlights("rác", []) == []


def test_signs_in_words_are_taken_as_they_are():
    assert highlights("a.c abc", ["a.c"]) == [(0, 3)]


@given(st.text(max_size=80), st.lists(st.text(min_size=1, max_size=6), max_size=5))
def test_highlights_are_inside_the_quote_in_order_and_apart(quote, words):
    marks = highlights(quote, [fold_chars(w) for w in words])
    ends = [0, *(end for _, end in marks)]
    for (start, end), before in zip(marks, ends, strict=False):
        assert before <= start < end <= len(quote)


def test_hits_can_be_ordered_by_year_and_place_and_stay_the_same_hits(index):
    best = search(index, QUERY, limit=100)
    for order, key in (
        ("newest", lambda h: -(h.document.year or 0)),
        ("oldest", lambda h: h.document.year or 0),
        ("place", lambda h: h.document.locality or "~"),
    ):
        told = search(index, QUERY, limit=100, order=order)
        assert places(told) == places(replace(best, hits=tuple(sorted(best.hits, key=key))))


def test_exact_hits_hold_the_words_as_typed(index):
    wanted = "phân loại rác thải nhựa"
    related, exact = search(index, wanted, limit=100), search(index, QUERY, limit=100, exact=True)
    assert 0 < exact.total < related.total
    assert all("rác thải nhựa" in h.citation.quote.lower() for h in exact.hits)
    assert places(search(index, "rac thai nhua", limit=100, exact=True)) == places(exact)
    assert search(index, "rac thai nhua", exact=True).understood_as == "rac thai nhua"
    assert search(index, "rạc thái nhựa", exact=True).total == 0


def test_a_bound_search_is_of_the_plan_whose_number_the_query_says(index):
    query = "1245/KH-UBND rác thải nhựa"
    bound = search(index, query, bound=True, limit=100)
    assert {h.document.id for h in bound.hits} == {"hai-duong-2023"}
    freed = search(index, query, bound=True, without=["document:hai-duong-2023"], limit=100)
    assert len({h.document.id for h in freed.hits}) > 1
