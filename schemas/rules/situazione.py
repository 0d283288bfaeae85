"""The words of a person's situation, as they stand inside a sentence."""

from collections.abc import Mapping
from types import MappingProxyType

_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "": "non indicato",
        "in_mobilita": "in mobilità",
        "nessuno": "nessun titolo",
        "elementare": "licenza elementare",
        "media": "licenza media",
        "qualifica": "qualifica professionale",
        "dimissioni_giusta_causa": "dimissioni per giusta causa",
        "chiusura_attivita": "chiusura dell'attività",
        "scadenza_termine": "scadenza del termine",
        "permesso": "permesso di soggiorno",
        "carta_ue": "carta di soggiorno UE",
        "speciale_edile": "disoccupazione speciale edile",
    }
)


def in_words(code: str) -> str:
    """Return a choice as a sentence says it; the words of the form are often too long for that."""
    return _WORDS.get(code, code.replace("_", " "))
