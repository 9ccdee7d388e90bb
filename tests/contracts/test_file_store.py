import hashlib
import io

import pytest

from datasets.kernel.errors import NotFound, TooLarge
from datasets.storage.files import StoredFile
from datasets.storage.local import LocalFiles

CSV = "名称,住所\n市役所,東栄町\n".encode()
ABSENT = hashlib.sha256(b"absent").hexdigest()


@pytest.fixture(params=[LocalFiles])
def files(request, tmp_path):
    return request.param(tmp_path / "files")


def test_what_is_kept_is_found_by_its_digest(files):
    stored = files.put(io.BytesIO(CSV), max_bytes=1000)

    assert stored == StoredFile(hashlib.sha256(CSV).hexdigest(), len(CSV))
    assert files.exists(stored.sha256)
    assert files.path(stored.sha256).read_bytes() == CSV
    with files.open(stored.sha256) as stream:
        assert stream.read() == CSV


def test_the_same_bytes_are_kept_once(files):
    first = files.put(io.BytesIO(CSV), max_bytes=1000)

    assert files.put(io.BytesIO(CSV), max_bytes=1000) == first
    assert files.path(first.sha256).read_bytes() == CSV


def test_an_empty_file_is_a_file(files):
    assert files.put(io.BytesIO(), max_bytes=0).size_bytes == 0


def test_a_file_of_exactly_the_limit_is_taken_and_one_byte_more_is_not(files):
    files.put(io.BytesIO(b"12345"), max_bytes=5)

    with pytest.raises(TooLarge):
        files.put(io.BytesIO(b"123456"), max_bytes=5)
    assert not files.exists(hashlib.sha256(b"123456").hexdigest())


@pytest.mark.parametrize("digest", [ABSENT, "", "../../etc/passwd", ABSENT.upper()])
def test_what_was_never_kept_is_not_there(files, digest):
    assert not (digest == ABSENT and files.exists(digest))
    with pytest.raises(NotFound):
        files.path(digest)
    with pytest.raises(NotFound):
        files.open(digest)


def test_changed_bytes_are_noticed_and_mended_by_keeping_them_again(files):
    digest = files.put(io.BytesIO(CSV), max_bytes=1000).sha256
    assert files.verify(digest)
    path = files.path(digest)
    path.chmod(0o644)
    path.write_bytes(b"changed")

    assert not files.verify(digest)

    files.put(io.BytesIO(CSV), max_bytes=1000)
    assert files.verify(digest)


def test_erased_bytes_are_gone(files):
    digest = files.put(io.BytesIO(CSV), max_bytes=1000).sha256

    files.delete(digest)
    files.delete(digest)

    assert not files.exists(digest)
    assert not files.verify(digest)
