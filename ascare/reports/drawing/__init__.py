"""What charts in Plotly's schema look like on paper: what of it can be drawn, axes, and traces."""
