"""Whether officers recommend that the committee does not agree: until now they said so in words alone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("appraisal", "0038_areas_go_without_a_councils_name")]

    operations = [
        migrations.AddField(
            model_name="recommendation",
            name="refusal",
            field=models.BooleanField(default=False),
        ),
    ]
