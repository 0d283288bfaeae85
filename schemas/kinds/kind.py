"""A kind of document: its schema, rules, permissions and signatures, declared once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from schemas.fields.blocco import Modulo
from schemas.fields.campo import OneOf
from schemas.rules.case import Case, Reason, Rule
from schemas.rules.contesto import Contesto
from schemas.rules.life import FIRMATI


@dataclass(frozen=True)
class Computed:
    """
    What a kind works out from its valid data: values for the paper and the index, and the reasons.

    *values* are fields of the document that nobody types (``tipo_azione``).
    """

    values: Mapping[str, object] = field(default_factory=dict)
    reasons: tuple[Reason, ...] = ()


def nothing_computed(case: Case) -> Computed:
    """Work out nothing: for kinds without computed fields."""
    return Computed()


def nothing_proposed(contesto: Contesto, fascicolo: str) -> Mapping[str, object]:
    """Propose nothing: for kinds that begin blank."""
    return {}


@dataclass(frozen=True)
class Carried:
    """
    What a document takes from an earlier one as it was then: a snapshot, never typed again.

    Args:
        label: As it stands on the page and in summaries.
        modulo: The shape of what is taken.
        source: Name of the field that refers to the earlier document, or ``fascicolo`` for what
            was said when it was opened, or of a kind: then the latest effective document of that
            kind in the fascicolo is taken.
        path: Where it stands in the earlier document; "" for the whole of it.
    """

    label: str
    modulo: type[Modulo]
    source: str
    path: str = ""


@dataclass(frozen=True)
class Seguito:
    """
    A part of a document that is filled once it is signed, often by somebody else.

    The document keeps its number; what is added is an event of its own, and its paper is printed
    again with it. The pages of the layout that ask only these fields belong to it.

    Args:
        title: As it stands on the page: ``Trasferimento al GCP``.
        words: What the button that begins it says.
        fields: The fields of the schema that it fills.
        ruoli: Who may record it, within the scope that the matrix gives them on the kind.
        after: Name of the part that must come first, or "".
        initial: What its compulsory fields hold until then.
        again: Whether it may be recorded more than once, the last one counting.
        in_turn: Whether it may be so only when the path has come back to the step it takes.
        four_eyes: Whether who wrote the document may not record it (P-4).
        da: States of the document in which it may be recorded.
        se: What the document must say for it to be recorded; None when it does not matter.
        interno: Whether companies are not shown it, and a search does not look at it.
        chiuso: Whether it may be recorded in a closed fascicolo: money is settled after the end.
    """

    title: str
    words: str
    fields: tuple[str, ...]
    ruoli: tuple[str, ...]
    after: str = ""
    initial: Mapping[str, object] = field(default_factory=dict)
    again: bool = False
    in_turn: bool = False
    four_eyes: bool = False
    da: tuple[str, ...] = FIRMATI
    se: OneOf | None = None
    interno: bool = False
    chiuso: bool = False


@dataclass(frozen=True)
class Kind:
    """
    All that the house must know of a kind of document.

    Args:
        sigla: Two capital letters, the head of its numbers.
        title: As printed on the paper.
        schema: What is typed.
        date_field: Path of the field that dates the document: rules are evaluated on that day.
        rules: Cross-field and cross-document rules, in the order they are tried.
        access: Row of the permission matrix, role -> cell as the matrix writes it.
        signed_by: Who signs, in order: ``destinatario`` or a role.
        needs: Names of the kinds that must exist before.
        index: Column of the archive index -> path of the field it takes.
        carries: Name in the document -> what it takes from an earlier document.
        compute: Works out the computed values and the reasons.
        propose: What the archive suggests for a new document of a fascicolo, as typed on a page.
        computed: The shape of the computed values: how they are labelled, kept and printed. Those
            that it does not name must be JSON values.
        copies: Copies printed for signature.
        unprinted: Paths of fields that the paper does not show, a table with its rows.
        seguiti: The parts filled after the registration, by name, in their order.
        name: Given by the registry: the name of the module.
    """

    sigla: str
    title: str
    schema: type[Modulo]
    date_field: str
    access: Mapping[str, str]
    signed_by: tuple[str, ...]
    rules: tuple[Rule, ...] = ()
    needs: tuple[str, ...] = ()
    index: Mapping[str, str] = field(default_factory=dict)
    carries: Mapping[str, Carried] = field(default_factory=dict)
    compute: Callable[[Case], Computed] = nothing_computed
    propose: Callable[[Contesto, str], Mapping[str, object]] = nothing_proposed
    computed: type[Modulo] = Modulo
    copies: int = 1
    unprinted: tuple[str, ...] = ()
    seguiti: Mapping[str, Seguito] = field(default_factory=dict)
    name: str = ""

    @property
    def internal(self) -> frozenset[str]:
        """Return the names of the fields that companies are not shown."""
        parts = (seguito for seguito in self.seguiti.values() if seguito.interno)
        return frozenset(name for seguito in parts for name in seguito.fields)
