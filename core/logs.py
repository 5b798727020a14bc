"""What no log may hold: whoever reads one must not be able to use the links that were mailed to others."""

import logging
import re

# Addresses whose next part is a secret: invitations, addresses to confirm, forgotten passwords.
_SECRET = re.compile(r"(/invitation/|/accounts/confirm-email/|/accounts/password/new/)[^/\s?#]+")


class WithoutSecrets(logging.Filter):
    """Takes the secret out of the addresses in a line, whoever wrote it: Django logs some by itself."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let the record pass, without its secrets."""
        said = record.getMessage()
        plain = _SECRET.sub(r"\1…", said)
        if plain != said:
            record.msg, record.args = plain, ()
        return True
