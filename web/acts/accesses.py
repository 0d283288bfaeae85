"""Noting who comes to know what about whom, before it is given."""

import hmac
import secrets
from collections.abc import Mapping
from contextlib import suppress
from hashlib import sha256

from schemas.rules.permissions import Actor
from storage.archive import Access, Document, NotFound, Stale
from web.acts.office import Office

VISTA, SCARICATO, RICERCA, ESPORTAZIONE = "vista", "scaricato", "ricerca", "esportazione"

_KEY = ("ufficio", "chiave_ricerche")


def note_view(document: Document, *, office: Office, by: Actor) -> None:
    """
    Note that *by* sees a document; note it before showing it.

    Raises:
        ArchiveFault: it could not be noted, so it must not be shown.
    """
    _note(VISTA, document.fascicolo, str(document.number), office=office, by=by)


def note_fascicolo(numero: str, *, office: Office, by: Actor) -> None:
    """Note that *by* sees the page of a fascicolo; raises as `note_view` does."""
    _note(VISTA, numero, numero, office=office, by=by)


def note_download(document: Document, form: str, *, office: Office, by: Actor) -> None:
    """Note that *by* takes a file (*form*) of a document; raises as `note_view` does."""
    _note(SCARICATO, document.fascicolo, f"{document.number}.{form}", office=office, by=by)


def note_search(words: str, *, office: Office, by: Actor, exported: bool = False) -> None:
    """
    Note that *by* searched for *words*, or exported what was found; raises as `note_view` does.

    The words are kept as a hash under a key of the archive: whoever suspects a search can check
    it, and the journal does not become a list of names.
    """
    azione = ESPORTAZIONE if exported else RICERCA
    _note(azione, "", f"ricerca {searched(words, office)}", office=office, by=by)


def note_register(day: str, form: str, *, office: Office, by: Actor) -> None:
    """Note that *by* sees, or takes in a *form*, the register of a day; as `note_view` does."""
    azione = SCARICATO if form else VISTA
    _note(azione, "", f"registro {day}.{form}" if form else f"registro {day}", office=office, by=by)


def note_log(fascicolo: str, *, office: Office, by: Actor) -> None:
    """Note that *by* sees who came to know what, of a fascicolo or of all; as `note_view` does."""
    _note(VISTA, fascicolo, "registro degli accessi", office=office, by=by)


def note_retrieval(fascicolo: str, form: str, motivo: str, *, office: Office, by: Actor) -> None:
    """Note that *by* takes a whole fascicolo, and why (rule P-5); raises as `note_view` does."""
    _note(ESPORTAZIONE, fascicolo, form, motivo, office=office, by=by)


def searched(words: str, office: Office) -> str:
    """Return the hash that the journal keeps of a search, whatever its case and blanks."""
    plain = " ".join(words.casefold().split())
    return hmac.new(_key(office), plain.encode(), sha256).hexdigest()


def _key(office: Office) -> bytes:
    try:
        value = office.archive.get(*_KEY).value
    except NotFound:
        value = _made(office)
    return bytes.fromhex(str(value["chiave"]))


def _made(office: Office) -> Mapping[str, object]:
    with suppress(Stale):  # another process made it meanwhile: the first one stays
        office.archive.put(*_KEY, {"chiave": secrets.token_hex(32)}, expect=0)
    return office.archive.get(*_KEY).value


def _note(
    azione: str, fascicolo: str, oggetto: str, motivo: str = "", *, office: Office, by: Actor
) -> None:
    access = Access(office.now, by.utente, by.ruolo, azione, fascicolo, oggetto, motivo)
    office.archive.log_access(access)
