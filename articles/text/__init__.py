"""Pure functions over text: no Django, no files, no network."""
