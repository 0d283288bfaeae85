"""Accounts: who may enter, in which roles, and how they prove who they are."""

from web.acts.accounts.refusals import LoginRefused, TooManyAttempts, UserRefused
from web.acts.accounts.users import USERS, Account, add_user, list_accounts, list_users

__all__ = [
    "USERS",
    "Account",
    "LoginRefused",
    "TooManyAttempts",
    "UserRefused",
    "add_user",
    "list_accounts",
    "list_users",
]
