from django.db import migrations

from ledger import triggers


def up(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for statement in [*triggers.install(vendor), triggers.as_at_index(vendor)]:
        schema_editor.execute(statement, params=None)


def down(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for statement in ["DROP INDEX figure_as_at", *triggers.remove(vendor)]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [migrations.RunPython(up, down)]
