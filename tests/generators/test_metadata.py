"""Metadata and segnatura: the names of the annexes, the values given, nothing that is absent."""

import json

from lxml import etree

from generators.metadata import DOCUMENTO, as_json, as_xml, base64_of, segnatura

EMPTY_SHA256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
VALUES = {
    "impronta": EMPTY_SHA256,
    "algoritmo": "SHA-256",
    "segnatura": "PS-2011-T2-00042",
    "numero": "0000042",
    "registro": "PS",
    "oggetto": "Patto & accordi <1>",
    "riservato": True,
    "soggetti": [
        {"ruolo": "Destinatario", "cognome": "Dall'Ò", "nome": "Giulia"},
        {"ruolo": "Operatore", "denominazione": ""},
    ],
    "parole_chiave": ["Schio", "C4"],
    "allegati": [],
    "codice_ipa": "p_vi",
    "nome_file": "PS-2011-T2-00042.pdf",
    "base64": base64_of(EMPTY_SHA256),
}


def test_json_nests_values_under_the_names_of_annex_5_and_leaves_out_what_is_absent() -> None:
    assert json.loads(as_json(DOCUMENTO, VALUES)) == {
        "IdDoc": {
            "ImprontaCrittografica": {"Impronta": EMPTY_SHA256, "Algoritmo": "SHA-256"},
            "Segnatura": "PS-2011-T2-00042",
        },
        "DatiDiRegistrazione": {"NumeroDocumento": "0000042", "CodiceRegistro": "PS"},
        "Soggetti": {
            "Ruolo": [
                {"TipoRuolo": "Destinatario", "Cognome": "Dall'Ò", "Nome": "Giulia"},
                {"TipoRuolo": "Operatore"},
            ]
        },
        "ChiaveDescrittiva": {"Oggetto": "Patto & accordi <1>", "ParoleChiave": ["Schio", "C4"]},
        "Riservato": True,
        "NomeDelDocumento": "PS-2011-T2-00042.pdf",
    }


def test_xml_repeats_an_element_for_each_item_and_escapes_what_was_typed() -> None:
    root = etree.fromstring(as_xml("DocumentoAmministrativoInformatico", DOCUMENTO, VALUES))

    assert root.tag == "DocumentoAmministrativoInformatico"
    assert root.xpath("Soggetti/Ruolo/TipoRuolo/text()") == ["Destinatario", "Operatore"]
    assert root.xpath("ChiaveDescrittiva/ParoleChiave/text()") == ["Schio", "C4"]
    assert root.findtext("ChiaveDescrittiva/Oggetto") == "Patto & accordi <1>"
    assert root.findtext("Riservato") == "true"


def test_the_segnatura_has_the_hash_in_base64_and_says_that_it_has_no_seal() -> None:
    text = segnatura(VALUES)
    root = etree.fromstring(text)
    ns = {"p": "http://www.agid.gov.it/protocollo/"}

    impronta = root.find(".//p:DocumentoPrimario/p:Impronta", ns)
    assert impronta.text == "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
    assert dict(impronta.attrib) == {"algoritmo": "SHA-256", "nomeFile": "PS-2011-T2-00042.pdf"}
    assert root.findtext(".//p:NumeroRegistrazione", namespaces=ns) == "0000042"
    assert "non sigillata" in text.decode()
    assert root.find(".//{http://www.w3.org/2000/09/xmldsig#}Signature") is None
