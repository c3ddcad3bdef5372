"""Which words can be Vietnamese syllables: a phonotactic rule, the gate for every text.

Good text has under 0.5 % of impossible syllables, damaged text 4 % to 67 % (domain §0.4).
"""

from __future__ import annotations

import re
from functools import lru_cache

from indexer.text import fold_chars, words

_ONSET = r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnprstvx])?"
_RHYME = (
    r"(?:uye(?:n|t)|uya|uyu|uyt|uynh|uych|ieng|iec|iem|ien|iep|iet|ieu|yem|yen|yet|yeu|uong|uoc|uom|uon|uop|uot|uoi|uou"
    r"|oang|oac|oam|oan|oanh|oap|oat|oach|oai|oay|oao|oeo|oen|oet|uan|uang|uat|uay|uac|uanh|uach|uech"
    r"|ia|iu|ua|ui|uu|uo|ue|uy|oa|oe|oi|oo(?:ng|c)|ai|ao|au|ay|eo|eu|oong"
    r"|[aeiouy](?:ng|nh|ch|[cmnpt])?)"
)
_SYLLABLE = re.compile(rf"{_ONSET}{_RHYME}")


@lru_cache(maxsize=65536)
def is_possible(word: str) -> bool:
    """Whether ``word`` (any case, with or without marks) can be a Vietnamese syllable."""
    return bool(_SYLLABLE.fullmatch(fold_chars(word)))


def share_possible(text: str) -> tuple[int, float]:
    """How many words (no numbers, no acronyms) and which share of them are possible syllables."""
    found = [w for w in words(text) if w.isalpha() and not (w.isupper() and len(w) > 1)]
    if not found:
        return 0, 0.0
    return len(found), sum(map(is_possible, found)) / len(found)
