"""The fascicoli: opened, found, looked at, and the documents begun in them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms.builder.build import raw
from forms.builder.controls import AnyForm, form_class
from forms.builder.errors import ErrorLink, show_errors
from schemas.fields.campo import Typed
from schemas.kinds.kind import Kind
from schemas.kinds.registry import all_kinds
from schemas.parts.apertura import Apertura
from schemas.rules.life import CHIUSI, EFFICACE, STATI_FASCICOLO
from schemas.rules.messages import text_of
from schemas.rules.nascita import birth_in
from schemas.rules.permissions import Actor, may
from schemas.rules.somiglianza import STESSO_CODICE
from storage.archive import Fascicolo, NotFound
from web.access import FASCICOLO, may_on, require
from web.acts.accesses import note_fascicolo, note_search
from web.acts.advancing import Step, advance, possible_steps, steps_from
from web.acts.beginning import start_draft
from web.acts.drafting import TABLE, Draft, load_draft
from web.acts.guiding import next_step
from web.acts.knowing import Known, close_to_code, code_in, known_by_code, who_may_be
from web.acts.notes import VISIBILITA, add_note, notes_of
from web.acts.opening import open_fascicolo
from web.acts.overview import history_of, money_of, people_of
from web.acts.owning import RETRIEVING, followed
from web.identity import current_actor
from web.paging import Page, page_of
from web.presenting import day
from web.services import office
from web.views.desk import fascicoli_of

bp = Blueprint("fascicoli", __name__, url_prefix="/fascicoli")

_Apertura = form_class(Apertura)
PER_PAGE = 50


@dataclass(frozen=True)
class Given:
    """What was typed to take a step: the state it leads to, its day, the reason, the hearing."""

    a: str = ""
    data: str = ""
    motivo: str = ""
    sentita: str = ""


@dataclass(frozen=True)
class Jotting:
    """A note that could not be kept: what was typed, and why."""

    typed: str = ""
    fault: str = ""


@dataclass(frozen=True)
class ToBegin:
    """The kinds that may be begun: those that the path waits for, and the others."""

    wanted: Sequence[Kind] = ()
    others: Sequence[Kind] = ()


@bp.get("/")
def find() -> ResponseReturnValue:
    """List the fascicoli, latest first, or those that match the words."""
    actor = current_actor()
    require(actor, "V", FASCICOLO)
    words, stato = request.args.get("q", ""), request.args.get("stato", "")
    if code := code_in(words):
        return redirect(url_for(".by_code", codice=code), 303)
    stato = stato if stato in STATI_FASCICOLO else ""
    named = list(reversed(fascicoli_of(actor, words)))
    matching = [one for one in named if stato in ("", one.stato)]
    page = page_of(len(matching), PER_PAGE)
    return render_template(
        "fascicoli/elenco.html",
        page=page,
        found=_of_page(matching, page),
        words=words,
        stato=stato,
        counts=Counter(one.stato for one in named),
    )


def _of_page(found: list[Fascicolo], page: Page) -> list[Fascicolo]:
    return found[page.offset : page.offset + page.size]


@bp.get("/codice/<codice>")
def by_code(codice: str) -> ResponseReturnValue:
    """Go to the fascicolo of a codice fiscale, or say that there is none and what the code says."""
    actor = current_actor()
    require(actor, "V", FASCICOLO)
    code = code_in(codice)
    if not code:
        raise NotFound
    if found := known_by_code(code, office=office(), territorio=actor.territorio):
        return redirect(url_for(".show", numero=found.numero), 303)
    note_search(code, office=office(), by=actor)
    return render_template(
        "fascicoli/sconosciuto.html",
        code=code,
        said=birth_in(code, office().on),
        close=close_to_code(code, office=office(), territorio=actor.territorio),
    )


@bp.get("/nuovo")
def ask() -> ResponseReturnValue:
    """Ask who the person is; a codice fiscale read from their card is there already."""
    actor = current_actor()
    require(actor, "C", FASCICOLO)
    code = code_in(request.args.get("codice_fiscale", ""))
    form = _Apertura(data={"cpi": Typed(actor.cpi), "codice_fiscale": Typed(code)})
    return _opening_page(form)


@bp.post("/nuovo")
def open_new() -> ResponseReturnValue:
    """Open the fascicolo, unless something must be mended or the person may be known already."""
    actor = current_actor()
    require(actor, "C", FASCICOLO)
    form = _Apertura(formdata=request.form)
    known = who_may_be(raw(form), office=office(), territorio=actor.territorio)
    open_ones = [one for one in known if one.why == STESSO_CODICE and not one.closed]
    if not open_ones and not _is_another(known):
        return _opening_page(form, known=known)
    opening = open_fascicolo(raw(form), office=office(), by=actor)
    if opening.fascicolo:
        return redirect(url_for(".show", numero=opening.fascicolo.numero), 303)
    links = show_errors(form, opening.problems)
    return Response(_opening_page(form, links=links, double=open_ones), 422)


def _is_another(known: Sequence[Known]) -> bool:
    """Return whether who asks has seen everybody *known* and says that it is somebody else."""
    seen = request.form.get("altra", "").split()
    return {one.fascicolo.numero for one in known} <= set(seen)


def _opening_page(
    form: AnyForm,
    *,
    known: Sequence[Known] = (),
    links: Sequence[ErrorLink] = (),
    double: Sequence[Known] = (),
) -> str:
    code = code_in(str(form["codice_fiscale"].data or ""))
    return render_template(
        "fascicoli/nuovo.html",
        form=form,
        links=links,
        known=known,
        double=double[-1].fascicolo if double else None,
        said=birth_in(code, office().on) if code else {},
        code=code,
    )


def fascicolo_of(numero: str) -> Fascicolo:
    """
    Return a fascicolo that the person at the desk may see.

    Raises:
        NotFound, Denied: there is none, or it is not for them.
    """
    fascicolo = office().archive.fascicolo(numero)
    require(current_actor(), "V", FASCICOLO, fascicolo.territorio)
    return fascicolo


@bp.get("/<numero>")
def show(numero: str) -> ResponseReturnValue:
    """Show a person's fascicolo: where it stands, what comes next, documents, drafts, history."""
    return _show(fascicolo_of(numero), Given(), {})


