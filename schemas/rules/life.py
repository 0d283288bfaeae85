"""The two lives of the office as data: of a fascicolo and of a document."""

from collections.abc import Mapping
from dataclasses import dataclass
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

# Event of a document -> (states it may start from, state it leads to or None when it stays).
PASSI_DOCUMENTO: Mapping[str, tuple[tuple[str, ...], str | None]] = MappingProxyType(
    {
        "pdf": (tuple(STATI_DOCUMENTO), None),
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


@dataclass(frozen=True)
class Passo:
    """
    One step of the life of a fascicolo.

    Args:
        da: States it may start from; empty for every state up to ``in_verifica``.
        a: State it leads to.
        words: What the button says.
        ruoli: Who may take it.
        firmato: Kind that must have a signed document in the fascicolo, or "".
        automatic: Taken by itself when that document is signed.
        motivo: Whether a reason must be given.
        four_eyes: Whether who wrote the document of *firmato* may not take it (P-4).
    """

    da: tuple[str, ...]
    a: str
    words: str
    ruoli: tuple[str, ...]
    firmato: str = ""
    automatic: bool = False
    motivo: bool = False
    four_eyes: bool = False


PASSI_FASCICOLO = (
    Passo(("aperto",), "preso_in_carico", "Prendi in carico", ("GLT", "OCPI")),
    Passo(
        ("preso_in_carico",), "patto_firmato", "Patto firmato", ("OCPI",), "patto_di_servizio", True
    ),
    Passo(
        ("patto_firmato", "rinviato_al_glt"), "pai_redatto", "PAI firmato", ("OCPI",), "pai", True
    ),
    Passo(("rinviato_al_glt",), "pai_redatto", "PAI corretto", ("OCPI", "GLT"), "pai"),
    Passo(("pai_redatto",), "trasferito_gcp", "Trasferisci al GCP", ("GLT",), "pai"),
    Passo(("trasferito_gcp",), "validato", "Valida il percorso", ("GCP",), "pai", four_eyes=True),
    Passo(("trasferito_gcp",), "rinviato_al_glt", "Rinvia al GLT", ("GCP",), motivo=True),
    Passo(("trasferito_gcp", "aperto"), "non_ammesso", "Non ammettere", ("GCP",), motivo=True),
    Passo(("validato",), "segnalato", "Registra la segnalazione a un'azienda", ("OCPI", "ESP")),
    Passo(("segnalato",), "abbinato", "L'azienda ha accettato", ("OCPI",)),
    Passo(("segnalato",), "validato", "Le aziende non hanno accettato", ("OCPI",), motivo=True),
    Passo(("abbinato",), "in_inserimento", "Avvia l'inserimento", ("OCPI",), "convenzione_stage"),
    Passo(("in_inserimento",), "validato", "Interrompi l'inserimento", ("OCPI",), motivo=True),
    Passo(
        ("in_inserimento",),
        "in_verifica",
        "Passa alla verifica finale",
        ("ASS", "OCPI"),
        "questionario_monitoraggio",
    ),
    Passo(("in_verifica",), "chiuso_inserito", "Chiudi: persona inserita", ("GCP",)),
    Passo(("in_verifica",), "chiuso_non_inserito", "Chiudi: non inserita", ("GCP",), motivo=True),
    Passo((), "ritirato", "La persona si ritira", ("OCPI", "RCPI"), motivo=True),
    Passo((), "decaduto", "Dichiara la decadenza", ("RCPI",), motivo=True),
)


def passi_from(stato: str) -> tuple[Passo, ...]:
    """Return the steps that a fascicolo in *stato* may take, in the order of the process."""
    if stato in CHIUSI:
        return ()
    return tuple(passo for passo in PASSI_FASCICOLO if not passo.da or stato in passo.da)


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
