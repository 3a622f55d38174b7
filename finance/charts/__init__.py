"""Finance pages' charts: values in, plain dicts in Plotly's schema out, each with its finding in words."""

from .monitoring import line_chart, line_finding, variance_chart, variance_finding

__all__ = ["line_chart", "line_finding", "variance_chart", "variance_finding"]
