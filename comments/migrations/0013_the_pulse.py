from django.db import migrations, models


def begin(apps, schema_editor):
    pulse = apps.get_model("comments", "Pulse")
    pulse.objects.bulk_create([pulse(slot=slot) for slot in range(16)])


class Migration(migrations.Migration):

    dependencies = [
        ('comments', '0012_the_version_of_a_thread'),
    ]

    operations = [
        migrations.CreateModel(
            name='Pulse',
            fields=[
                ('slot', models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ('number', models.PositiveBigIntegerField(default=0)),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.RunPython(begin, migrations.RunPython.noop),
    ]
