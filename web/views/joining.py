"""How a company comes in: it registers, or takes up an invitation; nobody is in yet."""

from flask import Blueprint, Response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from forms.builder.build import raw
from forms.builder.controls import form_class
from forms.builder.errors import show_errors
from schemas.kinds.examine import judge_fields
from schemas.parts.accesso_azienda import RegistrazioneAzienda
from schemas.rules.messages import Problem
from web.acts.accounts.invitations import accept_invitation, read_invitation
from web.acts.accounts.refusals import TooManyAttempts, UserRefused
from web.acts.accounts.registrations import confirm_address, register_company
from web.acts.accounts.tickets import CONFERMA, TicketSpent, read_ticket
from web.acts.accounts.users import Account
from web.identity import origin
from web.services import office, services

bp = Blueprint("joining", __name__, url_prefix="/azienda")

_Registrazione = form_class(RegistrazioneAzienda)
WAIT = "Troppe richieste: riprova tra {} secondi."


@bp.get("/registrazione")
def ask() -> ResponseReturnValue:
    """Ask which company, and who will act for it."""
    return _asking()


@bp.post("/registrazione")
def register() -> ResponseReturnValue:
    """Write to the address given, whoever it belongs to."""
    form = _Registrazione(formdata=request.form)
    _, data, problems = judge_fields(RegistrazioneAzienda, raw(form))
    if problems:
        return _asking(tuple(problems))
    try:
        register_company(data, office=office(), origin=origin())
    except TooManyAttempts as refused:
        return _asking(refusal=WAIT.format(refused.seconds), status=429)
    return redirect(url_for(".ask", fatto="si"), 303)


def _asking(
    problems: tuple[Problem, ...] = (), refusal: str = "", status: int = 200
) -> ResponseReturnValue:
    form = _Registrazione(formdata=request.form if request.method == "POST" else None)
    page = render_template(
        "azienda/registrazione.html",
        form=form,
        links=show_errors(form, problems),
        refusal=refusal,
        writes=services().settings.smtp is not None,
        sent="fatto" in request.args,
    )
    return Response(page, 422 if problems else status)


@bp.get("/conferma/<secret>")
def choose(secret: str) -> ResponseReturnValue:
    """Ask a password of who opened the letter."""
    ticket = read_ticket(office().archive, secret, CONFERMA, now=office().now)
    return _choosing(ticket.dati, url_for(".confirm", secret=secret))


@bp.post("/conferma/<secret>")
def confirm(secret: str) -> ResponseReturnValue:
    """Make their access, which waits to be confirmed."""
    try:
        account = confirm_address(office(), secret, *_typed())
    except UserRefused as refused:
        ticket = read_ticket(office().archive, secret, CONFERMA, now=office().now)
        return _choosing(ticket.dati, url_for(".confirm", secret=secret), refused)
    return _joined(account)


@bp.get("/invito")
def ask_code() -> ResponseReturnValue:
    """Ask the code of an invitation on paper."""
    return render_template("azienda/codice.html", refusal="")


@bp.post("/invito")
def take_code() -> ResponseReturnValue:
    """Go on with a code, or say that it does not work."""
    code = "".join(request.form.get("codice", "").split()).lower()
    try:
        read_invitation(office(), code, origin())
    except TicketSpent:
        return _code_refused("Questo codice non vale, o non vale più.", 422)
    except TooManyAttempts as refused:
        return _code_refused(WAIT.format(refused.seconds), 429)
    return redirect(url_for(".invited", secret=code), 303)


def _code_refused(words: str, status: int) -> ResponseReturnValue:
    return render_template("azienda/codice.html", refusal=words), status


@bp.get("/invito/<secret>")
def invited(secret: str) -> ResponseReturnValue:
    """Ask a password of who was invited."""
    try:
        dati = read_invitation(office(), secret, origin()).dati
    except TooManyAttempts as refused:
        return _code_refused(WAIT.format(refused.seconds), 429)
    return _choosing(dati, url_for(".accept", secret=secret))


@bp.post("/invito/<secret>")
def accept(secret: str) -> ResponseReturnValue:
    """Make the access of who was invited."""
    try:
        account = accept_invitation(office(), secret, *_typed(), origin=origin())
    except TooManyAttempts as refused:
        return _code_refused(WAIT.format(refused.seconds), 429)
    except UserRefused as refused:
        dati = read_invitation(office(), secret, origin()).dati
        return _choosing(dati, url_for(".accept", secret=secret), refused)
    return _joined(account)


def _typed() -> tuple[str, str]:
    return request.form.get("nuova", ""), request.form.get("ancora", "")


def _choosing(
    dati: object, address: str, refused: UserRefused | None = None
) -> ResponseReturnValue:
    errors = {refused.problem.path: str(refused)} if refused else {}
    page = render_template("azienda/password.html", dati=dati, address=address, errors=errors)
    return page, 422 if refused else 200


def _joined(account: Account) -> ResponseReturnValue:
    session["benvenuto"] = {"utente": account.utente, "attesa": not account.roles}
    return redirect(url_for(".welcome"), 303)


@bp.get("/benvenuto")
def welcome() -> ResponseReturnValue:
    """Say once with which name to enter, and whether somebody must confirm first."""
    benvenuto = session.pop("benvenuto", None)
    if benvenuto is None:
        return redirect(url_for("entering.ask"), 303)
    return render_template("azienda/benvenuto.html", **benvenuto)
