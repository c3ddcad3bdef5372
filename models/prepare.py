"""Texts made ready for a model: NFC, segmented when the model wants it, prefixed."""

import unicodedata
from collections.abc import Callable, Sequence
from functools import cache

from models.errors import segmentation_failed


@cache
def _segmenter() -> Callable[[str], str]:
    try:
        from pyvi import ViTokenizer
    except ImportError as error:
        raise segmentation_failed(str(error)) from error
    segment: Callable[[str], str] = ViTokenizer.tokenize
    return segment


def segmented(text: str) -> str:
    """`text` with the syllables of a word joined by `_`, as PhoBERT models read it.

    Line breaks become spaces first: a break inside a word would split it.
    """
    joined = " ".join(unicodedata.normalize("NFC", text).split())
    if not joined:
        return ""
    try:
        return _segmenter()(joined)
    except (IndexError, KeyError, ValueError, TypeError) as error:
        raise segmentation_failed(f"{type(error).__name__}: {error}") from error


def prepared(texts: Sequence[str], prefix: str, segment: bool) -> list[str]:
    """The texts as the model's tokenizer should see them."""
    # Lone surrogates (from badly decoded files) cannot be passed to a tokenizer.
    clean = (text.encode("utf-8", "replace").decode("utf-8") for text in texts)
    if segment:
        return [prefix + segmented(text) for text in clean]
    return [prefix + unicodedata.normalize("NFC", text) for text in clean]
