"""A superword tokenizer: words and frequent phrases of the training pairs as single pieces.

The pre-tokenizer splits at punctuation and numbers but not at spaces, so `kham suc khoe` can
be one piece; the normaliser folds case and diacritics, so a question gives the same pieces
with and without marks, and `hoà` the same as `hòa`. `python -m models.train.vocabulary --help`.
"""

import argparse
import json
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

from models.train.pairs import read
from models.train.phrases import Phrases
from models.train.text import fold

SPACE = "▁"
UNKNOWN = "<unk>"
_PRETOKEN = r"\p{L}+(?: \p{L}+)*|\p{N}+"
_SEGMENT = re.compile(r"[^\W\d_]+(?: [^\W\d_]+)*|\d+")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
# Codified law, official papers and questions speak like plans do: their phrases count more.
_REPEATS = {"official": 2, "official_cloze": 2, "questions": 2, "procedures": 2, "parallel": 2}


@dataclass(frozen=True)
class Budget:
    """How many pieces the tokenizer may have, and how frequent a word must be to be one."""

    pieces: int
    word_count: int
    english_count: int


def segments(text: str) -> list[str]:
    """Runs of folded words between punctuation marks or numbers: no phrase crosses them."""
    return _SEGMENT.findall(" ".join(fold(text).split()))


def tokenizer(scores: dict[str, float]) -> Tokenizer:
    """A Unigram tokenizer over the pieces; row 0 is the unknown piece."""
    lowest = min(scores.values()) - 4.0
    ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
    # Two decimals are plenty, and the file is a third smaller for it.
    vocabulary = [(UNKNOWN, lowest), *((piece, round(score, 2)) for piece, score in ranked)]
    made = Tokenizer(models.Unigram(vocabulary, 0, False))
    made.normalizer = normalizers.Sequence(
        [
            normalizers.NFKD(),
            normalizers.StripAccents(),
            normalizers.Lowercase(),
            normalizers.Replace("đ", "d"),
            normalizers.Replace(Regex(r"\s+"), " "),
        ]
    )
    made.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(_PRETOKEN), behavior="removed", invert=True),
            pre_tokenizers.Metaspace(replacement=SPACE, prepend_scheme="always", split=False),
        ]
    )
    return made


def texts(path: Path, every: int) -> Iterator[tuple[str, str]]:
    """(language, text) of every n-th pair, groups close to plans repeated."""
    for pair in islice(read(path), 0, None, every):
        english = pair.group in {"parallel", "english"}
        for _ in range(_REPEATS.get(pair.group, 1)):
            yield ("en" if english else "vi"), pair.query
            yield "vi", pair.passage


def _fragments(words: Iterable[str]) -> Counter[str]:
    """Beginnings and endings of words: what rare English words are made of."""
    found: Counter[str] = Counter()
    for word in words:
        for size in range(2, min(7, len(word))):
            found[SPACE + word[:size]] += 1
            found[word[-size:]] += 1
    return found


def _numbers() -> Iterator[str]:
    for digits in range(1, 4):
        for number in range(10**digits):
            written = f"{number:0{digits}d}"
            yield SPACE + written
            if digits < 3:
                yield written
    yield from (f"{SPACE}{year}" for year in range(1900, 2100))


def _base(
    counts: Counter[str], english: Counter[str], extra: list[str], budget: Budget
) -> set[str]:
    """Single words worth a piece of their own."""
    base = {word for word, count in counts.items() if count >= budget.word_count}
    base |= {word for word, count in english.items() if count >= budget.english_count}
    base |= {folded for word in extra if (folded := fold(word)).isalpha() and len(folded) > 1}
    return {word for word in base if word.isalpha() and len(word) <= 24}


def build(path: Path, extra: list[str], budget: Budget, every: int) -> Tokenizer:
    """Count, propose phrases, segment with all of them, keep the most used."""
    counter = Phrases()
    english: Counter[str] = Counter()
    for language, text in texts(path, every):
        found = segments(text)
        counter.add(found)
        if language == "en":
            english.update(word for segment in found for word in segment.split())
    counts = counter.words()
    total = sum(counts.values())
    base = _base(counts, english, extra, budget)
    print(f"{total} words read, {len(base)} words kept", flush=True)
    scores = {SPACE + word: math.log(max(counts[word], 1) / total) for word in base}
    scores |= {piece: -9.0 - len(piece) for piece in _numbers()}
    fragments = _fragments(word for word in english if len(word) > 4).most_common(3000)
    whole = sum(count for _, count in fragments) * 50
    low = {piece: math.log(count / whole) - 6 for piece, count in fragments}
    low |= {letter: -24.0 for letter in (*_LETTERS, SPACE)}
    scores = low | scores
    phrases = {
        SPACE + phrase.replace(" ", SPACE): math.log(count / total)
        for phrase, count in counter.proposals(base)
    }
    print(f"{len(phrases)} phrases proposed", flush=True)
    used = _usage(tokenizer(scores | phrases), path, every * 4)
    ranked = sorted(phrases, key=lambda phrase: -used[phrase])
    return tokenizer(scores | {p: phrases[p] for p in ranked[: budget.pieces - len(scores) - 1]})


def _usage(made: Tokenizer, path: Path, every: int) -> Counter[str]:
    """How often each piece is used when the training text is segmented."""
    used: Counter[int] = Counter()
    lines = (text for _, text in texts(path, every))
    while batch := list(islice(lines, 5000)):
        for encoding in made.encode_batch(batch, add_special_tokens=False):
            used.update(encoding.ids)
    names = {number: piece for piece, number in made.get_vocab().items()}
    return Counter({names[number]: count for number, count in used.items()})


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="Train the superword tokenizer.")
    parser.add_argument("--pairs", type=Path, required=True)
    parser.add_argument("--words", type=Path, help="more words, one a line (a teacher's vocab)")
    parser.add_argument("--out", type=Path, required=True, help="tokenizer.json to write")
    parser.add_argument("--pieces", type=int, default=100_000)
    parser.add_argument("--word-count", type=int, default=40)
    parser.add_argument("--english-count", type=int, default=3)
    parser.add_argument("--every", type=int, default=2, help="read every n-th pair only")
    options = parser.parse_args()
    extra = options.words.read_text(encoding="utf-8").split() if options.words else []
    budget = Budget(options.pieces, options.word_count, options.english_count)
    made = build(options.pairs, extra, budget, options.every)
    made.save(str(options.out), pretty=False)
    size = options.out.stat().st_size
    print(json.dumps({"pieces": made.get_vocab_size(), "bytes": size}))


if __name__ == "__main__":
    main()
