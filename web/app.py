"""The pages, wired in the order in which a request meets them."""

from flask import Flask
from werkzeug.routing import BaseConverter, ValidationError

from schemas.kinds.kind import Kind
from schemas.kinds.registry import all_kinds
from schemas.rules.numero import Number
from web import doors, errors, headers, identity, presenting, provider, services, statics, uploads
from web.acts.office import Office
from web.acts.printing import PrintRoom
from web.settings import Settings
from web.views import (
    about,
    access_log,
    administration,
    budget,
    calendars,
    companies,
    company_accesses,
    conflicts,
    corrections,
    desk,
    documents,
    draft_files,
    entering,
    fascicoli,
    filing,
    following,
    guide,
    health,
    joining,
    keeping,
    keyboard,
    lasting,
    notices,
    outside,
    own,
    printing,
    profile,
    progress,
    queues,
    recovering,
    registry,
    retention,
    review,
    searches,
    second_factor,
    sittings,
    steps,
    templates,
    totals,
    users,
)

PARTS = (
    *(statics, about, entering, outside, second_factor, recovering, profile, notices, users),
    *(guide, keyboard, calendars),
    *(joining, company_accesses),
    *(desk, queues, progress, budget, totals),
    *(own, companies, fascicoli, sittings, steps, conflicts, review),
    *(draft_files, documents, searches, corrections, following, filing, keeping),
    *(lasting, printing, health),
    *(registry, templates, administration, access_log, retention),
)


class KindConverter(BaseConverter):
    """A kind of document in an address, by its name."""

    def to_python(self, value: str) -> Kind:
        """Return the kind, or make the address lead nowhere."""
        try:
            return all_kinds()[value]
        except KeyError:
            raise ValidationError from None

    def to_url(self, value: Kind) -> str:
        """Return the name of the kind."""
        return value.name


class NumberConverter(BaseConverter):
    """The number of a document in an address."""

    def to_python(self, value: str) -> Number:
        """Return the number, or make the address lead nowhere."""
        try:
            return Number.parse(value)
        except ValueError:
            raise ValidationError from None


def create_app(settings: Settings, office: Office, print_room: PrintRoom) -> Flask:
    """Return the application that answers with pages on *office*."""
    app = Flask(__name__, static_folder=None)
    app.url_map.converters.update(kind=KindConverter, number=NumberConverter)
    services.install(app, settings, office, print_room)
    headers.install(app)
    uploads.install(app)
    identity.install(app)
    provider.install(app, settings)
    presenting.install(app)
    errors.install(app)
    for part in PARTS:
        app.register_blueprint(part.bp)
    doors.require_rules(app)
    return app
