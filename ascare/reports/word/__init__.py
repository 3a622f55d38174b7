"""A report as a Word document, over a template that the council may bring."""

from .checking import borrowed_styles, faults
from .language import NAMES
from .pages import BrokenTemplateError
from .writing import write_word

__all__ = ["NAMES", "BrokenTemplateError", "borrowed_styles", "faults", "write_word"]
