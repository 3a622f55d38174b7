from .forms import Form, FormCheck, FormLine
from .restatements import Restatement
from .returns import LineComment, Return, State, Step
from .uploads import Upload

__all__ = ["Form", "FormCheck", "FormLine", "LineComment", "Restatement", "Return", "State", "Step", "Upload"]
