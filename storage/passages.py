"""Where a document has the words asked for: a few words around them, for a person to read."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from html import escape

from storage.archive import Document
from storage.entries import searched
from storage.words import (
    EMPTY,
    PREFIX_FROM,
    TYPO_FROM,
    Words,
    italian_analyzer,
    plain_analyzer,
    texts_of,
)

# Days, figures and the codes of choices (tempo_pieno) are for machines: nobody wrote them.
_CODE = re.compile(r"[\d.:T+-]*|[a-z\d]+(?:_[a-z\d]+)+")
_PASSAGES = 2
_AROUND = 50  # letters kept before the first word found
_LONGEST = 160  # letters of a passage
_HEAD = 3

Places = Sequence[tuple[int, int]]

_PLAIN, _ITALIAN = plain_analyzer(), italian_analyzer()


class Marking:
    """
    Shows where documents have the words of a search.

    Args:
        words: What was asked for, the words of a person's name included.
        typos: Whether words one letter away were looked for as well.
    """

    def __init__(self, words: Sequence[Words], *, typos: bool) -> None:
        plain = [token for part in words for token in part.tokens]
        self._plain = frozenset(plain) - EMPTY or frozenset(plain)
        self._stems = frozenset(stem for token in self._plain for stem in _ITALIAN.analyze(token))
        last = plain[-1] if plain and not words[-1].phrase else ""
        self._beginning = last if len(last) >= PREFIX_FROM else ""
        self._typos = typos
        begun = _beginning_with({*self._plain, *self._stems})
        self._worth_reading = _about_as_long(self._plain) if typos else begun

    def snippet(self, document: Document) -> str:
        """Return the passages of *document* that have the words, as safe HTML, or ""."""
        if not self._plain:
            return ""
        found: dict[str, Places] = {}
        for text in dict.fromkeys(texts_of(searched(document))):
            places = list(self._places(text))
            # What the subject says is shown already.
            if places and text not in document.oggetto and not _CODE.fullmatch(text):
                found[text] = places
        best = sorted(found, key=lambda text: -len(found[text]))[:_PASSAGES]
        return " · ".join(_marked(text, found[text]) for text in best)

    def _places(self, text: str) -> Iterator[tuple[int, int]]:
        for word in self._worth_reading.finditer(text):
            if self._is_asked(word[0]):
                yield word.span()

    def _is_asked(self, word: str) -> bool:
        plain, stem = _forms(word)
        if plain in self._plain or (stem and stem in self._stems):
            return True
        if self._beginning and plain.startswith(self._beginning):
            return True
        return self._typos and any(_one_letter_away(plain, asked) for asked in self._plain)


def _about_as_long(words: Iterable[str]) -> re.Pattern[str]:
    """Return what finds the words that have as many letters as one of *words*, or one off."""
    lengths = {len(word) for word in words} or {0}
    shortest, longest = max(min(lengths) - 1, 1), max(lengths) + 1
    return re.compile(rf"(?<![^\W_])[^\W_]{{{shortest},{longest}}}(?![^\W_])")


def _beginning_with(words: Iterable[str]) -> re.Pattern[str]:
    """Return what finds the words that begin as one of *words*, accents apart: nearly none do."""
    heads = sorted({word[:_HEAD] for word in words})
    # That it begins there is looked at last, or it would be looked at in front of every letter.
    found = ["".join(map(_letter, head)) + rf"(?<![^\W_]{'.' * len(head)})" for head in heads]
    return re.compile(f"(?:{'|'.join(found)})[^\\W_]*")


def _letter(letter: str) -> str:
    """Return the class of a letter: whatever is not ASCII may be that one with an accent."""
    others = (chr(code) for code in range(128) if chr(code).lower() != letter)
    return f"[^{re.escape(''.join(others))}]"


@lru_cache(maxsize=8192)
def _forms(word: str) -> tuple[str, str]:
    """Return a word as names are indexed, and its stem, "" for an empty word."""
    return "".join(_PLAIN.analyze(word)), "".join(_ITALIAN.analyze(word))


def _one_letter_away(word: str, asked: str) -> bool:
    """Return whether one letter was changed, added, left out or swapped with the next."""
    if abs(len(word) - len(asked)) > 1 or len(asked) < TYPO_FROM:
        return False
    same = next((i for i, (a, b) in enumerate(zip(word, asked, strict=False)) if a != b), None)
    if same is None:
        return True
    rest, other = word[same:], asked[same:]
    swapped = rest[:2] == other[1::-1] and rest[2:] == other[2:]
    return swapped or rest[1:] == other[1:] or rest[1:] == other or rest == other[1:]


def _marked(text: str, places: Places) -> str:
    """Return what is around the first of *places*, every one there marked, as safe HTML."""
    start, end = _window(text, places[0][0])
    parts, here = ["…" if start else ""], start
    for first, last in places:
        if here <= first and last <= end:
            parts += [escape(text[here:first]), "<b>", escape(text[first:last]), "</b>"]
            here = last
    parts += [escape(text[here:end]), "…" if end < len(text) else ""]
    return "".join(parts)


def _window(text: str, first: int) -> tuple[int, int]:
    """Return where to begin and end, at the edges of words, to show what is at *first*."""
    start = 0
    if len(text) > _LONGEST and first > _AROUND:
        start = text.find(" ", first - _AROUND, first) + 1 or first
    end = len(text)
    if end - start > _LONGEST:
        end = max(text.rfind(" ", first, start + _LONGEST), 0) or start + _LONGEST
    return start, end
