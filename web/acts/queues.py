"""What waits for each role: one list of queues, each with who, what, since when and where."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from weakref import WeakKeyDictionary

from schemas.rules.permissions import Actor
from storage.archive import Visibility
from web.acts.reading import Reading
from web.acts.waiting import (
    Desk,
    Find,
    Waiting,
    due_days,
    in_document_state,
    in_stato,
    requests,
    to_approve,
    to_confirm,
    to_validate,
    unanswered,
    without_copy,
)


@dataclass(frozen=True)
class Queue:
    """
    What waits for a role.

    Args:
        name: As it stands in addresses.
        title: What the counter says.
        help: What is to be done, in a sentence.
        ruoli: Whose queue it is.
        find: Yields what waits.
        due: Whether the day of each thing is the one by which it is due.
        batch: The part of a document that may be recorded for many at once, or "".
    """

    name: str
    title: str
    help: str
    ruoli: frozenset[str]
    find: Find
    due: bool = False
    batch: str = ""

    def waiting(self, desk: Desk) -> list[Waiting]:
        """
        Return what waits at *desk*, in order of day.

        It is looked for once for each desk and day, until the register says something else.
        """
        known = _KNOWN.setdefault(desk.reading, {})
        key = (self.name, desk.actor, desk.visible, desk.office.on)
        if key not in known:
            found = self.find(desk)
            known[key] = sorted(found, key=lambda one: (one.on, one.fascicolo, one.documento))
        return list(known[key])


Key = tuple[str, Actor, Visibility, date]
_KNOWN: WeakKeyDictionary[Reading, dict[Key, list[Waiting]]] = WeakKeyDictionary()


def queues_of(actor: Actor) -> list[Queue]:
    """Return the queues of a role, in the order of the process."""
    return [queue for queue in QUEUES.values() if actor.ruolo in queue.ruoli]


def _queue(
    name: str, title: str, help: str, ruoli: str, find: Find, *, due: bool = False, batch: str = ""
) -> Queue:
    return Queue(name, title, help, frozenset(ruoli.split()), find, due, batch)


QUEUES: Mapping[str, Queue] = {
    queue.name: queue
    for queue in (
        _queue(
            "da-prendere",
            "Persone da prendere in carico",
            "Il Gruppo di Lavoro Territoriale decide la presa in carico e ne compila il verbale.",
            "GLT OCPI",
            in_stato("aperto"),
        ),
        _queue(
            "senza-patto",
            "Persone in attesa del Patto",
            "Con la persona si compila e si firma il Patto di Servizio.",
            "OCPI",
            in_stato("preso_in_carico"),
        ),
        _queue(
            "senza-pai",
            "Persone in attesa del PAI",
            "Il Patto è firmato: si compila e si firma il Piano di Azione Individuale.",
            "OCPI",
            in_stato("patto_firmato"),
        ),
        _queue(
            "da-trasferire",
            "Persone da trasferire al GCP",
            "Patto e PAI sono firmati: il GLT conferma i requisiti e trasferisce la persona.",
            "GLT",
            in_stato("pai_redatto"),
        ),
        _queue(
            "rinviati",
            "Percorsi rinviati dal GCP",
            "Il motivo del rinvio è nel verbale di presa in carico: si corregge e si trasferisce "
            "di nuovo.",
            "GLT OCPI",
            in_stato("rinviato_al_glt"),
        ),
        _queue(
            "da-validare",
            "Percorsi da validare",
            "Il GCP verifica requisiti e risorse, e valida, rinvia o non ammette.",
            "GCP",
            to_validate,
            batch="validazione",
        ),
        _queue(
            "da-segnalare",
            "Persone da segnalare alle aziende",
            "Il percorso è validato: si cerca un'azienda e si invia la segnalazione.",
            "OCPI",
            in_stato("validato"),
        ),
        _queue(
            "da-rispondere",
            "Segnalazioni in attesa di risposta",
            "L'azienda risponde se la persona le interessa, entro il giorno indicato.",
            "AZ OCPI RCPI",
            unanswered,
            due=True,
        ),
        _queue(
            "da-avviare",
            "Inserimenti da avviare",
            "L'azienda ha accettato: servono la convenzione e il colloquio iniziale firmati.",
            "OCPI",
            in_stato("abbinato"),
        ),
        _queue(
            "da-confermare",
            "Avvii di stage da confermare",
            "Si registra se la persona si è presentata il primo giorno.",
            "ASS OCPI",
            to_confirm,
        ),
        _queue(
            "visite",
            "Visite in azienda",
            "Le visite previste dal colloquio iniziale, fino a trenta giorni da oggi.",
            "ASS",
            due_days("visita"),
            due=True,
        ),
        _queue(
            "questionari",
            "Questionari da compilare",
            "L'assistente compila il questionario entro il giorno indicato.",
            "ASS OCPI",
            due_days("questionario"),
            due=True,
        ),
        _queue(
            "da-verificare",
            "Verifiche finali da compilare",
            "Il questionario finale è archiviato: si compila e si firma la verifica finale.",
            "ASS",
            in_stato("in_verifica"),
        ),
        _queue(
            "da-approvare",
            "Verifiche finali da approvare",
            "L'approvazione del GCP chiude il fascicolo.",
            "GCP",
            to_approve,
            batch="approvazione",
        ),
        _queue(
            "da-istruire",
            "Richieste di incentivo da istruire",
            "Il Gruppo amministrativo esamina la richiesta e propone la decisione.",
            "GA",
            requests("presentata"),
        ),
        _queue(
            "da-decidere",
            "Richieste di incentivo da decidere",
            "Il GCP ammette, respinge o chiede un'integrazione.",
            "GCP",
            requests("in_istruttoria", "integrata"),
        ),
        _queue(
            "da-integrare",
            "Richieste da integrare",
            "Il GCP ha chiesto altri dati o documenti: il motivo è nella richiesta.",
            "AZ",
            requests("integrazione_richiesta"),
        ),
        _queue(
            "da-liquidare",
            "Contributi da liquidare",
            "La richiesta è ammessa: si verificano DURC e inadempienze, poi si paga.",
            "GA",
            requests("ammessa"),
        ),
        _queue(
            "da-firmare",
            "Documenti da firmare",
            "Si stampa, si firma con tutte le parti e si registra il giorno della firma.",
            "OCPI RCPI GLT GCP AZ TUT ASS COM",
            in_document_state("generato"),
        ),
        _queue(
            "da-allegare",
            "Copie firmate da allegare",
            "Il documento è firmato: manca la scansione dei fogli con le firme.",
            "OCPI GLT GCP AZ ASS COM",
            without_copy,
        ),
        _queue(
            "da-protocollare",
            "Documenti da protocollare",
            "Il documento è firmato: si registra il protocollo.",
            "OCPI RCPI GA",
            in_document_state("firmato", azioni="V"),
        ),
        _queue(
            "da-archiviare",
            "Documenti da archiviare",
            "Il documento è protocollato: si archivia, e da allora si può solo sostituire.",
            "OCPI RCPI GA",
            in_document_state("protocollato", azioni="V"),
        ),
        _queue(
            "sospesi",
            "Percorsi sospesi",
            "Si riprendono dalla pagina del fascicolo quando la persona può.",
            "OCPI RCPI",
            in_stato("sospeso"),
        ),
        _queue(
            "scadenze",
            "Scadenze dei prossimi trenta giorni",
            "Colloqui, permessi di soggiorno, stage e Patti che scadono.",
            "OCPI RCPI",
            due_days("colloquio", "permesso", "stage", "patto"),
            due=True,
        ),
    )
}
