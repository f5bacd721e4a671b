"""A key is told apart by its last four characters; of keys made before only the first letters were kept, which go."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0003_secrets_lie_with_their_client'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='apikey',
            name='start',
        ),
        migrations.AddField(
            model_name='apikey',
            name='ends',
            field=models.CharField(blank=True, default='', max_length=4),
        ),
    ]
