"""Accent restoration: what "co quan nao kham suc khoe" means, from the plans' own language.

A syllable bigram model, learned from the canonical texts when an index is built. An unmarked
syllable has as candidates the spellings seen for it; the likeliest path over them is the reading.
Characters map one to one, so a restored text has the offsets of the text that was typed.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, pairwise
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from indexer.text import fold_chars, has_marks, nfc, place_tone

Bigram = tuple[str, str]

_SYLLABLE = re.compile(r"[^\W\d_]+")
_BREAK = re.compile(r"[.;:!?()\[\]“”\"]+|\n\s*(?=[^\sa-zà-ỹđ])")  # a wrapped line goes on
_EDGE = ""  # stands before the first syllable of a stretch
_LONGEST = 7  # letters in the longest Vietnamese syllable, "nghiêng"
_BARE = 4  # a stretch of so many syllables without one mark is not accented Vietnamese
_DISCOUNT = 0.75
_CANDIDATES = 16
_UNSEEN = -20.0  # log probability of a syllable the model does not know
_AS_TYPED = 4.0  # log odds for a bare syllable to be meant so, where all others carry marks

#: What people ask with and plans seldom say; written by hand for this purpose.
SEEDS = """
cơ quan nào. đơn vị nào. sở nào. ngành nào. ban nào. phòng nào. cấp nào. tổ chức nào. hội nào
lực lượng nào. tỉnh nào. thành phố nào. huyện nào. xã nào. phường nào. địa phương nào. nơi nào
những cơ quan nào. những đơn vị nào. những ai. những gì. với ai. cùng ai. do ai. cho ai. của ai
kế hoạch nào. văn bản nào. quyết định nào. nghị quyết nào. thông tư nào. nghị định nào. luật nào
điều nào. mục nào. phụ lục nào. chỉ thị nào. công văn nào. căn cứ nào. nguồn nào. mức nào
ngày nào. tháng nào. năm nào. quý nào. khi nào. lúc nào. đến khi nào. từ khi nào. trước ngày nào
trước khi nào. thời gian nào. bằng cách nào. như thế nào. thế nào. làm thế nào. vì sao. tại sao
bao giờ. bao lâu. bao lâu một lần. bao nhiêu. là bao nhiêu. có bao nhiêu. hết bao nhiêu tiền
được bao nhiêu. cần bao nhiêu. phải đạt bao nhiêu. bao nhiêu phần trăm. bao nhiêu người
bao nhiêu tiền. bao nhiêu tỷ đồng. bao nhiêu triệu đồng. bao nhiêu lần. bao nhiêu xã. bao nhiêu hộ
tối thiểu bao nhiêu. ít nhất bao nhiêu. tối đa bao nhiêu. tỷ lệ bao nhiêu. đạt bao nhiêu phần trăm
mấy người. mấy lần. mấy ngày. mấy tháng. mấy năm. mấy đợt. mấy giờ. số mấy. ngày mấy. được mấy
ở đâu. tại đâu. từ đâu. về đâu. đến đâu. gửi về đâu. nộp ở đâu. nộp cho ai. báo cáo cho ai
lấy tiền từ đâu. tiền ở đâu ra. lấy từ nguồn nào. kinh phí lấy ở đâu. ai trả tiền. ai chi tiền
là ai. ai ký. ai ban hành. ai chủ trì. ai phụ trách. ai chịu trách nhiệm. ai làm. ai phối hợp
ai lo. ai lo việc. ai được giao. ai kiểm tra. ai giám sát. ai hướng dẫn. ai tổng hợp. ai báo cáo
là gì. làm gì. phải làm gì. làm những gì. gồm những gì. có gì. vì lý do gì. nói gì. quy định gì
hạn chót. hạn cuối. hạn nộp. hạn gửi báo cáo. thời hạn. hạn là ngày nào. hạn là khi nào
muộn nhất. chậm nhất. sớm nhất. khi nào xong. đã xong chưa. có phải không. có hay không. được không
cho biết. cho tôi biết. xin hỏi. tôi muốn hỏi. tìm giúp tôi. hãy tìm. liệt kê. so sánh. ra sao
chủ trì. phụ trách. đầu mối. chịu trách nhiệm. phối hợp. tham mưu. thực hiện. được giao. nhiệm vụ
chỉ tiêu. mục tiêu. kinh phí. ngân sách. căn cứ pháp lý. người ký. ngày ký. số hiệu. nơi nhận
quyết định. nghị quyết. kế hoạch. tỉnh. thành phố. huyện. xã. phường. thị trấn. ủy ban nhân dân
"""


class AccentModel:
    """Counts of syllables and of neighbouring pairs, in lower case."""

    def __init__(self, words: Mapping[str, int], pairs: Mapping[Bigram, int]) -> None:
        self._words = dict(words)
        self._pairs = dict(pairs)
        self._total = max(1, sum(words.values()))
        self._spellings: dict[str, list[str]] = {}
        for word in sorted(words, key=lambda w: (-words[w], w)):
            known = self._spellings.setdefault(fold_chars(word), [])
            if len(known) < _CANDIDATES:
                known.append(word)
        self._first: Counter[str] = Counter()  # pairs that begin with a word
        self._kinds: Counter[str] = Counter()  # different pairs that do
        for (word, _), count in pairs.items():
            self._first[word] += count
            self._kinds[word] += 1

    @classmethod
    def learn(cls, texts: Iterable[str], base: AccentModel | None = None) -> Self:
        """A model of ``texts`` on top of ``base`` (default: ``SEEDS``, so that questions work)."""
        words: Counter[str] = Counter(base._words if base else ())
        pairs: Counter[Bigram] = Counter(base._pairs if base else ())
        for text in texts if base else chain([SEEDS], texts):
            for stretch in _stretches(text):
                words.update(stretch)
                pairs.update(pairwise([_EDGE, *stretch]))
        return cls(*_one_spelling(words, pairs))

    def restore(self, text: str) -> str:
        """``text`` in NFC with marks put where none were typed; same length, same case.

        Syllables typed with marks, unknown words, figures and capital abbreviations stay.
        """
        text = nfc(text)
        found = list(_SYLLABLE.finditer(text))
        shouting = not any(c.islower() for c in text)
        options = [self._options(m.group(), shouting) for m in found]
        marked = sum(has_marks(m.group()) for m in found) / max(1, len(found))
        parts, end = [], 0
        for match, reading in zip(found, self._best(options, _AS_TYPED * marked), strict=True):
            parts += [text[end : match.start()], _in_case_of(match.group(), reading)]
            end = match.end()
        return "".join([*parts, text[end:]])

    def _options(self, typed: str, shouting: bool) -> list[str]:
        """Readings of a syllable in lower case; the first is always what stays if it is alone."""
        lower = typed.lower()
        fixed = has_marks(typed) or (typed.isupper() and len(typed) > 1 and not shouting)
        if fixed or lower not in self._spellings:
            return [lower]
        return self._spellings[lower]

    def _best(self, options: list[list[str]], as_typed: float) -> list[str]:
        """The likeliest path (Viterbi); among equals the first, so that it is repeatable."""
        scores = {_EDGE: 0.0}
        back: list[dict[str, str]] = []
        for readings in options:
            step: dict[str, float] = {}
            origin: dict[str, str] = {}
            for word in readings:
                best = max(scores, key=lambda a: scores[a] + self._log(a, word))
                bare = as_typed if len(readings) > 1 and not has_marks(word) else 0.0
                step[word] = scores[best] + self._log(best, word) + bare
                origin[word] = best
            scores = step
            back.append(origin)
        path = [max(scores, key=lambda a: scores[a])]
        for origin in reversed(back):
            path.append(origin[path[-1]])
        return path[-2::-1]

    def _log(self, left: str, word: str) -> float:
        """Log probability of ``word`` after ``left``: absolute discounting over unigrams."""
        alone = self._words.get(word, 0) / self._total
        if not alone:
            return _UNSEEN
        seen = self._first[left]
        if not seen:
            return math.log(alone)
        pair = max(self._pairs.get((left, word), 0) - _DISCOUNT, 0.0)
        return math.log((pair + _DISCOUNT * self._kinds[left] * alone) / seen)

    def save(self, path: Path) -> None:
        """Write the counts: words as text, pairs as numbers of words; nothing executable."""
        words = sorted({*self._words, *chain.from_iterable(self._pairs)})
        number = {word: i for i, word in enumerate(words)}
        pairs = sorted((number[a], number[b], n) for (a, b), n in self._pairs.items())
        with path.open("wb") as handle:
            np.savez_compressed(
                handle,
                words=np.frombuffer("\n".join(words).encode(), dtype=np.uint8),
                counts=np.array([self._words.get(w, 0) for w in words], dtype=np.int64),
                pairs=np.array(pairs, dtype=np.int64).reshape(-1, 3),
            )

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read what ``save`` wrote."""
        with np.load(path, allow_pickle=False) as arrays:
            words = bytes(arrays["words"]).decode().split("\n")
            counts: NDArray[np.int64] = arrays["counts"]
            pairs: NDArray[np.int64] = arrays["pairs"]
        known = {word: n for word, n in zip(words, counts.tolist(), strict=True) if n}
        return cls(known, {(words[a], words[b]): n for a, b, n in pairs.tolist()})


