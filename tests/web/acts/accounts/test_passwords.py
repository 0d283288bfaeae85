"""Which passwords are good."""

import pytest

from web.acts.accounts.passwords import (
    LANES,
    MEMORY_KIB,
    PASSES,
    check_password,
    hashed,
    matches,
    one_time_password,
)
from web.acts.accounts.refusals import UserRefused


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("novelette", "password_breve"),
        ("x" * 201, "password_lunga"),
        ("1234567890", "password_comune"),
        ("Password2011!", "password_comune"),
        ("PASSW0RD123", "password_comune"),
        ("!!qwertyuiop", "password_comune"),
        ("2011201120112011", "password_ripetuta"),
        ("Zanella-per-sempre", "password_utente"),
    ],
)
def test_a_password_that_would_be_guessed_is_refused(password: str, code: str):
    with pytest.raises(UserRefused) as refused:
        check_password(password, "zanella")

    assert refused.value.problem.code == code
    assert refused.value.problem.path == "nuova"


@pytest.mark.parametrize("password", ["una parola lunga", "èàòùìéèàòù", "tre mele e un ponte"])
def test_a_password_that_nobody_would_guess_is_good(password: str):
    check_password(password, "zanella")


def test_a_password_is_kept_as_a_hash_that_is_never_the_same_twice():
    first, second = hashed("una parola lunga"), hashed("una parola lunga")

    assert first.startswith("$argon2id$")
    assert first != second
    assert matches(first, "una parola lunga")
    assert not matches(first, "Una parola lunga")


def test_a_guess_costs_what_the_rfc_advises():
    assert (MEMORY_KIB, PASSES, LANES) == (64 * 1024, 3, 4)


def test_who_does_not_exist_has_no_password_that_works():
    assert not matches("", "")
    assert not matches("", "una parola lunga")


def test_a_password_given_by_hand_can_be_read_aloud_and_is_good():
    given = {one_time_password() for _ in range(50)}

    assert len(given) == 50
    for password in given:
        assert len(password) == 14
        assert not set(password) & set("01oOlI")
        check_password(password, "zanella")
