"""Accent restoration: what "co quan nao kham suc khoe" means, from the plans' own language.

A syllable bigram model, learned from the canonical texts when an index is built. An unmarked
syllable has as candidates the spellings seen for it; the likeliest path over them is the reading.
Characters map one to one, so a restored text has the offsets of the text that was typed.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from typing import NamedTuple, Self

import numpy as np

from indexer import reference
from indexer.accents_counts import Counts, Pair
from indexer.accents_tally import counted
from indexer.text import fold_chars, has_marks, nfc, place_tone

#: In the folder of reference tables: counts from much text of other kinds, so that questions about
#: anything can be read (``indexer.accents_general`` makes it). Without it only the plans' own words
#: and ``SEEDS`` are known.
GENERAL = "accents.npz"

_SYLLABLE = re.compile(r"[^\W\d_]+")
_DISCOUNT = 0.75
_CANDIDATES = 16
_UNKNOWN = -20.0  # log probability of a word the model does not know
_ASKED = 40  # how much a phrase people ask with counts: plans seldom say it
_OWN = 3  # times a syllable of the plans counts, beside those of general text
#: Log odds for a bare syllable to be meant so, where all others carry marks; and where a text is
#: typed with its marks: so many of its syllables carry some, and each bare one is a word.
_AS_TYPED, _WITH_MARKS, _MARKED = 4.0, 8.0, 0.55
_OFTEN, _SHARE = 10, 0.01  # a spelling seen less, or as seldom among its like, may be a slip

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
căn cứ vào đâu. dựa vào đâu. căn cứ vào đâu. dựa vào đâu. bắt đầu từ đâu
đầu quý. đầu tháng. đầu tuần
sở nào chủ trì. sở nào phụ trách. sở nào làm. sở nào lo. thì sở nào. cho sở nào. của sở nào
ở sở nào. chi bao nhiêu tiền. chi bao nhiêu. được chi bao nhiêu. phải chi bao nhiêu
là ai. ai ký. ai ban hành. ai chủ trì. ai phụ trách. ai chịu trách nhiệm. ai làm. ai phối hợp
ai ký kế hoạch. ai ký văn bản. lấy từ đâu. kinh phí lấy từ đâu. tiền lấy ở đâu
ai lo. ai lo việc. ai được giao. ai kiểm tra. ai giám sát. ai hướng dẫn. ai tổng hợp. ai báo cáo
là gì. làm gì. phải làm gì. làm những gì. gồm những gì. có gì. vì lý do gì. nói gì. quy định gì
hạn chót. hạn cuối. hạn nộp. hạn gửi báo cáo. thời hạn. hạn là ngày nào. hạn là khi nào
muộn nhất. chậm nhất. sớm nhất. khi nào xong. đã xong chưa. có phải không. có hay không. được không
cho biết. cho tôi biết. xin hỏi. tôi muốn hỏi. tìm giúp tôi. hãy tìm. liệt kê. so sánh. ra sao
chủ trì. phụ trách. đầu mối. chịu trách nhiệm. phối hợp. tham mưu. thực hiện. được giao. nhiệm vụ
chỉ tiêu. mục tiêu. kinh phí. ngân sách. căn cứ pháp lý. người ký. ngày ký. số hiệu. nơi nhận
quyết định. nghị quyết. kế hoạch. tỉnh. thành phố. huyện. xã. phường. thị trấn. ủy ban nhân dân
"""


class _Reading(NamedTuple):
    """A syllable in lower case, its number if it is known, whether it is spelt without marks."""

    word: str
    number: int | None
    bare: bool


