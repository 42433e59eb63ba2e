"""What somebody outside the house sees of an unpublished piece, by a link that was made for them.

Part of the newsroom wing: a process that serves readers only has none of it.
"""
