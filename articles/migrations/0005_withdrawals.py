"""The places beside the site that a withdrawn piece has to be taken down from."""
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0004_notices'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Outlet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, unique=True, verbose_name='name')),
                ('how', models.CharField(blank=True, help_text='Whom to call, which button to press: it stands beside the tick.', max_length=200, verbose_name='how to take a piece down there')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                ('active', models.BooleanField(default=True, help_text='Off: withdrawals from now on no longer ask about it.', verbose_name='in use')),
            ],
            options={
                'verbose_name': 'outlet',
                'verbose_name_plural': 'outlets',
                'ordering': ('position', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='WithdrawalCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('withdrawn_at', models.DateTimeField()),
                ('done_at', models.DateTimeField(null=True)),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='note')),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='withdrawal_checks', to='articles.article')),
                ('done_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('outlet', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='articles.outlet')),
            ],
            options={
                'verbose_name': 'outlet of a withdrawal',
                'verbose_name_plural': 'outlets of withdrawals',
                'ordering': ('outlet__position', 'pk'),
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('article', 'withdrawn_at', 'outlet'), name='withdrawal_check_once')],
            },
        ),
    ]
