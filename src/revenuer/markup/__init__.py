"""Writing HTML and SVG so that nothing taken from a log can become part of the page."""
