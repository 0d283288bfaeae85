"""Who acts for companies: invited, confirmed or refused by the operators who look after them."""

from flask import Blueprint, Response, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from forms.builder.build import raw
from forms.builder.controls import form_class
from forms.builder.errors import show_errors
from schemas.fields.campo import Typed
from schemas.kinds.examine import judge_fields
from schemas.parts.accesso_azienda import TITOLI, AccessoAzienda
from schemas.rules.messages import Problem
from schemas.rules.permissions import may
from storage.archive import NotFound
from web.access import AZIENDE, require
from web.acts.accounts.companies import DA_CONFERMARE, companies, territorio_of
from web.acts.accounts.invitations import invite_company
from web.acts.accounts.refusals import UserRefused
from web.acts.accounts.registrations import confirm_company, refuse_company
from web.acts.accounts.users import Account, account_of
from web.identity import current_actor
from web.services import office, services

bp = Blueprint("company_accesses", __name__, url_prefix="/accessi-aziende")

_Invito = form_class(AccessoAzienda)


@bp.before_request
def _only_who_may() -> None:
    require(current_actor(), "V", AZIENDE)


@bp.get("/")
def find() -> ResponseReturnValue:
    """List who waits to be confirmed, and who acts for a company."""
    actor = current_actor()
    mine = [
        account
        for account in companies(office())
        if may(actor, "V", AZIENDE, territorio_of(account))
    ]
    return render_template(
        "azienda/elenco.html",
        waiting=[one for one in mine if one.company["stato"] == DA_CONFERMARE],
        others=[one for one in mine if one.company["stato"] != DA_CONFERMARE],
        titoli=TITOLI,
    )


@bp.get("/invita")
def ask() -> ResponseReturnValue:
    """Ask which company to invite, and who will act for it."""
    actor = current_actor()
    require(actor, "C", AZIENDE)
    return _asking({"cpi": Typed(actor.cpi)})


@bp.post("/invita")
def invite() -> ResponseReturnValue:
    """Write the invitation, or give its code on paper."""
    actor = current_actor()
    require(actor, "C", AZIENDE)
    _, data, problems = judge_fields(AccessoAzienda, raw(_Invito(formdata=request.form)))
    if problems:
        return _asking({}, tuple(problems))
    on_paper = "carta" in request.form or services().settings.smtp is None
    try:
        invited = invite_company(data, on_paper=on_paper, office=office(), by=actor)
    except UserRefused as refused:
        return _asking({}, (Problem("email", refused.problem.code, refused.problem.values),))
    if invited.code:
        # Shown once, on a page that can be printed, and never part of an address.
        session["invito"] = {"codice": invited.code, "per": str(data["ragione_sociale"])}
        return redirect(url_for(".paper"), 303)
    flash(
        f"{invited.account.nome} ha già un accesso: ora agisce anche per questa azienda."
        if invited.account
        else "L'invito è in partenza: vale 7 giorni."
    )
    return redirect(url_for(".find"), 303)


def _asking(known: dict[str, Typed], problems: tuple[Problem, ...] = ()) -> ResponseReturnValue:
    form = _Invito(formdata=request.form) if problems else _Invito(data=known)
    page = render_template(
        "azienda/invita.html",
        form=form,
        links=show_errors(form, problems),
        writes=services().settings.smtp is not None,
    )
    return Response(page, 422 if problems else 200)


@bp.get("/invito")
def paper() -> ResponseReturnValue:
    """Show once the code of an invitation, to be printed."""
    invito = session.pop("invito", None)
    if invito is None:
        return redirect(url_for(".find"), 303)
    return render_template(
        "azienda/invito.html", invito=invito, address=services().settings.address
    )


def _asked(utente: str, azione: str) -> Account:
    """Return who acts for a company, if it is in the care of the person at the desk."""
    account = account_of(office().archive, utente)
    if not account.company:
        raise NotFound(utente)
    require(current_actor(), azione, AZIENDE, territorio_of(account))
    return account


@bp.get("/<utente>")
def show(utente: str) -> ResponseReturnValue:
    """Show who asks to act for a company, and by what title."""
    return _show(_asked(utente, "V"))


def _show(account: Account, errors: dict[str, str] | None = None) -> ResponseReturnValue:
    page = render_template(
        "azienda/accesso.html",
        account=account,
        company=account.company,
        titoli=TITOLI,
        waits=account.company["stato"] == DA_CONFERMARE,
        decides=may(current_actor(), "C", AZIENDE, territorio_of(account)),
        errors=errors or {},
    )
    return page, 422 if errors else 200


@bp.post("/<utente>/conferma")
def confirm(utente: str) -> ResponseReturnValue:
    """Confirm that a person acts for their company."""
    confirm_company(_asked(utente, "C").utente, office=office(), by=current_actor())
    flash("Confermato: l'azienda può entrare e riceve un avviso.")
    return redirect(url_for(".find"), 303)


@bp.post("/<utente>/rifiuto")
def refuse(utente: str) -> ResponseReturnValue:
    """Refuse who asked to act for a company, saying why."""
    account = _asked(utente, "C")
    try:
        motivo = request.form.get("motivo", "")
        refuse_company(utente, motivo, office=office(), by=current_actor())
    except UserRefused as refused:
        return _show(account, {refused.problem.path: str(refused)})
    flash("La richiesta è stata respinta: la persona riceve il motivo.")
    return redirect(url_for(".find"), 303)
