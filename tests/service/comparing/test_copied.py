"""Which clauses are the same words."""

from __future__ import annotations

from service.comparing.copied import same, shingles


def test_short_texts_are_never_copied():
    assert not same(shingles("Sở Tài chính"), shingles("Sở Tài chính"))
    long = "Trường nào cũng trồng mười cây xanh trước cổng, mỗi lớp chăm một cây trong suốt năm học"
    assert same(shingles(long), shingles(long + "."))
    assert not same(shingles(long), shingles(long.replace("cây", "luống hoa")))
