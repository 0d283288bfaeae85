"""
Metadata of an act and of a fascicolo, as JSON and XML; and the segnatura, as XML.

The element names stand in three trees, and nowhere else: a new edition of the annexes is a change
of the trees. A leaf names the value it takes; a value that is absent leaves its element out. In
XML a name with ``@`` is an attribute, and the empty name the text beside it.

Source: AgID, Linee guida sui documenti informatici, annex 5 (metadata) and annex 6 (segnatura).
"""

import json
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Union

from lxml import etree

Values = Mapping[str, object]
Tree = Mapping[str, Union[str, "Tree", "Each"]]

SEGNATURA_NS = "http://www.agid.gov.it/protocollo/"
UNSIGNED = " Forma non sigillata: manca la firma XML dell'amministrazione (ds:Signature). "


@dataclass(frozen=True)
class Each:
    """An element repeated for each item of the list *values*, each item filling *tree*."""

    values: str
    tree: str | Tree


IMPRONTA: Tree = {"Impronta": "impronta", "Algoritmo": "algoritmo"}
ID_DOC: Tree = {
    "ImprontaCrittografica": IMPRONTA,
    "Segnatura": "segnatura",
    "Identificativo": "identificativo",
}
SOGGETTO: Tree = {
    "TipoRuolo": "ruolo",
    "Cognome": "cognome",
    "Nome": "nome",
    "CodiceFiscale": "codice_fiscale",
    "Denominazione": "denominazione",
    "PartitaIVA": "partita_iva",
    "CodiceIPA": "codice_ipa",
    "CodiceAOO": "codice_aoo",
}

DOCUMENTO: Tree = {
    "IdDoc": ID_DOC,
    "ModalitaDiFormazione": "modalita",
    "TipologiaDocumentale": "tipologia",
    "DatiDiRegistrazione": {
        "TipologiaDiFlusso": "flusso",
        "TipoRegistro": "tipo_registro",
        "DataRegistrazione": "data_registrazione",
        "OraRegistrazione": "ora_registrazione",
        "NumeroDocumento": "numero",
        "CodiceRegistro": "registro",
    },
    "Soggetti": {"Ruolo": Each("soggetti", SOGGETTO)},
    "ChiaveDescrittiva": {"Oggetto": "oggetto", "ParoleChiave": Each("parole_chiave", "parola")},
    "Allegati": {
        "NumeroAllegati": "numero_allegati",
        "IndiceAllegati": Each("allegati", {"IdDoc": ID_DOC, "Descrizione": "descrizione"}),
    },
    "Classificazione": {
        "IndiceDiClassificazione": "classificazione",
        "Descrizione": "classificazione_descrizione",
    },
    "Riservato": "riservato",
    "IdentificativoDelFormato": {
        "Formato": "formato",
        "ProdottoSoftware": {"NomeProdotto": "prodotto", "VersioneProdotto": "prodotto_versione"},
    },
    "Verifica": {
        "FirmatoDigitalmente": "firmato_digitalmente",
        "SigillatoElettronicamente": "sigillato",
        "MarcaturaTemporale": "marca_temporale",
        "ConformitaCopieImmagineSuSupportoInformatico": "conformita_copie",
    },
    "Agg": Each("aggregazioni", {"TipoAggregazione": "tipo", "IdAggregazione": "id"}),
    "NomeDelDocumento": "nome_file",
    "VersioneDelDocumento": "versione",
    "TracciatureModificheDocumento": Each(
        "modifiche",
        {
            "TipoModifica": "tipo",
            "SoggettoAutoreDellaModifica": "autore",
            "DataModifica": "data",
            "OraModifica": "ora",
            "IdDocVersionePrecedente": "precedente",
        },
    ),
    "TempoDiConservazione": "conservazione",
    "Note": "note",
}

