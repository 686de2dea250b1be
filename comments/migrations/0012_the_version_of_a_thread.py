from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('comments', '0011_tallies'),
    ]

    operations = [
        migrations.AddField(
            model_name='thread',
            name='version',
            field=models.PositiveBigIntegerField(db_default=0, default=0, editable=False, help_text='Moves with all that readers can see of the thread; kept by `bump` and `count`.'),
        ),
    ]
