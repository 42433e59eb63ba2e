"""How fast readers' pages are, beside what else the same machine can do in the same minutes."""
