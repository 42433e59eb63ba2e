"""A small invented newspaper, so that a new installation has something to show."""
