"""The block of the company: what it is, codes, employees, seats, who represents it."""

from schemas.fields import (
    Ateco,
    Cap,
    CodiceFiscale,
    CodiceFiscaleAzienda,
    ComuneVicenza,
    Email,
    Intero,
    Modulo,
    Nome,
    OneOf,
    PartitaIva,
    Pec,
    Provincia,
    Scelta,
    SiNo,
    Telefono,
    TestoBreve,
)
from schemas.rules.azienda import DIPENDENTI_MAX

ORGANISMO = {
    "azienda": "Azienda",
    "cooperativa": "Cooperativa",
    "cooperativa_sociale": "Cooperativa sociale",
    "associazione": "Associazione",
    "agenzia_sociale": "Agenzia sociale",
    "studio_professionale": "Studio professionale",
    "ente": "Ente",
}
SETTORE = {
    "industria": "Industria",
    "artigianato": "Artigianato",
    "commercio": "Commercio",
    "servizi": "Servizi",
    "agricoltura": "Agricoltura",
    "cooperazione": "Cooperazione",
    "altro": "Altro",
}
SENZA_PARTITA_IVA = ("associazione", "ente")


class Azienda(Modulo):
    """The company or body that hosts or hires."""

    ragione_sociale = TestoBreve("Ragione sociale", required=True)
    tipo_organismo = Scelta("Tipo di organismo", ORGANISMO, required=True)
    partita_iva = PartitaIva(
        "Partita IVA",
        required_when=OneOf(
            "tipo_organismo", *(tipo for tipo in ORGANISMO if tipo not in SENZA_PARTITA_IVA)
        ),
        hint="Le 11 cifre; può mancare solo per associazioni ed enti.",
        example="03123450243",
    )
    codice_fiscale = CodiceFiscaleAzienda(
        "Codice fiscale",
        required=True,
        hint="11 cifre; i 16 caratteri della persona solo per una ditta individuale.",
        example="03123450243",
    )
    ateco = Ateco("Codice ATECO 2007", hint="Come sulla visura.", example="28.41.00")
    settore = Scelta("Settore", SETTORE, required=True)
    ccnl = TestoBreve("CCNL applicato")
    dipendenti_ti = Intero(
        "Dipendenti a tempo indeterminato",
        0,
        DIPENDENTI_MAX,
        required=True,
        hint="Esclusi gli apprendisti, compresi i soci lavoratori delle cooperative.",
    )
    dipendenti_totali = Intero("Dipendenti in totale", 0, DIPENDENTI_MAX)
    sede_legale_indirizzo = TestoBreve("Sede legale: via e numero", required=True)
    sede_legale_cap = Cap("CAP della sede legale", required=True, example="36071")
    sede_legale_comune = TestoBreve("Comune della sede legale", required=True, example="Arzignano")
    sede_legale_provincia = Provincia(
        "Provincia della sede legale",
        required=True,
        hint="La sigla di due lettere; EE per l'estero.",
        example="VI",
    )
    sede_operativa_uguale = SiNo("La sede operativa è uguale alla sede legale", required=True)
    sede_operativa_indirizzo = TestoBreve(
        "Sede operativa: via e numero", required=True, when=OneOf("sede_operativa_uguale", False)
    )
    sede_operativa_cap = Cap(
        "CAP della sede operativa",
        in_provincia=True,
        required=True,
        when=OneOf("sede_operativa_uguale", False),
    )
    sede_operativa_comune = ComuneVicenza(
        "Comune della sede operativa", required=True, when=OneOf("sede_operativa_uguale", False)
    )
    legale_rappresentante = Nome(
        "Legale rappresentante", required=True, hint="Cognome e nome.", example="Bertoldi Franco"
    )
    legale_rappresentante_cf = CodiceFiscale(
        "Codice fiscale del legale rappresentante", required=True, example="BRTFNC55H14A459I"
    )
    telefono = Telefono("Telefono", required=True)
    email = Email("Posta elettronica", required=True)
    pec = Pec("PEC", example="azienda@pec.example.it")
