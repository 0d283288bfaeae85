"""A draft as a file: taken away before it is lost, brought back on any machine."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from forms.builder.build import form_for, posted_pairs, raw
from forms.builder.layout import asked_steps
from schemas.kinds.kind import Kind
from schemas.kinds.registry import all_kinds
from schemas.rules.permissions import may
from storage.archive import NotFound
from web.access import sees_restricted
from web.acts.beginning import start_draft, start_own_draft
from web.acts.drafting import Draft, store_draft, with_answers
from web.acts.lost import keep_lost
from web.downloads import JSON, attachment
from web.identity import current_actor
from web.places import open_draft, place_of
from web.services import office
from web.views.own import free_kinds
from web.views.steps import posted_answers

bp = Blueprint("draft_files", __name__, url_prefix="/bozze")

FORMAT = "bozza-fascicolo-1"
# The same words where there is no such fascicolo: who may not write in it does not learn of it.
ELSEWHERE = "Non puoi compilare documenti del fascicolo {}."
UNREADABLE = "Il file non è una bozza di Fascicolo: serve quello scaricato da una pagina di bozza."


class NotADraft(ValueError):
    """The file holds no draft that can be taken up; the message says why, in Italian."""


@dataclass(frozen=True)
class DraftFile:
    """
    What a file says: of which kind and fascicolo, and what was typed, as a page posts it.

    *page* is the address that the values were to be saved at, or "" for a whole draft.
    """

    kind: Kind
    fascicolo: str
    pairs: Sequence[tuple[str, str]]
    page: str = ""


@bp.get("/<key>/bozza.json")
def take(key: str) -> ResponseReturnValue:
    """Give the draft as it was last saved, as a file."""
    draft = open_draft(key)
    return _file(draft, draft.answers)


@bp.post("/<key>/<int:position>/scarica")
def take_typed(key: str, position: int) -> ResponseReturnValue:
    """Give the draft with what stands on the page, saved or not: nothing is written here."""
    place = place_of(key, position)
    return _file(place.draft, with_answers(place.draft, posted_answers(place), place.fields))


def _file(draft: Draft, answers: Mapping[str, object]) -> Response:
    said = {
        "formato": FORMAT,
        "tipo": draft.kind.name,
        "fascicolo": draft.fascicolo,
        "valori": [list(pair) for pair in posted_pairs(_visible(draft.kind, answers))],
    }
    content = json.dumps(said, ensure_ascii=False, indent=1).encode()
    return attachment(content, f"Bozza-{draft.kind.title.replace(' ', '-')}.json", JSON)


def _visible(kind: Kind, answers: Mapping[str, object]) -> dict[str, object]:
    campi, sees = kind.schema.campi(), sees_restricted(current_actor())
    return {
        name: value
        for name, value in answers.items()
        if name in campi and (sees or not campi[name].restricted)
    }


@bp.get("/carica")
def ask() -> str:
    """Ask for the file of a draft."""
    return render_template("bozze/carica.html", fault="")


@bp.post("/carica")
def bring() -> ResponseReturnValue:
    """Take up the draft of a file: as a new draft, or as the page that could not be saved."""
    sent = request.files.get("file")
    try:
        found = read_draft_file(sent.read() if sent else b"")
        key = _taken_up(found)
    except NotADraft as refusal:
        return Response(render_template("bozze/carica.html", fault=str(refusal)), 422)
    if found.page:
        return redirect(url_for("entering.resume"), 303)
    flash("Bozza caricata dal file: controllala pagina per pagina.")
    return redirect(url_for("steps.show", key=key, position=1), 303)


def read_draft_file(content: bytes) -> DraftFile:
    """
    Read the file of a draft.

    Raises:
        NotADraft: it is something else, or of a kind that is not known here.
    """
    try:
        said = json.loads(content)
        kind = all_kinds()[said["tipo"]]
        pairs = [(str(name), str(text)) for name, text in said["valori"]]
    except (ValueError, KeyError, TypeError):
        raise NotADraft(UNREADABLE) from None
    if said.get("formato") != FORMAT:
        raise NotADraft(UNREADABLE)
    page = str(said.get("pagina", ""))
    if page and not page.startswith("/bozze/"):
        raise NotADraft(UNREADABLE)
    return DraftFile(kind, str(said.get("fascicolo", "")), pairs, page)


def _taken_up(found: DraftFile) -> str:
    """
    Keep what the file holds, and return the key of the draft, or "" for one page of a draft.

    Raises:
        NotADraft: its fascicolo is not one that the person may write in.
    """
    actor = current_actor()
    if found.page:
        keep_lost(actor.utente, found.page, found.pairs, office=office())
        return ""
    if not found.fascicolo:
        if found.kind not in free_kinds(actor):
            raise NotADraft(f"Non puoi compilare da qui: {found.kind.title}.")
        begun = start_own_draft(found.kind, office=office(), by=actor)
    else:
        try:
            fascicolo = office().archive.fascicolo(found.fascicolo)
        except NotFound:
            raise NotADraft(ELSEWHERE.format(found.fascicolo)) from None
        if not may(actor, "C", found.kind.access, fascicolo.territorio):
            raise NotADraft(ELSEWHERE.format(found.fascicolo))
        begun = start_draft(found.kind, {}, fascicolo, office=office(), by=actor)
    answers = _answers(found)
    typed = replace(begun, answers=with_answers(begun, answers, tuple(answers)))
    return store_draft(typed, expect=begun.version, office=office()).key


def _answers(found: DraftFile) -> dict[str, object]:
    """Return the values of a file as answers, read as the pages of the kind read them."""
    posted = MultiDict(found.pairs)
    answers: dict[str, object] = {}
    for step in asked_steps(found.kind):
        answers |= raw(form_for(found.kind, step, {}, posted))
    return _visible(found.kind, answers)
