"""What is made of texts is kept, of a bounded number of them."""

from models.known import Known


def test_what_is_known_is_not_made_again() -> None:
    made: list[str] = []
    known = Known(lambda text: made.append(text) or text.upper(), 3)
    assert [known[text] for text in "abab"] == ["A", "B", "A", "B"]
    assert made == ["a", "b"]


def test_of_more_than_there_is_room_for_the_newest_are_kept() -> None:
    known = Known(str.upper, 3)
    assert [known[text] for text in "abcde"] == ["A", "B", "C", "D", "E"]
    assert known == {"d": "D", "e": "E"}
