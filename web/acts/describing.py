"""Describing an act and a fascicolo: the metadata of the AgID guidelines, annexes 5 and 6."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from importlib.metadata import version

from generators import metadata
from schemas.kinds.registry import all_kinds
from schemas.rules.life import CHIUSI
from schemas.rules.parameters import Parameters
from storage.archive import Document, Fascicolo
from web.acts.office import ROME, Office

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"


def describe_document(document: Document, *, office: Office) -> dict[str, object]:
    """
    Return the metadata of a registered document, by the names that `generators.metadata` takes.

    They are those of the official copy: the PDF once there is one, else the DOCX.
    """
    parameters = Parameters(office.table, document.on)
    at = document.registered_at.astimezone(ROME)
    impronta, form = (document.pdf, "pdf") if document.pdf else (document.paper, "docx")
    return {
        **_identity(document),
        **_filing(parameters, document.kind, document.answers.get("esito")),
        "modalita": "c) memorizzazione su supporto informatico dei dati inseriti in moduli",
        "tipologia": all_kinds()[document.kind].title,
        "flusso": "I",
        "tipo_registro": "Repertorio/Registro",
        "data_registrazione": f"{at:%Y-%m-%d}",
        "ora_registrazione": f"{at:%H:%M:%S}",
        "numero": f"{document.number.progressivo:07d}",
        "registro": document.number.sigla,
        "soggetti": list(_parties(document, parameters)),
        "oggetto": document.oggetto,
        "parole_chiave": [text for text in document.index.values() if text],
        "numero_allegati": 0,
        "formato": PDF if form == "pdf" else DOCX,
        "firmato_digitalmente": False,
        "sigillato": False,
        "marca_temporale": False,
        "conformita_copie": False,
        "aggregazioni": [{"tipo": "Fascicolo", "id": document.fascicolo}]
        if document.fascicolo
        else [],
        "fascicolo": document.fascicolo,
        "nome_file": f"{document.number}.{form}",
        "versione": document.versione,
        "modifiche": list(_changes(document)),
        "base64": metadata.base64_of(impronta),
        "ente": parameters.text("ente.nome"),
        "note": f"Modello {document.template}; impronta dei dati {document.impronta}",
    }


def describe_fascicolo(
    fascicolo: Fascicolo, documents: list[Document], *, office: Office
) -> dict[str, object]:
    """Return the metadata of a fascicolo and of its *documents*, by the same names."""
    parameters = Parameters(office.table, fascicolo.on)
    closed = [event for event in fascicolo.events if event.tipo in CHIUSI]
    persona = {name: fascicolo.persona[name] for name in ("cognome", "nome", "codice_fiscale")}
    return {
        **_filing(parameters, ""),
        "tipo_aggregazione": "Fascicolo",
        "identificativo": fascicolo.numero,
        "tipologia": "persona fisica",
        "soggetti": [_administration(parameters), {"ruolo": "Intestatario", **persona}],
        "oggetto": f"Fascicolo di {persona['cognome']} {persona['nome']}",
        "data_apertura": f"{fascicolo.on:%Y-%m-%d}",
        "data_chiusura": f"{closed[-1].at.astimezone(ROME):%Y-%m-%d}" if closed else "",
        "documenti": [_identity(document) for document in documents],
    }


def metadata_of(document: Document, *, office: Office) -> Mapping[str, bytes]:
    """Return the files that describe a document: metadata as JSON and XML, and the segnatura."""
    values = describe_document(document, office=office)
    return {
        f"{document.number}.json": metadata.as_json(metadata.DOCUMENTO, values).encode(),
        f"{document.number}.xml": metadata.as_xml(
            "DocumentoAmministrativoInformatico", metadata.DOCUMENTO, values
        ),
        f"{document.number}-segnatura.xml": metadata.segnatura(values),
    }


def metadata_of_fascicolo(
    fascicolo: Fascicolo, documents: list[Document], *, office: Office
) -> Mapping[str, bytes]:
    """Return the files that describe a fascicolo: its metadata as JSON and XML."""
    values = describe_fascicolo(fascicolo, documents, office=office)
    return {
        f"{fascicolo.numero}.json": metadata.as_json(metadata.FASCICOLO, values).encode(),
        f"{fascicolo.numero}.xml": metadata.as_xml(
            "AggregazioneDocumentaliInformatiche", metadata.FASCICOLO, values
        ),
    }


def years_kept(parameters: Parameters, kind: str, esito: object = None) -> int:
    """Return for how many years a document is kept: by its outcome, its kind, or as all are."""
    common = "conservazione.anni"
    terms = (f"{common}.{kind}.{esito}", f"{common}.{kind}", common)
    return parameters.whole(next(term for term in terms if term in parameters))


def _identity(document: Document) -> dict[str, object]:
    return {
        "impronta": document.pdf or document.paper,
        "algoritmo": "SHA-256",
        "segnatura": str(document.number),
        "identificativo": str(document.number),
    }


def _filing(parameters: Parameters, kind: str, esito: object = None) -> dict[str, object]:
    return {
        "classificazione": parameters.text("archivio.classificazione"),
        "classificazione_descrizione": parameters.text("archivio.classificazione_descrizione"),
        "riservato": True,  # every act speaks of the situation of a person or of a company
        "conservazione": years_kept(parameters, kind, esito),
        "codice_ipa": parameters.text("ente.codice_ipa"),
        "codice_aoo": parameters.text("ente.codice_aoo"),
        "prodotto": "Fascicolo",
        "prodotto_versione": version("fascicolo"),
    }


def _administration(parameters: Parameters) -> dict[str, object]:
    return {
        "ruolo": "Amministrazione che effettua la registrazione",
        "denominazione": parameters.text("ente.nome"),
        "codice_ipa": parameters.text("ente.codice_ipa"),
        "codice_aoo": parameters.text("ente.codice_aoo"),
    }


def _parties(document: Document, parameters: Parameters) -> Iterator[dict[str, object]]:
    yield _administration(parameters)
    yield {"ruolo": "Operatore", "denominazione": document.autore}
    index = document.index
    if index.get("cognome"):
        names = ("cognome", "nome", "codice_fiscale")
        yield {"ruolo": "Destinatario", **{name: index.get(name, "") for name in names}}
    if index.get("azienda"):
        company = {"denominazione": index["azienda"], "partita_iva": index.get("partita_iva", "")}
        yield {"ruolo": "Altro", **company}
    yield {"ruolo": "Produttore", "denominazione": "Fascicolo"}


def _changes(document: Document) -> Iterator[dict[str, object]]:
    if document.replaces:
        rectified = _change("rettifica", document.autore, document.registered_at)
        yield {**rectified, "precedente": document.replaces}
    for event in document.events:
        if event.tipo == "annullamento":
            yield _change("annullamento", event.by, event.at)


def _change(tipo: str, by: str, at: datetime) -> dict[str, object]:
    local = at.astimezone(ROME)
    return {"tipo": tipo, "autore": by, "data": f"{local:%Y-%m-%d}", "ora": f"{local:%H:%M:%S}"}