@bp.post("/<numero>/passo")
def take_step(numero: str) -> ResponseReturnValue:
    """Take a step of the process, or say what keeps it from being taken."""
    fascicolo = fascicolo_of(numero)
    given = Given(*(request.form.get(name, "") for name in ("passo", "data", "motivo", "sentita")))
    on, heard = day(given.data), day(given.sentita)
    unread = {"data": on is None, "sentita": bool(given.sentita) and heard is None}
    if on is None or any(unread.values()):
        wrong = text_of("data_formato", {})
        return _show(fascicolo, given, {name: wrong for name, bad in unread.items() if bad})
    step = Step(given.a, on, given.motivo, heard)
    acted = advance(numero, step, office=office(), by=current_actor())
    if acted.problems:
        faults = {problem.path: problem.message for problem in acted.problems}
        return _show(acted.fascicolo, given, faults)
    flash(f"Il fascicolo è ora «{STATI_FASCICOLO[acted.fascicolo.stato]}».")
    return redirect(url_for(".show", numero=numero), 303)


@bp.post("/<numero>/nota")
def note(numero: str) -> ResponseReturnValue:
    """Keep a note on a fascicolo."""
    fascicolo, testo = fascicolo_of(numero), request.form.get("testo", "")
    visibile = request.form.get("visibile", "")
    fault = add_note(numero, testo, visibile, office=office(), by=current_actor())
    if fault:
        return _show(fascicolo, Given(), {}, Jotting(testo, fault.message))
    flash("Nota aggiunta.")
    return redirect(url_for(".show", numero=numero) + "#note", 303)


def _show(
    fascicolo: Fascicolo, given: Given, faults: Mapping[str, str], jotting: Jotting | None = None
) -> ResponseReturnValue:
    actor, numero = current_actor(), fascicolo.numero
    note_fascicolo(numero, office=office(), by=actor)
    documents = [
        document
        for document in office().archive.documents(fascicolo=numero)
        if may_on(actor, "V", document)
    ]
    drafts = drafts_in(fascicolo, actor)
    jotted = jotting or Jotting()
    page = render_template(
        "fascicoli/fascicolo.html",
        fascicolo=fascicolo,
        documents=documents,
        drafts=drafts,
        kinds=_kinds_to_begin(fascicolo, actor),
        next_step=next_step(fascicolo, documents, drafts),
        steps=possible_steps(fascicolo, actor),
        faults=faults,
        given=given,
        people=people_of(fascicolo, documents),
        money=money_of(documents),
        history=history_of(fascicolo, documents),
        notes=notes_of(numero, office=office(), by=actor),
        visibilita=VISIBILITA,
        note_fault=jotted.fault,
        note_typed=jotted.typed,
        is_closed=fascicolo.stato in CHIUSI,
        may_retrieve=actor.ruolo in RETRIEVING,
    )
    return Response(page, 422 if faults or jotted.fault else 200)


@bp.post("/<numero>/<kind:kind>/nuovo")
def begin(numero: str, kind: Kind) -> ResponseReturnValue:
    """Begin a document of a kind in a fascicolo."""
    actor = current_actor()
    fascicolo = office().archive.fascicolo(numero)
    own = numero in followed(actor, office().archive)
    require(actor, "C", kind.access, fascicolo.territorio, own=own)
    draft = start_draft(kind, {}, fascicolo, office=office(), by=actor)
    return redirect(url_for("steps.show", key=draft.key, position=1), 303)


def drafts_in(fascicolo: Fascicolo, actor: Actor) -> list[Draft]:
    """Return the drafts of a fascicolo that the actor may go on with."""
    records = office().archive.find(TABLE, fascicolo=fascicolo.numero, issued="")
    drafts = [load_draft(record.key, office=office()) for record in records]
    return [draft for draft in drafts if may(actor, "M", draft.kind.access, draft.territorio)]


def _kinds_to_begin(fascicolo: Fascicolo, actor: Actor) -> ToBegin:
    """Return the kinds that the actor may begin: those they need are there, and in force."""
    if fascicolo.stato in CHIUSI:
        return ToBegin()
    documents = office().archive.documents(fascicolo=fascicolo.numero)
    present = {document.kind for document in documents if document.stato in EFFICACE}
    kinds = [
        kind
        for kind in all_kinds().values()
        if "fascicolo" in kind.schema.campi()
        and present.issuperset(set(kind.needs))
        and may(actor, "C", kind.access, fascicolo.territorio)
    ]
    wanted = {carta.kind for passo in steps_from(fascicolo) for carta in passo.carte
              if not carta.seguito}  # fmt: skip
    return ToBegin(
        [kind for kind in kinds if kind.name in wanted],
        [kind for kind in kinds if kind.name not in wanted],
    )
