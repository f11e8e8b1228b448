"""What several folders of tests share: the whole site, built once."""

import pytest

from tests.site.project import ADDRESS, ROOT, Built, build


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The site as `make build` writes it for an address."""
    folder = str(tmp_path_factory.mktemp("first"))
    built = build(ROOT, folder, PYTHONHASHSEED="1", SITE_URL=ADDRESS)
    assert built.code == 0, built.log
    return built
