"""How notices leave the newsroom: by e-mail and by group robots, from rows in a table.

The outbox is itself the queue: rows are written with the act that they tell of, workers take
them, send, and write down how it went. A task queue beside it would be one more thing that can
lose or double them. Nothing here knows what a piece says: a message names the piece's number
and section, the act and who did it, and leads into the newsroom. The headline is added only
where readers see that very piece as the message leaves.
"""
