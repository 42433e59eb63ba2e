import pytest

from articles.models import Recording
from tests.cast import Cast
from tests.recordings import samples


@pytest.fixture
def cast(db: None) -> Cast:
    return Cast()


@pytest.fixture
def sound(db: None) -> Recording:
    return samples.kept(samples.mp3(tag=True), "采访.mp3")


@pytest.fixture
def film(db: None) -> Recording:
    return samples.kept(samples.mp4(), "现场.mp4")
