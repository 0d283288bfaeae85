"""The block of the person: birth, codice fiscale, stay, domicile and residence, contacts."""

from schemas.fields import (
    Cap,
    CodiceFiscale,
    ComuneVicenza,
    Data,
    Email,
    Modulo,
    Nome,
    OneOf,
    Provincia,
    ProvinciaNascita,
    Scelta,
    SiNo,
    Telefono,
    TestoBreve,
)

SESSO = {"F": "Femmina", "M": "Maschio"}
LUOGO = {"italia": "In Italia", "estero": "All'estero"}
SOGGIORNO = {
    "non_richiesto": "Non richiesto (cittadinanza italiana o dell'Unione europea)",
    "permesso": "Permesso di soggiorno",
    "carta_ue": "Permesso CE per soggiornanti di lungo periodo",
    "in_rinnovo": "Permesso in corso di rinnovo",
}


class Persona(Modulo):
    """The person, as the office identifies them."""

    cognome = Nome(
        "Cognome",
        required=True,
        hint="Quello di nascita, anche per le donne coniugate.",
        example="Dal Santo",
    )
    nome = Nome(
        "Nome",
        required=True,
        hint="Tutti i nomi, come sulla tessera sanitaria.",
        example="Giulia",
    )
    sesso = Scelta("Sesso", SESSO, required=True, example="F")
    data_nascita = Data("Data di nascita", required=True, example="1975-04-18")
    luogo_nascita_tipo = Scelta("Luogo di nascita", LUOGO, required=True)
    comune_nascita = TestoBreve(
        "Comune di nascita",
        required=True,
        when=OneOf("luogo_nascita_tipo", "italia"),
        example="Schio",
    )
    provincia_nascita = ProvinciaNascita(
        "Provincia di nascita",
        required=True,
        when=OneOf("luogo_nascita_tipo", "italia"),
        hint="La sigla di due lettere.",
        example="VI",
    )
    stato_nascita = TestoBreve(
        "Stato di nascita", required=True, when=OneOf("luogo_nascita_tipo", "estero")
    )
    codice_fiscale = CodiceFiscale(
        "Codice fiscale",
        required=True,
        hint="I 16 caratteri della tessera sanitaria.",
        example="DLSGLI75D58I531V",
    )
    cf_forzato = SiNo(
        "Codice fiscale attribuito difforme, verificato sulla tessera",
        hint="Solo se il codice della tessera non corrisponde ai dati anagrafici.",
    )
    cf_forzato_motivo = TestoBreve(
        "Motivo della difformità", shortest=10, required=True, when=OneOf("cf_forzato", True)
    )
    cittadinanza = TestoBreve(
        "Cittadinanza", required=True, hint="Il nome dello Stato.", example="Italiana"
    )
    permesso_soggiorno = Scelta("Titolo di soggiorno", SOGGIORNO, required=True)
    permesso_scadenza = Data(
        "Scadenza del permesso", required=True, when=OneOf("permesso_soggiorno", "permesso")
    )
    domicilio_indirizzo = TestoBreve("Domicilio: via e numero", required=True)
    domicilio_cap = Cap("CAP del domicilio", in_provincia=True, required=True, example="36015")
    domicilio_comune = ComuneVicenza("Comune di domicilio", required=True, example="Schio")
    residenza_uguale = SiNo("La residenza è uguale al domicilio", required=True)
    residenza_indirizzo = TestoBreve(
        "Residenza: via e numero", required=True, when=OneOf("residenza_uguale", False)
    )
    residenza_cap = Cap("CAP della residenza", required=True, when=OneOf("residenza_uguale", False))
    residenza_comune = TestoBreve(
        "Comune di residenza", required=True, when=OneOf("residenza_uguale", False)
    )
    residenza_provincia = Provincia(
        "Provincia di residenza",
        required=True,
        when=OneOf("residenza_uguale", False),
        hint="La sigla di due lettere; EE per l'estero.",
    )
    telefono = Telefono("Telefono o cellulare", required=True, example="0445 512345")
    email = Email("Posta elettronica", example="giulia.dalsanto@example.it")
