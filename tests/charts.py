"""What every chart must hold against: the schema that the page draws by, and what paper can draw."""

import plotly.graph_objects as go

from ascare.reports.pictures import picture
from ledger.components import Chart


def validate(chart: Chart) -> None:
    """Raises where a name or a value is not in Plotly's schema, or is beyond what paper can draw."""
    go.Figure(chart.figure)
    picture(chart, "svg")