def _stretches(text: str) -> Iterator[list[str]]:
    """Neighbouring syllables in lower case; a stretch written without marks teaches nothing."""
    for part in _BREAK.split(nfc(text)):
        found = [w.lower() for w in _SYLLABLE.findall(part) if len(w) <= _LONGEST]
        if found and (len(found) < _BARE or any(map(has_marks, found))):
            yield found


def _one_spelling(
    words: Mapping[str, int], pairs: Mapping[Bigram, int]
) -> tuple[Counter[str], Counter[Bigram]]:
    """``hoà`` and ``hòa`` are one syllable: each takes the spelling seen most."""
    chosen: dict[str, str] = {}
    for word in sorted(words, key=lambda w: (-words[w], w)):
        chosen.setdefault(place_tone(word), word)
    merged: Counter[str] = Counter()
    joined: Counter[Bigram] = Counter()
    for word, count in words.items():
        merged[chosen[place_tone(word)]] += count
    for (a, b), count in pairs.items():
        joined[chosen.get(place_tone(a), a), chosen[place_tone(b)]] += count
    return merged, joined


def _in_case_of(typed: str, reading: str) -> str:
    if typed.lower() == reading:
        return typed
    return "".join(r.upper() if t.isupper() else r for t, r in zip(typed, reading, strict=True))
