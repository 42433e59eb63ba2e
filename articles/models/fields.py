from typing import Any

from django.db import models

from articles.text.markup import clean


class BodyField(models.TextField):
    """HTML of a piece. Whatever way it is written to the database, it is sanitised there."""

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = clean(getattr(model_instance, self.attname) or "")
        setattr(model_instance, self.attname, value)
        return value

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return clean(value) if isinstance(value, str) else value