FASCICOLO: Tree = {
    "TipoAggregazione": "tipo_aggregazione",
    "IdAggregazione": "identificativo",
    "TipologiaFascicolo": "tipologia",
    "Soggetti": {"Ruolo": Each("soggetti", SOGGETTO)},
    "Classificazione": {
        "IndiceDiClassificazione": "classificazione",
        "Descrizione": "classificazione_descrizione",
    },
    "ChiaveDescrittiva": {"Oggetto": "oggetto"},
    "DataApertura": "data_apertura",
    "DataChiusura": "data_chiusura",
    "IndiceDocumenti": {"IdDoc": Each("documenti", ID_DOC)},
    "TempoDiConservazione": "conservazione",
    "Note": "note",
}

SEGNATURA: Tree = {
    "Intestazione": {
        "Identificatore": {
            "CodiceAmministrazione": "codice_ipa",
            "CodiceAOO": "codice_aoo",
            "CodiceRegistro": "registro",
            "NumeroRegistrazione": "numero",
            "DataRegistrazione": "data_registrazione",
            "OraRegistrazione": "ora_registrazione",
        },
        "Oggetto": "oggetto",
        "Classifica": {"CodiceClassifica": "classificazione"},
        "Fascicolo": "fascicolo",
    },
    "Descrizione": {
        "Mittente": {"Denominazione": "ente"},
        "DocumentoPrimario": {
            "Impronta": {"@algoritmo": "algoritmo", "@nomeFile": "nome_file", "": "base64"},
            "Titolo": "tipologia",
            "MimeType": "formato",
        },
    },
}


def as_json(tree: Tree, values: Values) -> str:
    """Return the metadata of *values* as JSON, with the element names of *tree*."""
    return json.dumps(_filled(tree, values), ensure_ascii=False, indent=2) + "\n"


def as_xml(root: str, tree: Tree, values: Values) -> bytes:
    """Return the metadata of *values* as XML, under the element *root*."""
    return _written(_element(root, _filled(tree, values), ""))


def segnatura(values: Values) -> bytes:
    """
    Return the segnatura of a registered document, as XML without its seal, and saying so.

    The hash is in base64 there, in hexadecimal everywhere else.
    """
    content = _filled(SEGNATURA, values)
    root = _element("SegnaturaInformatica", content, f"{{{SEGNATURA_NS}}}", {None: SEGNATURA_NS})
    root.set("versione", "3.0.0")
    root.set("lang", "it")
    root.append(etree.Comment(UNSIGNED))
    return _written(root)


def base64_of(sha256: str) -> str:
    """Return in base64 a hash given in hexadecimal."""
    return b64encode(bytes.fromhex(sha256)).decode()


def _filled(tree: Tree, values: Values) -> dict[str, object]:
    found = ((name, _value(branch, values)) for name, branch in tree.items())
    return {name: value for name, value in found if value not in (None, "", [], {})}


def _value(branch: str | Tree | Each, values: Values) -> object:
    if isinstance(branch, str):
        return values.get(branch)
    if isinstance(branch, Each):
        items = values.get(branch.values)
        return [_item(branch.tree, item) for item in items] if isinstance(items, Sequence) else []
    return _filled(branch, values)


def _item(tree: str | Tree, item: object) -> object:
    return _filled(tree, item) if isinstance(tree, Mapping) and isinstance(item, Mapping) else item


def _element(
    name: str, content: object, space: str, nsmap: Mapping[str | None, str] | None = None
) -> etree._Element:
    element = etree.Element(space + name, nsmap=nsmap)
    if isinstance(content, Mapping):
        for child, value in _children(content):
            if not child:
                element.text = _text(value)
            elif child.startswith("@"):
                element.set(child[1:], _text(value))
            else:
                element.append(_element(child, value, space))
    else:
        element.text = _text(content)
    return element


def _children(content: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    for name, value in content.items():
        for one in value if isinstance(value, list) else [value]:
            yield name, one


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _written(root: etree._Element) -> bytes:
    text: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return text
