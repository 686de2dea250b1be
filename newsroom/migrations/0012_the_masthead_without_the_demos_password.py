from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0011_the_demo_papers_opened_before")]

    operations = [migrations.RemoveField(model_name="masthead", name="demo_password")]
