"""Chart -> plotly, powerpoint, static_map, table, alt_text and its sentence. They print; they compute no number."""
