"""What is asked to record the protocol of a signed document."""

from schemas.fields import Data, Modulo, OneOf, Scelta, TestoBreve

REGISTRI = {
    "protocollo": "Il protocollo della Provincia: ha già dato un numero",
    "repertorio": "Il repertorio dell'ufficio: vale il numero del documento",
}


class Protocollazione(Modulo):
    """Which register the document stands in and, for the Province's own, the number it gave."""

    registro = Scelta("In quale registro sta il documento", REGISTRI, required=True)
    protocollo_numero = TestoBreve(
        "Numero di protocollo",
        required=True,
        when=OneOf("registro", "protocollo"),
        hint="Come lo scrive il protocollo, es. 0012345/2011.",
    )
    protocollo_data = Data(
        "Data di protocollo",
        required=True,
        when=OneOf("registro", "protocollo"),
        hint="Il giorno della registrazione, gg/mm/aaaa.",
    )
