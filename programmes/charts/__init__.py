"""Programme pages' charts: values in, plain dicts in Plotly's schema out, each with its finding in words."""

from .courses import course_chart, course_finding, position_chart
from .flows import flow_chart

__all__ = ["course_chart", "course_finding", "flow_chart", "position_chart"]
