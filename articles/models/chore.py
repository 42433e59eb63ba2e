from django.db import models


class ChoreRun(models.Model):
    """When a worker last did a regular chore, and when one shall do it next.

    Workers take a chore by moving `next_at` on; whoever moves it does it.
    """

    name = models.CharField(max_length=60, unique=True)
    next_at = models.DateTimeField()
    ran_at = models.DateTimeField(null=True)
    seconds = models.FloatField(default=0)
    # Empty: the last run succeeded.
    error = models.CharField(max_length=500, blank=True)

    class Meta:
        default_permissions = ()
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name
