"""Identifiers, addresses and contacts: each with the check of its rule (R-ID-*)."""

from collections.abc import Mapping
from typing import ClassVar, Unpack

from schemas.fields.campo import Asked, Campo, text_of
from schemas.rules import azienda, identificativi, territorio
from schemas.rules.messages import Refused


class _Checked(Campo[str]):
    """A text judged by one function of the rules, which returns its normal form."""

    wrong_type: ClassVar[str]
    longest: ClassVar[int] = 254

    def check(self, text: str) -> str:
        """Return *text* in its normal form, or raise `Refused`."""
        raise NotImplementedError

    def parse(self, value: object) -> str:
        """Return the identifier in its normal form."""
        return self.check(text_of(value, self.wrong_type))


class CodiceFiscale(_Checked):
    """The codice fiscale of a person (R-ID-1..3)."""

    wrong_type = "cf_formato"
    longest = 24

    def check(self, text: str) -> str:
        """Return the normal form."""
        return identificativi.check_codice_fiscale(text)


class CodiceFiscaleAzienda(_Checked):
    """The codice fiscale of a body (11 digits) or of a sole trader (16 characters)."""

    wrong_type = "cf_formato"
    longest = 24

    def check(self, text: str) -> str:
        """Return the normal form."""
        return identificativi.check_cf_azienda(text)


class PartitaIva(_Checked):
    """A partita IVA (R-ID-6)."""

    wrong_type = "piva_formato"
    longest = 20

    def check(self, text: str) -> str:
        """Return the normal form."""
        return identificativi.check_partita_iva(text)


class Ateco(_Checked):
    """A code of the classification ATECO 2007, whole or its beginning."""

    wrong_type = "ateco_formato"
    longest = 8

    def check(self, text: str) -> str:
        """Return the code."""
        return azienda.check_ateco(text)


class Iban(_Checked):
    """An Italian IBAN with its CIN (R-ID-8)."""

    wrong_type = "iban_formato"
    longest = 40

    def check(self, text: str) -> str:
        """Return the normal form."""
        return identificativi.check_iban(text)


class Cap(_Checked):
    """A postal code (R-ID-9); *in_provincia* asks for one of the Province of Vicenza."""

    wrong_type = "cap_formato"
    longest = 5

    def check(self, text: str) -> str:
        """Return the normal form."""
        return identificativi.check_cap(text)

    def __init__(
        self,
        label: str,
        *,
        in_provincia: bool = False,
        **asked: Unpack[Asked],
    ) -> None:
        super().__init__(label, **asked)
        self.in_provincia = in_provincia

    def parse(self, value: object) -> str:
        """Return the postal code."""
        cap = super().parse(value)
        if self.in_provincia and not cap.startswith("36"):
            raise Refused("cap_provincia")
        return cap


class Provincia(_Checked):
    """The sigla of a Province of 2010-2012, or EE for abroad (R-ID-10)."""

    wrong_type = "provincia_non_valida"
    longest = 2

    def check(self, text: str) -> str:
        """Return the normal form."""
        return identificativi.check_provincia(text)


class ProvinciaNascita(_Checked):
    """The sigla of a Province of birth: also those that no longer exist, as FM or PL."""

    wrong_type = "provincia_non_valida"
    longest = 2

    def check(self, text: str) -> str:
        """Return the normal form."""
        return identificativi.check_provincia_nascita(text)


class Email(_Checked):
    """An e-mail address (R-ID-11)."""

    wrong_type = "email_formato"

    def check(self, text: str) -> str:
        """Return the normal form."""
        return identificativi.check_email(text)


class Pec(Email):
    """A certified e-mail address: of the same form, kept apart because it has legal value."""


class Telefono(_Checked):
    """A telephone number (R-ID-12)."""

    wrong_type = "telefono_formato"
    longest = 30

    def check(self, text: str) -> str:
        """Return the normal form."""
        return identificativi.check_telefono(text)


class ComuneVicenza(Campo[str]):
    """One of the 121 Comuni of the Province in 2010-2012, in its official form (R-GEO-2, 3)."""

    @property
    def choices(self) -> Mapping[str, str]:
        """Return the official names."""
        return {comune.nome: comune.nome for comune in territorio.COMUNI}

    def parse(self, value: object) -> str:
        """Return the official name."""
        comune = territorio.comune_vicenza(text_of(value, "comune_non_valido"))
        if comune is None:
            raise Refused("comune_non_valido")
        return comune.nome
