"""The words of a person's situation: choices that the rules read and the form asks."""

from collections.abc import Mapping
from types import MappingProxyType

STATI_OCCUPAZIONALI: Mapping[str, str] = MappingProxyType(
    {
        "disoccupato": "Disoccupato",
        "inoccupato": "Inoccupato",
        "inattivo": "Inattivo",
        "in_mobilita": "In mobilità",
        "occupato": "Occupato",
    }
)
TITOLI_STUDIO: Mapping[str, str] = MappingProxyType(
    {
        "nessuno": "Nessun titolo",
        "elementare": "Licenza elementare",
        "media": "Licenza media",
        "qualifica": "Qualifica professionale",
        "diploma": "Diploma",
        "laurea": "Laurea",
    }
)
MOTIVI_CESSAZIONE: Mapping[str, str] = MappingProxyType(
    {
        "licenziamento_individuale": "Licenziamento individuale",
        "licenziamento_collettivo": "Licenziamento collettivo",
        "scadenza_termine": "Scadenza del termine",
        "dimissioni": "Dimissioni",
        "dimissioni_giusta_causa": "Dimissioni per giusta causa",
        "chiusura_attivita": "Chiusura dell'attività",
        "altro": "Altro",
    }
)
TITOLI_SOGGIORNO: Mapping[str, str] = MappingProxyType(
    {
        "non_richiesto": "Non richiesto",
        "permesso": "Permesso di soggiorno",
        "carta_ue": "Carta di soggiorno UE",
        "in_rinnovo": "In rinnovo",
    }
)
_WORDS = {**STATI_OCCUPAZIONALI, **TITOLI_STUDIO, **MOTIVI_CESSAZIONE, **TITOLI_SOGGIORNO}


def in_words(code: str) -> str:
    """Return the words of a choice as they stand inside a sentence; of a blank, that it is so."""
    label = _WORDS.get(code, code) or "Non indicato"
    return label[0].lower() + label[1:]
