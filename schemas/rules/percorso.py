"""The path of a fascicolo as data: its steps, who takes them, the papers that move it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from schemas.rules.life import CHIUSI

FIRMA, ARCHIVIAZIONE = "firma", "archiviazione"
SOSPESO = "sospeso"
# How far a path has gone. Suspended and closed fascicoli stand outside: they take no document.
IN_CORSO = (
    "aperto",
    "preso_in_carico",
    "patto_firmato",
    "pai_redatto",
    "rinviato_al_glt",
    "trasferito_gcp",
    "validato",
    "segnalato",
    "abbinato",
    "in_inserimento",
    "in_verifica",
)


@dataclass(frozen=True)
class Carta:
    """
    A paper that moves a fascicolo, by what happens to it and by what it says.

    Args:
        kind: Its kind.
        evento: The step of the document that counts: its signature, or its archiving.
        seguito: The part recorded after the signature that counts instead, or "".
        dice: Field -> the answers admitted, as registered.
        giorno: The answer that dates the step; "" for the day of the signature.
        tutte: Whether every such paper of this stretch of the path must say so.
    """

    kind: str
    evento: str = FIRMA
    seguito: str = ""
    dice: Mapping[str, tuple[object, ...]] = field(default_factory=dict)
    giorno: str = ""
    tutte: bool = False


@dataclass(frozen=True)
class Passo:
    """
    One step of the path of a fascicolo.

    Args:
        da: States it may start from.
        a: State it leads to.
        words: What the button says, or what the papers bring about.
        ruoli: Who may take it, or who makes the papers that take it.
        carte: The papers that take it by themselves; without any it is a button.
        motivo: Whether a reason must be given.
        sentita: Whether the day must be given on which the person was heard.
    """

    da: tuple[str, ...]
    a: str
    words: str
    ruoli: tuple[str, ...]
    carte: tuple[Carta, ...] = ()
    motivo: bool = False
    sentita: bool = False


def _presa(esito: str) -> Carta:
    return Carta("presa_in_carico", dice={"esito_presa": (esito,)}, giorno="data_presa")


def _validazione(esito: str) -> Carta:
    dice = {"esito_gcp": (esito,)}
    return Carta("presa_in_carico", seguito="validazione", dice=dice, giorno="data_validazione")


def _risposta(*esiti: str, tutte: bool = False) -> Carta:
    dice = {"esito": esiti}
    return Carta(
        "segnalazione_azienda", seguito="esito", dice=dice, giorno="data_esito", tutte=tutte
    )


def _approvazione(stato: str) -> Carta:
    dice = {"approvazione_gcp": (True,), "chiusura": (stato,)}
    return Carta(
        "verifica_inserimento", seguito="approvazione", dice=dice, giorno="data_approvazione"
    )


# The paper that opens a fascicolo, once it is registered.
APERTURA = Carta("scheda_primo_accesso", dice={"esito": ("inviato_cpi",)})
_TRASFERIMENTO = Carta("presa_in_carico", seguito="trasferimento", giorno="data_trasferimento")
_FINALE = Carta("questionario_monitoraggio", evento=ARCHIVIAZIONE, dice={"tipo": ("finale",)})

PASSI = (
    Passo(
        ("aperto",),
        "preso_in_carico",
        "Prendere in carico la persona",
        ("GLT",),
        (_presa("preso_in_carico"),),
    ),
    Passo(
        ("aperto",),
        "non_ammesso",
        "Non prendere in carico la persona",
        ("GLT",),
        (_presa("non_preso"),),
    ),
    Passo(
        ("preso_in_carico",),
        "patto_firmato",
        "Firmare il Patto di Servizio",
        ("OCPI",),
        (Carta("patto_di_servizio"),),
    ),
    Passo(
        ("patto_firmato", "rinviato_al_glt"),
        "pai_redatto",
        "Firmare il PAI",
        ("OCPI", "ESP"),
        (Carta("pai"),),
    ),
    Passo(
        ("rinviato_al_glt",),
        "pai_redatto",
        "Le correzioni sono fatte",
        ("OCPI", "GLT"),
        motivo=True,
    ),
    Passo(
        ("pai_redatto",),
        "trasferito_gcp",
        "Trasferire la persona al GCP",
        ("GLT",),
        (_TRASFERIMENTO,),
    ),
    Passo(
        ("trasferito_gcp",),
        "validato",
        "Validare il percorso",
        ("GCP",),
        (_validazione("validato"),),
    ),
    Passo(
        ("trasferito_gcp",),
        "rinviato_al_glt",
        "Rinviare al GLT",
        ("GCP",),
        (_validazione("rinviato"),),
    ),
    Passo(
        ("trasferito_gcp",),
        "non_ammesso",
        "Non ammettere",
        ("GCP",),
        (_validazione("non_ammesso"),),
    ),
    Passo(
        ("validato",),
        "segnalato",
        "Segnalare la persona a un'azienda",
        ("OCPI", "ESP"),
        (Carta("segnalazione_azienda"),),
    ),
    Passo(
        ("segnalato",),
        "abbinato",
        "Registrare che l'azienda accetta",
        ("AZ", "OCPI"),
        (_risposta("accettata"),),
    ),
    Passo(
        ("segnalato",),
        "validato",
        "Registrare che nessuna azienda accetta",
        ("AZ", "OCPI"),
        (_risposta("rifiutata", "nessuna_risposta", tutte=True),),
    ),
    Passo(
        ("abbinato",),
        "in_inserimento",
        "Avviare l'inserimento",
        ("OCPI", "ASS"),
        (Carta("convenzione_stage"), Carta("colloquio_iniziale")),
    ),
    Passo(
        ("in_inserimento",),
        "in_verifica",
        "Archiviare il questionario finale",
        ("ASS", "OCPI"),
        (_FINALE,),
    ),
    Passo(("in_inserimento",), "validato", "Interrompi l'inserimento", ("OCPI",), motivo=True),
    Passo(
        ("in_verifica",),
        "chiuso_inserito",
        "Approvare la verifica: persona inserita",
        ("GCP",),
        (_approvazione("chiuso_inserito"),),
    ),
    Passo(
        ("in_verifica",),
        "chiuso_non_inserito",
        "Approvare la verifica: persona non inserita",
        ("GCP",),
        (_approvazione("chiuso_non_inserito"),),
    ),
    Passo(IN_CORSO, SOSPESO, "Sospendi il percorso", ("OCPI", "RCPI"), motivo=True),
    Passo(IN_CORSO, "ritirato", "La persona si ritira", ("OCPI", "RCPI"), motivo=True),
    Passo(IN_CORSO, "decaduto", "Dichiara la decadenza", ("RCPI",), motivo=True, sentita=True),
)
RIPRESA = Passo((SOSPESO,), "", "Riprendi il percorso", ("OCPI", "RCPI"))


def passi_from(stato: str, sospeso_da: str = "") -> tuple[Passo, ...]:
    """
    Return the steps that a fascicolo in *stato* may take, in the order of the process.

    *sospeso_da* is where a suspended path stood: it goes back there and nowhere else.
    """
    if stato in CHIUSI:
        return ()
    if stato == SOSPESO:
        return (replace(RIPRESA, a=sospeso_da),) if sospeso_da else ()
    return tuple(passo for passo in PASSI if stato in passo.da)
