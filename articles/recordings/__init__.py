"""Audio and video: what comes in is judged by its content, and served in parts, here and nowhere
else.

A recording is kept as it came under the hash of its bytes; only what an MP4 says about the place
and the device is blanked. Nothing is re-encoded: the formats that are accepted are those that
readers' browsers play.
"""

from articles.recordings.errors import RecordingRefused
from articles.recordings.store import store

__all__ = ["RecordingRefused", "store"]
