import re
from functools import cached_property
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


class NotTheDemoPassword:
    """Refuses the password that the demo prints on the screen."""

    def validate(self, password: str, user: Any = None) -> None:
        if settings.PRODUCTION and password == settings.DEMO_PASSWORD:
            raise ValidationError(_("This is the demo's password, and everybody knows it."))

    def get_help_text(self) -> str:
        return _("Your password cannot be the demo's.")


# Keys as they lie beside each other, the alphabet, and the digits.
_RUNS = (
    "abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
)  # fmt: skip
# What Chinese lists of stolen passwords have most of, beside those of Django's list.
_CHINESE = """woaini woaini1314 5201314 1314520 520520 woaiwojia woshishui wodemima nihao nihaoma
    aini1314 qq123456 a123456 zhongguo beijing shanghai admin888 admin123 xinwen bianji jizhe
    baoshe bianjibu zongbian xinwenbu caibian gongren meiti guanliyuan mima mima123""".split()


class NotEasilyGuessed:
    """Refuses a password of twelve characters that is a short one made long: a common word with
    digits around it, a piece repeated, keys beside each other."""

    @cached_property
    def _common(self) -> frozenset[str]:
        return frozenset(CommonPasswordValidator().passwords) | frozenset(_CHINESE)

    def validate(self, password: str, user: Any = None) -> None:
        if self._is_easy(password.lower()):
            raise ValidationError(
                _(
                    "This password is a common word, a repetition or a run of keys, and would be"
                    " guessed soon. Several words that do not belong together are better."
                ),
                code="easily_guessed",
            )

    def _is_easy(self, password: str) -> bool:
        letters = re.sub(r"[\W\d_]+", "", password)
        trimmed = password.strip("0123456789!@#$%^&*?._-+=~ ")
        if {password, letters, trimmed} & self._common or (not trimmed and len(set(password)) < 5):
            return True
        repeated = re.fullmatch(r"(.{1,8}?)\1+.{0,5}", password)
        return bool(repeated) or self._is_run(password)

    def _is_run(self, password: str) -> bool:
        """Whether pieces of four or more keys in a row make up nearly all of it."""
        rest = password
        for run in _RUNS:
            for row in (run, run[::-1]):
                for length in range(len(row), 3, -1):
                    for start in range(len(row) - length + 1):
                        rest = rest.replace(row[start : start + length], "")
        return len(rest) < 4

    def get_help_text(self) -> str:
        return _(
            "Twelve characters or more, of any kind: a sentence or some words are good. It may be"
            " pasted from a password manager. It need not be changed unless somebody knows it."
        )
