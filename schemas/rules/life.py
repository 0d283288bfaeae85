"""The two lives of the office as data: of a fascicolo and of a document."""

from collections.abc import Mapping
from types import MappingProxyType

STATI_DOCUMENTO: Mapping[str, str] = MappingProxyType(
    {
        "generato": "Registrato, da firmare",
        "firmato": "Firmato",
        "protocollato": "Protocollato",
        "archiviato": "Archiviato",
        "sostituito": "Sostituito",
        "annullato": "Annullato",
    }
)

# Event by which a document goes on after its registration, and its paper is printed again.
SEGUITO = "seguito"

# Event by which who registers a document says why its warnings do not stop them.
CONFERMA = "conferma"

# Event of a document -> (states it may start from, state it leads to or None when it stays).
PASSI_DOCUMENTO: Mapping[str, tuple[tuple[str, ...], str | None]] = MappingProxyType(
    {
        "pdf": (tuple(STATI_DOCUMENTO), None),
        CONFERMA: (("generato", "firmato", "protocollato", "archiviato"), None),
        SEGUITO: (("generato", "firmato", "protocollato", "archiviato"), None),
        "copia_firmata": (("firmato", "protocollato", "archiviato"), None),
        "firma": (("generato",), "firmato"),
        "protocollo": (("firmato",), "protocollato"),
        "archiviazione": (("protocollato",), "archiviato"),
        "annullamento": (("generato", "firmato", "protocollato"), "annullato"),
        "sostituzione": (("generato", "firmato", "protocollato", "archiviato"), "sostituito"),
    }
)

NOMI_PASSI: Mapping[str, str] = MappingProxyType(
    {
        "pdf": "PDF prodotto",
        "firma": "Firma registrata",
        CONFERMA: "Avvisi confermati",
        SEGUITO: "Documento proseguito",
        "copia_firmata": "Copia firmata allegata",
        "protocollo": "Protocollo registrato",
        "archiviazione": "Archiviazione",
        "annullamento": "Annullamento",
        "sostituzione": "Sostituzione",
    }
)

STATI_FASCICOLO: Mapping[str, str] = MappingProxyType(
    {
        "aperto": "Aperto",
        "preso_in_carico": "Preso in carico",
        "patto_firmato": "Patto firmato",
        "pai_redatto": "PAI redatto",
        "trasferito_gcp": "Trasferito al GCP",
        "rinviato_al_glt": "Rinviato al GLT",
        "validato": "Validato",
        "segnalato": "Segnalato",
        "abbinato": "Abbinato",
        "in_inserimento": "In inserimento",
        "in_verifica": "In verifica",
        "chiuso_inserito": "Chiuso: inserito",
        "chiuso_non_inserito": "Chiuso: non inserito",
        "non_ammesso": "Non ammesso",
        "sospeso": "Sospeso",
        "ritirato": "Ritirato",
        "decaduto": "Decaduto",
    }
)

CHIUSI = frozenset(
    {"chiuso_inserito", "chiuso_non_inserito", "non_ammesso", "ritirato", "decaduto"}
)

# States in which a signed document binds (for a Patto, R-PS-1), and those it is withdrawn by.
FIRMATI = ("firmato", "protocollato", "archiviato")
EFFICACE = frozenset(FIRMATI)
RITIRATI = frozenset({"annullato", "sostituito"})


def next_document_state(stato: str, passo: str) -> str | None:
    """
    Return the state of a document after *passo*, or None when the step is not allowed from *stato*.

    Raises:
        KeyError: no such step.
    """
    allowed_from, leads_to = PASSI_DOCUMENTO[passo]
    return (leads_to or stato) if stato in allowed_from else None
