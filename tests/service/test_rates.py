"""Token buckets and what calls cost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.api.rates import Buckets, cost, neighbourhood


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_bucket_empties_and_fills_evenly() -> None:
    clock = Clock()
    buckets = Buckets(60, clock=clock)
    assert [buckets.take("a", 20).allowed for _ in range(4)] == [True, True, True, False]
    assert buckets.take("a", 20).wait == 20
    assert buckets.take("b", 20).allowed, "another caller has a bucket of their own"
    clock.now = 19.5
    assert not buckets.take("a", 20).allowed
    clock.now = 20.0
    assert buckets.take("a", 20).allowed


def test_waiting_as_long_as_was_said_is_enough() -> None:
    clock = Clock()
    buckets = Buckets(7, clock=clock)
    buckets.take("a", 7)
    clock.now += buckets.take("a", 5).wait
    assert buckets.take("a", 5).allowed


def test_what_costs_more_than_a_bucket_takes_it_whole() -> None:
    buckets = Buckets(3, clock=Clock())
    assert buckets.take("a", 10).allowed and not buckets.take("a", 1).allowed


def test_no_limit() -> None:
    buckets = Buckets(0)
    assert all(buckets.take("a", 10).allowed for _ in range(1000)) and len(buckets) == 0


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(1, 10)), max_size=400))
def test_memory_is_bounded_and_what_is_left_is_never_wrong(calls: list[tuple[int, int]]) -> None:
    clock = Clock()
    buckets = Buckets(30, most=50, clock=clock)
    for who, units in calls:
        clock.now += 0.1
        taken = buckets.take(str(who), units)
        assert 0 <= taken.left <= 30 and (taken.wait > 0) == (not taken.allowed)
        assert len(buckets) <= 50


@pytest.mark.parametrize(
    ("path", "query", "units"),
    [
        ("/v1/ask", b"", 5),
        ("/v1/compare", b"document=a", 10),
        ("/v1/compare", b"document=a&document=b&section=c", 10),
        ("/v1/compare", b"document=a&document=b&docu%6Dent=c&document=d", 20),
        ("/compare", b"document=a&" * 100, 40),
        ("/v1/documents/a", b"", 1),
        ("/", b"", 1),
        ("/", b"q=a", 8),
        ("/v1/health", b"", 0),
        ("/static/style.css", b"", 0),
    ],
)
def test_a_question_costs_more_than_a_look_up(path: str, query: bytes, units: int) -> None:
    assert cost(path, query) == units


def test_whom_an_address_stands_for() -> None:
    assert neighbourhood("2001:db8::1") == neighbourhood("2001:db8::ffff:1")
    assert neighbourhood("2001:db8:0:1::1") != neighbourhood("2001:db8::1")
    assert neighbourhood("::ffff:10.0.0.1") == "10.0.0.1"
    assert neighbourhood("testclient") == "testclient"
