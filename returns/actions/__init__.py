from .collected import record_collected
from .forms import (
    add_check,
    add_lines,
    arrange_lines,
    change_form,
    define_form,
    remove_check,
    remove_line,
)
from .history import close_history
from .opening import open_due_returns
from .restatements import approve_restatement, propose_restatement, refuse_restatement
from .returns import (
    approve_return,
    close_return,
    open_return,
    reopen_return,
    save_return,
    send_back,
    submit_return,
)
from .uploads import discard_upload, forget_old_uploads, keep_file, record_lines, record_upload

__all__ = [
    "add_check",
    "add_lines",
    "approve_restatement",
    "approve_return",
    "arrange_lines",
    "change_form",
    "close_history",
    "close_return",
    "define_form",
    "discard_upload",
    "forget_old_uploads",
    "keep_file",
    "open_due_returns",
    "open_return",
    "propose_restatement",
    "record_collected",
    "record_lines",
    "record_upload",
    "refuse_restatement",
    "remove_check",
    "remove_line",
    "reopen_return",
    "save_return",
    "send_back",
    "submit_return",
]
