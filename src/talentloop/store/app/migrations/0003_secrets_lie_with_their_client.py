"""Secrets of other systems lie in the key store of their client; this table never held any."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0002_keys_of_an_agency'),
    ]

    operations = [
        migrations.DeleteModel(
            name='Secret',
        ),
    ]
