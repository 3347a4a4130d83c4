"""Is an article clearly in another language than English?"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

_WORD = re.compile(r"[^\W\d_]+")
# Words of English alone, none of them a frequent word of another Latin-script language.
_ENGLISH_WORDS = (
    "the and of that with which from have has been were this their would there they are by not his her it you"
    " who what about after could should than when said is be for"
)
_ENGLISH = frozenset(_ENGLISH_WORDS.split())
# The least English of 8,465 real English articles (data/news) has a share of 0.116, 99.9% have 0.136 and more;
# Dutch, the nearest other language, has 0.06, Danish 0.05, German 0.00.
# The model, which could misfire, is asked only below.
ENGLISH_SHARE = 0.10
# Below this the words are too few to judge a language by, unless the script itself is foreign.
MIN_WORDS = 40
# With so few English words already, the model need not be very sure: it gives 0.83 to a short Indonesian item.
SURE = 0.7
FOREIGN_SCRIPT_SHARE = 0.5
MIN_SCRIPT_LETTERS = 20
SAMPLE_CHARS = 20_000


def _english_share(words: list[str]) -> float:
    return sum(word in _ENGLISH for word in words) / max(1, len(words))


def _foreign_script(text: str) -> bool:
    letters = [char for char in text if char.isalpha()]
    outside = sum(char > "\u024f" for char in letters)
    return len(letters) >= MIN_SCRIPT_LETTERS and outside > FOREIGN_SCRIPT_SHARE * len(letters)


class Languages:
    """Holds the language model, which is read (0.3 s) only when a text is not plainly English."""

    @cached_property
    def _model(self) -> LanguageIdentifier:
        from py3langid.langid import MODEL_FILE, LanguageIdentifier

        return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)

    def foreign(self, text: str) -> str:
        """ISO code of the other language that the whole text is clearly in, else "". Lenient with short texts."""
        sample = text[:SAMPLE_CHARS]
        words = _WORD.findall(sample.lower())
        if _foreign_script(sample):
            return str(self._model.classify(sample)[0])
        if len(words) < MIN_WORDS or _english_share(words) >= ENGLISH_SHARE:
            return ""
        language, probability = self._model.classify(sample)
        return language if language != "en" and probability >= SURE else ""
