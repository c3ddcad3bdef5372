"""The English-Vietnamese word table, from a few parallel sentences."""

from __future__ import annotations

from indexer import lexicon, reference

DOGS = [
    {"en": f"the {what} bites the {whom}", "vi": f"con {wie} cắn con {wen}"}
    for what, wie in (("dog", "chó"), ("cat", "mèo"), ("snake", "rắn"), ("dogs", "chó"))
    for whom, wen in (("cow", "bò"), ("horse", "ngựa"), ("pig", "lợn"), ("cow in May", "bò hôm ấy"))
]


def test_words_that_meet_in_many_sentences_are_paired():
    table = lexicon.translations(lexicon.tokenized(lexicon.parallel(DOGS)))
    assert table["dog"][1][0] == "chó"
    assert table["horse"] == (4, ("ngựa",))


def test_plurals_are_counted_with_their_singular_and_names_are_left_out():
    table = lexicon.translations(lexicon.tokenized(lexicon.parallel(DOGS)))
    assert "dogs" not in table
    assert table["dog"][0] == 8
    assert "may" not in table and "May" not in table


def test_a_long_text_is_cut_where_both_sides_agree():
    long = {"en": "a b c. " * 100, "vi": "á bê xê. " * 100}
    assert list(lexicon.parallel([long])) == [("a b c.", "á bê xê.")]
    assert not list(lexicon.parallel([long | {"vi": "á bê xê " * 100}]))


def test_what_is_written_is_what_the_reference_reads(tmp_path):
    path = tmp_path / "lexicon.tsv"
    lexicon.write({"bicycle": (6, ("xe_đạp",)), "thereof": (9, ())}, path)
    assert list(reference._rows(path)) == [
        {"en": "bicycle", "seen": "6", "vi": "xe đạp"},
        {"en": "thereof", "seen": "9", "vi": ""},
    ]


def test_the_bundled_table_knows_common_words():
    table = reference.load().lexicon
    assert "xe đạp" in table["bicycle"][1]
    assert all(seen >= 3 for seen, _ in table.values())
