"""The form in which names are compared: case, accents and apostrophes do not tell them apart."""

import unicodedata

# Letters that Unicode does not take apart into a letter and an accent (R-ID-4).
_WHOLE = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "ł": "l", "þ": "th"})
_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼ`´′", "'"))


def folded(text: str) -> str:
    """
    Return *text* as it is compared and searched: lower case, plain letters, one apostrophe.

    ``Dall’Ò`` and ``dall'o`` give the same result. Blanks are kept as they are.

    Source:
        Rule T-7.
    """
    if text.isascii():
        return text.replace("`", "'").lower()
    apostrophes = text.translate(_APOSTROPHES).casefold().translate(_WHOLE)
    apart = unicodedata.normalize("NFKD", apostrophes)
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def place_key(name: str) -> str:
    """
    Return the key under which the name of a place is looked up.

    Besides case and accents it forgives apostrophes, hyphens and blanks: ``Rosa'``, ``ROSÀ`` and
    ``Rosà`` are one place.

    Source:
        Rule R-GEO-3.
    """
    return "".join(letter for letter in folded(name) if letter.isalnum())
