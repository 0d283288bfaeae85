"""Passwords: which are good, how they are kept, how they are changed."""

import secrets
import string

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from web.acts.accounts.refusals import UserRefused

SHORTEST, LONGEST = 10, 200

# The beginnings of the passwords most found in public lists of stolen ones, the Italian first.
# What follows them (digits, marks, a year) adds nothing that is not tried at once.
COMMON = frozenset(
    """
    password passwords passw0rd p@ssword p@ssw0rd passwordpassword parolachiave parolasegreta
    lamiapassword miapassword nuovapassword cambiami cambiamisubito amministratore administrator
    amministrazione benvenuto benvenuta benvenuti buongiorno buonanotte ciaociao ciaociaociao
    ciaobella amoremio amoremiobello tiamo tiamotanto tivogliobene seibellissima francesca
    alessandro alessandra alessandria giuseppe juventus forzajuve forzamilan forzainter
    forzaroma napolicalcio vicenza vicenzacalcio lanerossi provincia provinciadivicenza
    fascicolo fascicolofascicolo impiego lavorolavoro operatore segreteria internazionale
    internet qwerty qwertyuiop qwertyuiopasdf qwerty12345 asdfghjkl asdfghjklo zxcvbnm
    zxcvbnmasd qazwsxedc qazwsxedcrfv 1q2w3e4r5t 1q2w3e4r5t6y q1w2e3r4t5 1qaz2wsx 1qaz2wsx3edc
    abcdefghij abcdefghijk abcdefghijkl abcd1234 abcabcabc letmein letmeinplease iloveyou
    iloveyouso sunshine princess football baseball superman batman trustno1 welcome
    welcomewelcome changeme changemenow michelle jennifer starwars whatever computer computers
    """.split()  # noqa: SIM905  # a list this long reads better as words
)
SEQUENCES = ("01234567890123456789", "09876543210987654321", "abcdefghijklmnopqrstuvwxyz")
_EDGES = string.digits + string.punctuation + string.whitespace

# A password given by hand is read aloud and copied: no letter that looks like another.
_READABLE = "abcdefghjkmnpqrstuvwxyz23456789"

# What a guess costs whoever stole the hashes: the second choice of RFC 9106, section 4,
# for machines that cannot spare 2 GiB.
MEMORY_KIB, PASSES, LANES = 65536, 3, 4

_hasher = PasswordHasher(time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=LANES)
# Verified when the user does not exist, so that the answer takes the same time.
_NOBODY = _hasher.hash(secrets.token_urlsafe())


def check_password(password: str, utente: str) -> None:
    """
    Go on only with a password that nobody would guess.

    Raises:
        UserRefused: it is short, one of the most used, or holds the user name.
    """
    plain = password.casefold()
    if len(password) < SHORTEST:
        raise UserRefused("nuova", "password_breve", min=str(SHORTEST))
    if len(password) > LONGEST:
        raise UserRefused("nuova", "password_lunga", max=str(LONGEST))
    if plain in COMMON or plain.strip(_EDGES) in COMMON or _is_sequence(plain):
        raise UserRefused("nuova", "password_comune")
    if len(set(plain)) < 5:
        raise UserRefused("nuova", "password_ripetuta")
    if len(utente) > 2 and utente in plain:
        raise UserRefused("nuova", "password_utente")


def _is_sequence(plain: str) -> bool:
    return any(plain in sequence for sequence in SEQUENCES)


def hashed(password: str) -> str:
    """Return what is kept of a password: its argon2id hash."""
    return _hasher.hash(password)


def matches(kept: str, password: str) -> bool:
    """Return whether *password* is the one kept; "" stands for a user who does not exist."""
    try:
        _hasher.verify(kept or _NOBODY, password)
    except (Argon2Error, InvalidHashError):
        return False
    return bool(kept)


def one_time_password() -> str:
    """Return a password to be given by hand and changed at once: ``kqtm-2rwx-h7dp``."""
    groups = ("".join(secrets.choice(_READABLE) for _ in range(4)) for _ in range(3))
    return "-".join(groups)
