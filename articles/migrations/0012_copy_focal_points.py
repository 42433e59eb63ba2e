from django.db import migrations


def copy(apps, schema_editor):
    """What published pieces say about their pictures, into the rows that are asked."""
    PublishedArticle = apps.get_model("articles", "PublishedArticle")
    PublishedImage = apps.get_model("articles", "PublishedImage")
    pieces = PublishedArticle.objects.exclude(figures=[]).only("id", "figures")
    for piece in pieces.iterator(chunk_size=500):
        for figure in piece.figures:
            x, y = (
                round(min(max(figure.get(name, 0.5), 0.0), 1.0) * 10)
                for name in ("focal_x", "focal_y")
            )
            if (x, y) != (5, 5):
                PublishedImage.objects.filter(
                    article_id=piece.pk, content_hash=figure["image"]
                ).update(focal_x=x, focal_y=y)


class Migration(migrations.Migration):
    dependencies = [("articles", "0011_focal_points")]

    operations = [migrations.RunPython(copy, migrations.RunPython.noop, elidable=True)]
