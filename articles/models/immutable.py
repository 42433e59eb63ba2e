from typing import Any

from django.db import models


class ImmutableError(RuntimeError):
    """Somebody tried to change or delete a record that is written once."""


class ImmutableQuerySet(models.QuerySet[Any]):
    def update(self, **_values: Any) -> int:
        raise ImmutableError(f"{self.model.__name__} rows are written once and never changed.")

    def delete(self) -> Any:
        raise ImmutableError(f"{self.model.__name__} rows are never deleted.")

    def bulk_update(self, *_args: Any, **_kwargs: Any) -> int:
        return self.update()


class Immutable(models.Model):
    """Rows of such a model can be added and read. Triggers in the database say the same."""

    objects = ImmutableQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise ImmutableError(f"{type(self).__name__} rows are written once and never changed.")
        kwargs["force_insert"] = True
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise ImmutableError(f"{type(self).__name__} rows are never deleted.")
