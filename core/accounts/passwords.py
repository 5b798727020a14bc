"""What a password must not be, in words that say what to do."""

from django.contrib.auth import password_validation

ADVICE = (
    "At least 12 characters. Three random words, such as a tree, a tool and a food, are easy to remember "
    "and hard to guess."
)


class LongEnough(password_validation.MinimumLengthValidator):
    """Refuses a short password."""

    def get_error_message(self) -> str:
        """Return what to do."""
        return (
            f"Your password must have at least {self.min_length} characters. Try three random words"
        )


class NotAboutYou(password_validation.UserAttributeSimilarityValidator):
    """Refuses what others can guess from the person's name or address."""

    def get_error_message(self) -> str:
        """Return what to do."""
        return "Your password must not be like your name or email address"


class NotWellKnown(password_validation.CommonPasswordValidator):
    """Refuses what everybody tries first."""

    def get_error_message(self) -> str:
        """Return what to do."""
        return "Your password is one that many people use, so it is easy to guess. Choose another"


class NotOnlyFigures(password_validation.NumericPasswordValidator):
    """Refuses a mere number."""

    def get_error_message(self) -> str:
        """Return what to do."""
        return "Your password must not be only figures"
