"""Archives of any size to measure on: invented pieces, written in bulk and not by hand."""
