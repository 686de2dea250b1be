from django.db import migrations, models


def begin(apps, schema_editor):
    apps.get_model("articles", "Edition").objects.get_or_create(pk=1)


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0001_the_paper'),
    ]

    operations = [
        migrations.CreateModel(
            name='Edition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveBigIntegerField(default=1)),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.RunPython(begin, migrations.RunPython.noop),
    ]
