"""A whole day of a newsroom, played by people who know nothing of each other, and then checked.

Each person is a thread with a random generator of their own; all of them meet in one database
and go through the same doors as the screens. Readers ask a real server. No task worker runs.
"""
