"""What the office registers in these tests: a Patto, a fascicolo, an event."""

from dataclasses import replace
from datetime import UTC, date, datetime

from schemas.rules.numero import Number
from storage.archive import Archive, Document, Event, Fascicolo, Query, Visibility

ALL = Visibility((("patto_di_servizio", ""), ("pai", "")))
DAY = date(2011, 3, 7)
AT = datetime(2011, 3, 7, 9, 30, tzinfo=UTC)


def document(number: Number, docx: str, **changes: object) -> Document:
    """Return a Patto of Giulia Dal Santo with that number."""
    patto = Document(
        number=number,
        kind="patto_di_servizio",
        versione=1,
        on=DAY,
        fascicolo="F-2011-00001",
        territorio=number.territorio,
        oggetto="Patto di Servizio di Dal Santo Giulia",
        autore="zanella",
        registered_at=AT,
        data={
            "persona": {"cognome": "Dal Santo", "nome": "Giulia"},
            "titolo_studio": "diploma",
            "periodi_lavoro": [{"datore": "Tessitura Alto Astico srl", "dal": "2004-01-12"}],
            "note": "Qualità dell’azienda: più che buona",
        },
        motivi=[{"subject": "categoria", "holds": True}],
        index={
            "cognome": "Dal Santo",
            "nome": "Giulia",
            "codice_fiscale": "DLSGLI75D58I531V",
            "cpi": "Schio-Thiene",
            "comune": "Schio",
            "categoria": "C4",
        },
        docx=docx,
        template="0" * 64,
        impronta="1" * 64,
    )
    return replace(patto, **changes)


def fascicolo(numero: str, codice_fiscale: str = "DLSGLI75D58I531V") -> Fascicolo:
    """Return the fascicolo of Giulia Dal Santo with that number."""
    persona = {"cognome": "Dal Santo", "nome": "Giulia", "codice_fiscale": codice_fiscale}
    return Fascicolo(numero, DAY, "T2", "Schio-Thiene", "zanella", AT, persona)


def event(tipo: str, **dati: object) -> Event:
    return Event(tipo, AT, "pretto", dati)


def register(
    archive: Archive, sigla: str = "PS", on: date = DAY, territorio: str = "T2", **changes: object
) -> Document:
    """Register a document as the office does: number, paper, blob, line."""
    with archive.transaction():
        number = archive.take_number(sigla, on, territorio)
        docx = archive.put_blob(f"paper of {number}".encode())
        registered = document(number, docx, **{"on": on, **changes})
        archive.add_document(registered)
    return registered


def found(archive: Archive, words: str = "", **filters: object) -> list[str]:
    """Return the numbers of the documents that a search finds, in its order."""
    query = replace(Query(ALL, words), **filters)
    return [str(hit.document.number) for hit in archive.search(query).hits]
