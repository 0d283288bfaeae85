"""The contract between a paper and its data: what a template asks exists, what must be said is."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import date
from decimal import Decimal

from jinja2 import nodes
from jinja2.visitor import NodeTransformer

from generators.filters import FILTERS, environment
from generators.package import BadPackage, parse_xml
from generators.pictures import Album
from generators.placeholders import ROW, Placeholder, dropped_text, wanted
from generators.render import Part, Template, TemplateFault, paragraph_text, rendered
from generators.values import BLANK, Opzione, Voce, Voci
from schemas.fields import Blocco, Modulo, Tabella
from schemas.fields.campo import AnyCampo
from schemas.kinds.kind import Kind

Context = Mapping[str, object]

FITTING: Mapping[str, tuple[str, tuple[type, ...]]] = {
    "data_breve": ("una data", (date,)),
    "data_lunga": ("una data", (date,)),
    "importo": ("un importo o un numero", (Decimal, int)),
    "in_lettere": ("un importo o un numero", (Decimal, int)),
    "caselle": ("una risposta sì o no", (bool,)),
    "elenco": ("un elenco", (list, tuple)),
}
"""What each filter can print; those not named print anything that has a form on paper."""

RUNNING = {"header": "testata", "footer": "piè di pagina", "footnotes": "nota"}
HEADING = re.compile(r'<w:pStyle w:val="(?:Titolo|Sottotitolo|Heading|Title)\w*"')
TAG = re.compile(r"\{[{%].*?[%}]\}")
LONGEST = 60
"""Characters of a paragraph that a sentence quotes."""

JINJA: tuple[tuple[str, str], ...] = (
    (r"No test named '(\w+)'.*", r"la prova `\1` non esiste"),
    (
        r"Encountered unknown tag '(\w+)'.*looking for.*",
        r"`\1` sta dove non è aperto niente che possa chiudere o continuare",
    ),
    (r"Encountered unknown tag '(\w+)'.*", r"il comando `\1` non esiste"),
    (r".*innermost block that needs to be closed is '(\w+)'.*", r"un `\1` non è chiuso da `end\1`"),
)
"""What Jinja says of a tag it cannot read, and how the office is told."""


@dataclass(frozen=True)
class Contract:
    """
    What a paper may ask and must say.

    Attributes:
        title: How the paper is called in sentences.
        full: A context with everything filled: its names and types are what may be asked.
        sparse: A context with only what cannot be missing.
        compulsory: Paths that must be printed, each with its label.
        restricted: Paths that must not, each with its label.
    """

    title: str
    full: Context
    sparse: Context
    compulsory: Mapping[str, str] = field(default_factory=dict)
    restricted: Mapping[str, str] = field(default_factory=dict)


def contract_of(kind: Kind, *, full: Context, sparse: Context) -> Contract:
    """Return the contract of *kind*, whose paper prints contexts such as *full* and *sparse*."""
    campi = dict(_fields(kind.schema, kind.unprinted))
    return Contract(
        title=kind.title,
        full=full,
        sparse=sparse,
        compulsory={
            path: campo.label
            for path, campo in campi.items()
            if campo.must_fill and not campo.restricted
        },
        restricted={path: campo.label for path, campo in campi.items() if campo.restricted},
    )


def _fields(
    modulo: type[Modulo], unprinted: Collection[str], at: str = ""
) -> Iterator[tuple[str, AnyCampo]]:
    """Yield every field that holds a value to print, with its path as a template asks for it."""
    for name, campo in modulo.campi().items():
        if at + name in unprinted:
            continue
        if isinstance(campo, Blocco):
            yield from _fields(campo.modulo, unprinted, f"{at}{name}.")
        elif isinstance(campo, Tabella):
            yield from _fields(campo.modulo, unprinted, f"{at}{name}{ROW}.")
        else:
            yield at + name, campo


def breaches(template: Template, contract: Contract) -> list[str]:
    """
    Return how *template* breaks *contract*, a sentence in Italian each; none when it keeps it.

    Names and types are looked at tag by tag. When they stand, what must be said is looked for (a
    misspelt name is one fault, not two); when that is there, the template is printed with every
    branch forced, with everything filled and with only what cannot be missing.
    """
    asked = wanted(template)
    where = Places(contract.title, {part.name: part for part in template.parts})
    sentences = [
        f"{where.of(placeholder)}: {reason}"
        for placeholder in asked
        if (reason := _misuse(placeholder, contract))
    ]
    sentences += [
        f"{where.named(lost.part, lost.paragraph)}: il testo «{lost.lost}» andrebbe perduto; "
        "un tag {%p %} sta da solo nel suo paragrafo"
        for lost in dropped_text(template)
    ]
    sentences = sentences or _unsaid(asked, contract)
    return list(dict.fromkeys(sentences or _unprintable(template, contract, where)))


def told(title: str, fault: TemplateFault) -> str:
    """Return in Italian why a template cannot be compiled or printed."""
    return f"{Places(title, {}).named(fault.part, fault.paragraph)}: {_in_italian(fault.reason)}"


def _in_italian(reason: str) -> str:
    if unknown := re.match(r"No filter named '(\w+)'", reason):
        return f"il filtro `{unknown[1]}` non esiste{_perhaps(unknown[1], list(FILTERS))}"
    for pattern, sentence in JINJA:
        if re.fullmatch(pattern, reason, re.DOTALL):
            return re.sub(pattern, sentence, reason, flags=re.DOTALL)
    return f"il tag non si può leggere o stampare ({reason})"


@dataclass(frozen=True)
class Places:
    """How sentences name the places of a template: the paper, the part, the paragraph."""

    title: str
    parts: Mapping[str, Part]

    def of(self, placeholder: Placeholder) -> str:
        """Name the paragraph of *placeholder*, or the heading above when it holds only tags."""
        words = placeholder.paragraph
        if not any(map(str.isalpha, TAG.sub("", words))):
            words = _heading_above(self.parts[placeholder.part].source, placeholder.line) or words
        return self.named(placeholder.part, words)

    def named(self, part: str, paragraph: str) -> str:
        """Name *paragraph* of *part*."""
        kind = next((name for word, name in RUNNING.items() if word in part), "paragrafo")
        words = " ".join(paragraph.split())
        short = words if len(words) <= LONGEST else f"{words[:LONGEST].rstrip()}…"
        return f"{self.title}, {kind} «{short}»" if short else f"{self.title}, {kind}"


def _heading_above(source: str, line: int) -> str:
    """Return the nearest heading before *line* of a patched part, or ""."""
    lines = source.splitlines()[:line]
    above = (number for number in range(len(lines), 0, -1) if HEADING.search(lines[number - 1]))
    return next((TAG.sub("", paragraph_text(source, number)).strip() for number in above), "")


# Names and types


def _misuse(asked: Placeholder, contract: Contract) -> str:
    """Return what is wrong with one tag, or ""."""
    if asked.path in contract.restricted:
        return f"`{asked.written}` è un dato riservato e non si stampa"
    value: object = contract.full
    steps = asked.path.replace(ROW, f".{ROW}").split(".")
    for position, step in enumerate(steps):
        names = parts_of(value)
        if step == ROW:
            value = value[0] if isinstance(value, list | tuple) and value else BLANK
        elif value is BLANK or value is None:
            return ""
        elif step not in names:
            return _missing(asked, len(steps) - position, names, contract)
        else:
            value = value[step] if isinstance(value, Mapping) else getattr(value, step)
    return _unfit(asked, value)


def parts_of(value: object) -> list[str]:
    """Return the names that a template may write after the dot of *value*."""
    match value:
        case Voce():
            return ["label"]
        case Voci():
            return ["tutte"]
        case Opzione():
            return list(value._fields)
        case Mapping():
            return list(value)
        case _ if is_dataclass(value):
            made = [name for name, kept in vars(type(value)).items() if isinstance(kept, property)]
            return [each.name for each in fields(value)] + made
    return []


def _missing(asked: Placeholder, left: int, names: list[str], contract: Contract) -> str:
    """Tell that the step *left* places before the end of a path is not there."""
    steps = asked.written.split(".")
    if left > len(steps):  # a row of what is no list: the loop itself is told
        return ""
    before, wrong = ".".join(steps[:-left]), steps[-left]
    if before and not names:
        return f"`{before}` è un valore solo, non ha «{wrong}»"
    near = _perhaps(wrong, names, f"{before}." if before else "")
    return f"`{asked.written}` non esiste{near or _inside(wrong, contract.full)}"


def _perhaps(wrong: str, names: list[str], before: str = "") -> str:
    near = difflib.get_close_matches(wrong, names, n=1)
    return f"; forse `{before}{near[0]}`?" if near else ""


def _inside(name: str, context: Context) -> str:
    """Suggest the block that has a field of that name: ``persona.cognome`` for ``cognome``."""
    owners = (owner for owner, value in context.items() if name in parts_of(value))
    return next((f"; forse `{owner}.{name}`?" for owner in owners), "")


def _unfit(asked: Placeholder, value: object) -> str:
    """Return why *value* cannot be used as the tag does, or ""."""
    if value is BLANK or value is None:
        return ""
    if asked.is_list and not isinstance(value, list | tuple):
        return f"`{asked.written}` non è un elenco e non si può ripetere"
    words, types = FITTING.get(asked.filter, ("", (object,)))
    if not isinstance(value, types) or (isinstance(value, bool) and int in types):
        return f"il filtro `{asked.filter}` vuole {words}, e `{asked.written}` non lo è"
    if not asked.shown:
        return ""
    if isinstance(value, list | tuple) and value and _is_block(value[0]):
        return f"`{asked.written}` è una tabella: va ripetuta riga per riga con «for»"
    if _is_block(value):
        example = f"{asked.written}.{parts_of(value)[0]}"
        return f"`{asked.written}` è un gruppo: indicare quale dato, per esempio `{example}`"
    return ""


def _is_block(value: object) -> bool:
    return isinstance(value, Mapping) or (is_dataclass(value) and not isinstance(value, type))


def _unsaid(asked: list[Placeholder], contract: Contract) -> list[str]:
    """Tell what must be on the paper and no tag asks for."""
    paths = {placeholder.path for placeholder in asked}
    whole = {path.rpartition(".")[0] for path in paths if path.endswith((".label", ".tutte"))}
    listed = {path.removesuffix(ROW) for path in paths}
    return [
        f"{contract.title}: «{label}» (`{path}`) è obbligatorio e il modello non lo stampa"
        for path, label in contract.compulsory.items()
        if path not in paths | whole | listed
    ]


# Printing


class _EveryBranch(NodeTransformer):
    """Makes a template take all its branches one after the other, conditions tried first."""

    def visit_If(self, node: nodes.If) -> list[nodes.Node]:
        """Put one after the other the condition, what follows it, and the other branches."""
        self.generic_visit(node)
        tried = nodes.If(node.test, [], [], [], lineno=node.lineno)
        return [tried, *node.body, *node.elif_, *node.else_]

    def visit_For(self, node: nodes.For) -> list[nodes.Node]:
        """Put what is printed for an empty list after the loop."""
        self.generic_visit(node)
        otherwise, node.else_ = node.else_, []
        return [node, *otherwise]


def _unprintable(template: Template, contract: Contract, where: Places) -> Iterator[str]:
    """Tell what fails when the template is printed, every branch included."""
    for part in template.parts:
        trials = ((_forced(part), contract.full), (part, contract.full), (part, contract.sparse))
        for tried, context in trials:
            if reason := _failure(tried, context, where):
                yield reason
                break


def _failure(part: Part, context: Context, where: Places) -> str:
    try:
        parse_xml(rendered(part, context, Album()).encode())
    except TemplateFault as fault:
        return f"{where.named(fault.part, fault.paragraph)}: {_in_italian(fault.reason)}"
    except BadPackage:
        return f"{where.named(part.name, '')}: ciò che si stampa non è un documento Word valido"
    return ""


def _forced(part: Part) -> Part:
    """Return *part* with all its branches taken."""
    env = environment()
    tree = env.parse(part.source, part.name, part.name)
    _EveryBranch().visit(tree)
    code = env.compile(tree, part.name, part.name)
    return replace(part, jinja=env.template_class.from_code(env, code, env.make_globals(None)))
