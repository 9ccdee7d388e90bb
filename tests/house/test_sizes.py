from tests.house.source import ROOT, modules

LONGEST = 300


def test_no_module_is_longer_than_a_person_reads_at_once():
    long = {
        str(path.relative_to(ROOT)): lines
        for path in [*modules(), *(ROOT / "tests").rglob("*.py")]
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST
    }

    assert long == {}
