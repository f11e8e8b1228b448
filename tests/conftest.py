"""What several folders of tests share: the whole site, built once."""

import json

import pytest
from filelock import FileLock

from tests.site.project import ADDRESS, ROOT, Built, build


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Built:
    """The site as `make build` writes it for an address; one worker builds it, others wait."""
    folder = tmp_path_factory.getbasetemp()
    if worker_id != "master":
        folder = folder.parent  # which the workers share
    known = folder / "site.json"
    with FileLock(folder / "site.lock"):
        if not known.exists():
            built = build(ROOT, str(folder / "first"), PYTHONHASHSEED="1", SITE_URL=ADDRESS)
            known.write_text(json.dumps([built.code, built.log]), encoding="utf-8")
    code, log = json.loads(known.read_text(encoding="utf-8"))
    assert code == 0, log
    return Built(code, log, folder / "first")
