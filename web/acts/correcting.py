"""The addendum of a correction: what changed, on paper, for the parties to sign."""

from generators.contract import Contract
from schemas.kinds.differences import Difference
from schemas.kinds.registry import all_kinds
from schemas.rules.parameters import Parameters, shipped
from schemas.rules.permissions import RUOLI
from storage.archive import Document
from web.acts.office import Office
from web.acts.papers import Head, frame
from web.acts.retrieving import changes_of, previous_of
from web.acts.specimens import HEAD

TEMPLATE = "addendum"


class NothingReplaced(LookupError):
    """The document replaces no other: it has no addendum."""


def print_addendum(document: Document, *, office: Office) -> bytes:
    """
    Return the DOCX that tells, field by field, what *document* changes of the one it replaces.

    The same documents give the same bytes, whenever it is asked for.

    Raises:
        NothingReplaced: the document is the first of its line.
    """
    previous = previous_of(office.archive, document)
    if previous is None:
        raise NothingReplaced(str(document.number))
    kind = all_kinds()[document.kind]
    head = Head(str(document.number), document.versione, document.on, document.registered_at)
    around = frame(kind.title, document.territorio, document.impronta, head,
                   Parameters(office.table, document.on))  # fmt: skip
    context = {
        **around,
        "precedente": {"numero": str(previous.number), "data": previous.on},
        "oggetto": document.oggetto,
        "differenze": changes_of(office.archive, document, restricted=False),
        "firmatari": [RUOLI.get(party, "La persona") for party in kind.signed_by],
    }
    return office.papers.compiled(TEMPLATE, document.on).render(context, when=head.when)


def addendum_contract() -> Contract:
    """Return what the paper of the addendum may ask."""
    context = {
        **frame("Atto", "T2", "0" * 64, HEAD, Parameters(shipped(), HEAD.on)),
        "precedente": {"numero": HEAD.numero, "data": HEAD.on},
        "oggetto": "Oggetto",
        "differenze": [Difference("Campo", "prima", "dopo")],
        "firmatari": ["La persona"],
    }
    return Contract("Addendum", full=context, sparse={**context, "differenze": []})
