"""The whole paper in one file, and back, on either engine.

The file is a plain tar that any machine can list. Its members, in this order:

- `newsroom.json`: the format, when and of what it was made, every table with its columns, and the
  migrations that had been applied;
- `tables/<table>/<number>.tsv.gz`: rows as PostgreSQL's COPY writes them, the same from SQLite;
- `media/<name>`: the files of private storage, as they are;
- `end.json`: how much there is of everything, and a checksum of all bytes before it.

Every member carries its SHA-256 in its own header, so that a fault has a name. Nothing is ever
held whole: rows pass in parts of a few megabytes, files in parts of one.
"""

FORMAT = 1
HEAD, END = "newsroom.json", "end.json"
TABLES, MEDIA = "tables/", "media/"
