import articles.models.fields
from django.db import migrations


class Migration(migrations.Migration):
    """The columns stay as they are: only the way into them is another one."""

    dependencies = [
        ('articles', '0029_grams_are_dear'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name='publishedarticle',
                    name='body',
                    field=articles.models.fields.BodyField(blank=True),
                ),
                migrations.AlterField(
                    model_name='publishedspecial',
                    name='introduction',
                    field=articles.models.fields.BodyField(blank=True),
                ),
            ],
        ),
    ]
