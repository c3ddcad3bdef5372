"""Which terms of a question stand in which titles."""

from indexer.index.outline import Terms
from indexer.text import terms
from service.retrieve.titles import titles_of


def test_a_title_has_its_own_terms(index):
    documents = [info.id for info in index.documents()]
    wanted = Terms(sorted({term for info in index.documents() for term in terms(info.title)}))
    found = titles_of(index).present(wanted, [*documents, documents[0]])
    for document, column in zip([*documents, documents[0]], found.T, strict=True):
        own = terms(index.document(document).title)
        assert {t for t, there in zip(wanted.terms, column, strict=True) if there} == set(own)


def test_they_are_taken_apart_once(index):
    assert titles_of(index) is titles_of(index)
