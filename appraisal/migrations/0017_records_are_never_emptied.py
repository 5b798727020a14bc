from django.db import migrations

from core.append_only import never_emptied


class Migration(migrations.Migration):
    dependencies = [("appraisal", "0016_agreements_name_nobody")]

    operations = [
        never_emptied("appraisal_record"),
        never_emptied("appraisal_decision"),
        never_emptied("appraisal_schemeversion"),
        never_emptied("appraisal_settingsversion"),
        never_emptied("appraisal_interest"),
        never_emptied("appraisal_message"),
    ]
