from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """The foreign key goes, the column and its index stay. Back, every account that the log names
    must still be there."""

    dependencies = [("comments", "0024_report_the_name_of_an_author")]

    operations = [
        migrations.AlterField(
            model_name="logentry",
            name="by",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=models.deletion.DO_NOTHING,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
    ]
