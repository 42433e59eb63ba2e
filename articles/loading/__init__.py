"""A paper's old archive, one JSON object a line, becomes published pieces.

`record` reads a line, `prepare` does whatever takes time (in several processes where asked),
`shelves` finds or makes what the piece names, `load` puts it all in, some pieces a transaction.
docs/old-archive.md describes the file.
"""
