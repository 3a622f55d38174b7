from .clearing import clear_role, freeze_report, require_clearance, waive_clearance, withdraw_clearance
from .composing import (
    add_section,
    change_report,
    change_section,
    compose_report,
    discard_report,
    move_section,
    remove_section,
)
from .files import ask_for_file, keep_file, keep_template

__all__ = [
    "add_section",
    "ask_for_file",
    "change_report",
    "change_section",
    "clear_role",
    "compose_report",
    "discard_report",
    "freeze_report",
    "keep_file",
    "keep_template",
    "move_section",
    "remove_section",
    "require_clearance",
    "waive_clearance",
    "withdraw_clearance",
]
