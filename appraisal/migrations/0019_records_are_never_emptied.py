from django.db import migrations

from core.append_only import never_emptied


class Migration(migrations.Migration):
    dependencies = [("appraisal", "0018_the_register_is_searched_by_an_index")]

    operations = [
        never_emptied("appraisal_record"),
        never_emptied("appraisal_decision"),
        never_emptied("appraisal_schemeversion"),
        never_emptied("appraisal_settingsversion"),
        never_emptied("appraisal_interest"),
        never_emptied("appraisal_message"),
    ]
