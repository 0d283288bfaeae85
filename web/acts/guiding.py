"""What comes next for a fascicolo, in one sentence, and who may do it."""

from collections.abc import Iterator, Sequence

from schemas.kinds.registry import all_kinds
from schemas.rules.life import CHIUSI, EFFICACE
from schemas.rules.percorso import ARCHIVIAZIONE, SOSPESO, Carta, Passo
from schemas.rules.permissions import RUOLI
from storage.archive import Document, Fascicolo
from web.acts.advancing import steps_from
from web.acts.drafting import Draft


def next_step(fascicolo: Fascicolo, documents: Sequence[Document], drafts: Sequence[Draft]) -> str:
    """Return in one sentence what is to be done next, and who may do it."""
    if fascicolo.stato in CHIUSI:
        return "Il fascicolo è chiuso: non c'è altro da fare."
    if fascicolo.stato == SOSPESO:
        return f"Il percorso è sospeso: riprenderlo quando si può. {_who(steps_from(fascicolo)[0])}"
    to_sign = [str(document.number) for document in documents if document.stato == "generato"]
    if to_sign:
        return f"Far firmare {' e '.join(to_sign)}, poi registrare la firma."
    passo = steps_from(fascicolo)[0]
    to_do = list(_to_do(passo, documents, drafts)) or [passo.words]
    sentence = " e ".join(to_do)
    return f"{sentence[:1].upper()}{sentence[1:]}. {_who(passo)}"


def _who(passo: Passo) -> str:
    return f"Può farlo: {' o '.join(RUOLI[ruolo] for ruolo in passo.ruoli)}."


def _to_do(passo: Passo, documents: Sequence[Document], drafts: Sequence[Draft]) -> Iterator[str]:
    """Yield what is to be done for each paper that takes the step and is not there yet."""
    for carta in passo.carte:
        title = all_kinds()[carta.kind].title
        binding = [one for one in documents if one.kind == carta.kind and one.stato in EFFICACE]
        if carta.seguito and binding:
            part = all_kinds()[carta.kind].seguiti[carta.seguito].title
            yield f"registrare «{part}» sul documento {binding[-1].number}"
        elif any(draft.kind.name == carta.kind for draft in drafts):
            yield f"completare la bozza: {title}"
        elif carta.evento == ARCHIVIAZIONE and (found := _saying(carta, binding)):
            yield f"protocollare e archiviare il documento {found[-1].number}"
        elif not (binding and len(passo.carte) > 1):
            yield f"compilare e far firmare: {title}"


def _saying(carta: Carta, documents: Sequence[Document]) -> list[Document]:
    return [
        document
        for document in documents
        if all(document.answers.get(name) in admitted for name, admitted in carta.dice.items())
    ]
