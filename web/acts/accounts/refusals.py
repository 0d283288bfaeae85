"""What accounts refuse, with the problem to show at its field."""

from schemas.rules.messages import Problem


class UserRefused(Exception):
    """An account cannot be as asked; *problem* says where and why, `str` gives its sentence."""

    def __init__(self, campo: str, code: str, **values: str) -> None:
        self.problem = Problem(campo, code, values)
        super().__init__(self.problem.message)


class LoginRefused(Exception):
    """User name or password are wrong; the message does not say which."""


class TooManyAttempts(Exception):
    """The account, or the address it is tried from, must wait *seconds* before the next try."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"wait {seconds} seconds")
        self.seconds = seconds
