from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0003_pictures_that_were_removed'),
    ]

    operations = [
        migrations.AddField(
            model_name='article',
            name='version',
            field=models.PositiveIntegerField(db_default=1, default=1, editable=False, help_text='Increased with every save; a form carries the one it was opened with.'),
        ),
    ]