class AccentModel:
    """Reads by counts of syllables and of neighbouring pairs."""

    def __init__(self, counts: Counts) -> None:
        self._tallies = counts
        self._words = words = list(counts.words)
        self._counts = counts.seen.tolist()
        self._pairs = dict(zip(counts.pairs.tolist(), counts.together.tolist(), strict=True))
        self._total = max(1, sum(self._counts))
        self._readings: dict[str, list[_Reading]] = {}
        for i in sorted(range(1, len(words)), key=lambda i: (-self._counts[i], words[i])):
            folded = fold_chars(words[i])
            known = self._readings.setdefault(folded, [])
            if len(known) < _CANDIDATES:
                known.append(_Reading(words[i], i, words[i] == folded))
        left = counts.pairs // len(words)
        self._first = np.bincount(left, counts.together, len(words)).tolist()  # that begin with it
        kinds = np.bincount(left, minlength=len(words))  # different ones that do
        self._spread = (_DISCOUNT * kinds).tolist()

    @classmethod
    def learn(cls, texts: Iterable[str], base: AccentModel | None = None) -> Self:
        """A model of ``texts`` on top of ``base`` (default: ``general``)."""
        return cls.learned([counted(texts)], base)

    @classmethod
    def learned(cls, own: Iterable[Counts], base: AccentModel | None = None) -> Self:
        """The same of texts that are counted already."""
        beside = base._tallies if base else _general()
        return cls(Counts.total([(beside, 1), *((part, _OWN) for part in own)]).one_spelling())

    @classmethod
    def general(cls) -> Self:
        """What is known before any plan is read: the bundled counts and ``SEEDS``."""
        return cls(_general().one_spelling())

    @classmethod
    def from_counts(cls, words: Mapping[str, int], pairs: Mapping[Pair, int]) -> Self:
        """A model of these counts; spellings that differ in the tone's place become one."""
        return cls(Counts.of(words, pairs).one_spelling())

    def counts(self) -> tuple[Counter[str], Counter[Pair]]:
        """Inverse of ``from_counts``."""
        words, size = self._words, len(self._words)
        pairs = {(words[p // size], words[p % size]): n for p, n in self._pairs.items()}
        alone = dict(zip(words[1:], self._counts[1:], strict=True))
        return Counter(alone), Counter(pairs)

    def restore(self, text: str) -> str:
        """``text`` in NFC with marks put where none were typed; same length, same case.

        Syllables typed with marks, unknown words, figures and capital abbreviations stay.

        In a text typed with its marks a bare syllable is seldom anything but what it says.

        >>> AccentModel.general().restore("Don vi nao CHU TRI, UBND hay so Y te?")
        'Đơn vị nào CHU TRI, UBND hay sở Y tế?'
        """
        return self._restored(text)

    def writes(self, syllable: str) -> bool:
        """Whether a syllable is a word as it is spelt, marks and all.

        >>> general = AccentModel.general()
        >>> [general.writes(word) for word in ("tế", "tể", "te")]
        [True, False, False]
        """
        number = self._numbers.get(place_tone(syllable.lower()))
        if number is None or self._counts[number] < _OFTEN:
            return False
        alike = self._readings[fold_chars(self._words[number])]
        together = sum(self._counts[r.number] for r in alike if r.number is not None)
        return bool(self._counts[number] >= _SHARE * together)

    @cached_property
    def _restored(self) -> Callable[[str], str]:
        """One question is read several times while it is understood."""
        return lru_cache(maxsize=256)(self._restore)

    def _restore(self, text: str) -> str:
        text = nfc(text)
        found = list(_SYLLABLE.finditer(text))
        shouting = not any(c.islower() for c in text)
        told = [m.group() for m in found if len(m.group()) > 1]  # a letter may be a unit: "m3/s"
        marked = sum(map(has_marks, told)) / max(1, len(told))
        whole = marked >= _MARKED and all(self._stands(m.group()) for m in found)
        options = [self._options(m.group(), shouting) for m in found]
        parts, end = [], 0
        for match, reading in zip(
            found, self._best(options, _WITH_MARKS if whole else _AS_TYPED * marked), strict=True
        ):
            parts += [text[end : match.start()], _in_case_of(match.group(), reading)]
            end = match.end()
        return "".join([*parts, text[end:]])

    def _stands(self, typed: str) -> bool:
        """Whether a syllable needs no marks: it has some, is a word, an abbreviation, or unknown.

        Of a text with marks: "nhắn qua loa", but not "sở Y te".
        """
        unknown = fold_chars(typed.lower()) not in self._readings
        return has_marks(typed) or typed.isupper() or unknown or self.writes(typed)

    def _options(self, typed: str, shouting: bool) -> list[_Reading]:
        """Readings of a syllable."""
        lower = typed.lower()
        abbreviation = typed.isupper() and len(typed) > 1 and not shouting
        known = self._readings.get(fold_chars(lower), [])
        if has_marks(typed) or abbreviation or not known:
            unified = place_tone(lower)
            same = (reading.number for reading in known if place_tone(reading.word) == unified)
            return [_Reading(lower, next(same, None), False)]
        return known

    def _best(self, options: list[list[_Reading]], as_typed: float) -> list[str]:
        """The likeliest path (Viterbi); among equals the first, so that it is repeatable."""
        scores: dict[int | None, float] = {0: 0.0}
        back: list[dict[int | None, tuple[int | None, str]]] = []
        for readings in options:
            step: dict[int | None, float] = {}
            origin: dict[int | None, tuple[int | None, str]] = {}
            for word, i, bare in readings:
                best, score = self._reached(i, scores)
                step[i] = score + (as_typed if bare and len(readings) > 1 else 0.0)
                origin[i] = best, word
            scores = step
            back.append(origin)
        last = max(scores, key=lambda i: scores[i])
        path = []
        for origin in reversed(back):
            last, word = origin[last]
            path.append(word)
        return path[::-1]

    def _reached(
        self, i: int | None, scores: Mapping[int | None, float]
    ) -> tuple[int | None, float]:
        """After which of the words a word is likeliest, and its score there.

        Log probabilities by absolute discounting over unigrams.
        """
        if i is None:
            last = max(scores, key=lambda left: scores[left])
            return last, scores[last] + _UNKNOWN
        pairs, size, alone = self._pairs, len(self._words), self._counts[i] / self._total
        best, most = None, -math.inf
        for left, score in scores.items():
            if left is None or not (first := self._first[left]):
                likely = alone
            else:
                pair = max(pairs.get(left * size + i, 0) - _DISCOUNT, 0.0)
                likely = (pair + self._spread[left] * alone) / first
            score += math.log(likely)
            if score > most:
                best, most = left, score
        return best, most

    def rarity(self, *syllables: str) -> float:
        """How seldom one syllable or two neighbours are written: ``-log`` of their share.

        In nats, 0 at least; marks count, wherever the tone is put. Unknown ones are the rarest.
        """
        seen = self._seen(*map(place_tone, syllables))
        return max(0.0, math.log(self._total / (seen + 0.5)))

    def attraction(self, first: str, second: str) -> float:
        """How much oftener two syllables stand together than by chance, in nats (PMI).

        Minus infinity where they were not seen together twice.
        """
        if self._seen(place_tone(first), place_tone(second)) < 2:
            return -math.inf
        return self.rarity(first) + self.rarity(second) - self.rarity(first, second)

    def _seen(self, first: str, second: str | None = None) -> int:
        left = self._numbers.get(first)
        if left is None or second is None:
            return self._counts[left] if left is not None else 0
        right = self._numbers.get(second)
        return 0 if right is None else self._pairs.get(left * len(self._words) + right, 0)

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {place_tone(word): i for i, word in enumerate(self._words)}

    def knows(self, folded: str) -> bool:
        """Whether any spelling of a folded syllable was seen."""
        return folded in self._readings

    def save(self, path: Path) -> None:
        """Write ``to_bytes`` to a file."""
        path.write_bytes(self.to_bytes())

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read what ``save`` wrote."""
        return cls.from_bytes(path.read_bytes())

    def to_bytes(self) -> bytes:
        """The counts: words as text, the rest as numbers; nothing executable."""
        return self._tallies.to_bytes()

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Inverse of ``to_bytes``."""
        return cls(Counts.from_bytes(data))


def _general() -> Counts:
    asked = (counted([SEEDS]), _ASKED)
    path = reference.folder() / GENERAL
    if not path.exists():
        return Counts.total([asked])
    return Counts.total([(Counts.from_bytes(path.read_bytes()), 1), asked])


def _in_case_of(typed: str, reading: str) -> str:
    if typed.lower() == reading:
        return typed
    return "".join(r.upper() if t.isupper() else r for t, r in zip(typed, reading, strict=True))
