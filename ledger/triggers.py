"""The database's own guard over the ledger, for PostgreSQL and SQLite.

What is appended stays: every UPDATE and DELETE of figures, entries and approvals is refused (on PostgreSQL
TRUNCATE, on SQLite REPLACE too). And a figure can't disagree with what it belongs to: its organisation is its
series' and its entry's, and its two moments are its entry's.
"""

TABLES = ("ledger_figure", "ledger_entry", "ledger_approval")

_POSTGRES_INSTALL = """
CREATE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the ledger is append-only: % of % refused', TG_OP, TG_TABLE_NAME;
END $$;

CREATE FUNCTION ledger_figures_agree() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM added
        JOIN ledger_entry entry ON entry.id = added.entry_id
        JOIN ledger_series series ON series.id = added.series_id
        WHERE added.organisation_id <> entry.organisation_id
           OR added.organisation_id <> series.organisation_id
           OR added.known_from <> entry.known_from
           OR added.recorded_at <> entry.recorded_at
    ) THEN
        RAISE EXCEPTION 'a figure disagrees with its entry or its series';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER ledger_figure_agrees AFTER INSERT ON ledger_figure
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION ledger_figures_agree();
"""

_POSTGRES_REFUSE = """
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
"""

_SQLITE_REFUSE = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: {verb} of {table} refused'); END
"""

# REPLACE deletes the row in its way without asking the DELETE trigger.
_SQLITE_KEEP = """
CREATE TRIGGER {table}_no_REPLACE BEFORE INSERT ON {table}
WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM {table} WHERE {same})
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: it is in {table} already'); END
"""
_SQLITE_UNIQUE = {
    "ledger_figure": ("organisation_id", "series_id", "basis", "start", '"end"', "edition", "revision"),
    "ledger_entry": ("organisation_id", "number"),
    "ledger_approval": ("entry_id",),
}

_SQLITE_AGREE = """
CREATE TRIGGER ledger_figure_agrees BEFORE INSERT ON ledger_figure
WHEN NOT EXISTS (
    SELECT 1 FROM ledger_entry entry JOIN ledger_series series ON series.id = NEW.series_id
    WHERE entry.id = NEW.entry_id
      AND entry.organisation_id = NEW.organisation_id
      AND series.organisation_id = NEW.organisation_id
      AND entry.known_from = NEW.known_from
      AND entry.recorded_at = NEW.recorded_at
)
BEGIN SELECT RAISE(ABORT, 'a figure disagrees with its entry or its series'); END
"""


def install(vendor: str) -> list[str]:
    """The statements that put the guard up."""
    if vendor == "postgresql":
        return [_POSTGRES_INSTALL, *(_POSTGRES_REFUSE.format(table=table) for table in TABLES)]
    refusals = [_SQLITE_REFUSE.format(table=table, verb=verb) for table in TABLES for verb in ("UPDATE", "DELETE")]
    kept = [
        _SQLITE_KEEP.format(table=table, same=" AND ".join(f"{column} = NEW.{column}" for column in columns))
        for table, columns in _SQLITE_UNIQUE.items()
    ]
    return [*refusals, *kept, _SQLITE_AGREE]


def refuse(vendor: str, table: str, *unique: str) -> list[str]:
    """The statements by which another table becomes append-only, once the guard is up. `unique` names its key.

    A table without a key of its own is known by its id.
    """
    if vendor == "postgresql":
        return [_POSTGRES_REFUSE.format(table=table)]
    same = " AND ".join(f"{column} = NEW.{column}" for column in unique or ("id",))
    refusals = [_SQLITE_REFUSE.format(table=table, verb=verb) for verb in ("UPDATE", "DELETE")]
    return [*refusals, _SQLITE_KEEP.format(table=table, same=same)]


def allow(vendor: str, table: str) -> list[str]:
    """The statements that take that back."""
    if vendor == "postgresql":
        return [f"DROP TRIGGER {table}_{name} ON {table}" for name in ("append_only", "no_truncate")]
    return [f"DROP TRIGGER {table}_no_{verb}" for verb in ("UPDATE", "DELETE", "REPLACE")]


def around_series(vendor: str) -> tuple[list[str], list[str]]:
    """What to run before and after a migration that alters series, which SQLite makes anew under another name."""
    return ([], []) if vendor == "postgresql" else (["DROP TRIGGER ledger_figure_agrees"], [_SQLITE_AGREE])


def remove(vendor: str) -> list[str]:
    """The statements that take it down: for reversing the migration, and for tests that tamper."""
    if vendor == "postgresql":
        drops = [
            f"DROP TRIGGER {table}_{name} ON {table}" for table in TABLES for name in ("append_only", "no_truncate")
        ]
        return [
            *drops,
            "DROP TRIGGER ledger_figure_agrees ON ledger_figure",
            "DROP FUNCTION ledger_figures_agree()",
            "DROP FUNCTION ledger_refuse()",
        ]
    return [f"DROP TRIGGER {table}_no_{verb}" for table in TABLES for verb in ("UPDATE", "DELETE", "REPLACE")] + [
        "DROP TRIGGER ledger_figure_agrees"
    ]


def as_at_index(vendor: str) -> str:
    """The index that answers *as at*: it covers all that a reader of figures asks for."""
    key = 'organisation_id, series_id, basis, start, "end", edition, known_from DESC, id DESC'
    rest = "value, revision, qualifier, inferred, entry_id"
    if vendor == "postgresql":
        return f"CREATE INDEX figure_as_at ON ledger_figure ({key}) INCLUDE ({rest})"
    return f"CREATE INDEX figure_as_at ON ledger_figure ({key}, {rest})"
