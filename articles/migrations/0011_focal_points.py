from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0010_assignments")]

    operations = [
        migrations.AddField(
            "publishedimage", "focal_x", models.PositiveSmallIntegerField(db_default=5, default=5)
        ),
        migrations.AddField(
            "publishedimage", "focal_y", models.PositiveSmallIntegerField(db_default=5, default=5)
        ),
    ]
