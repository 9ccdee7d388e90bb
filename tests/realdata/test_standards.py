"""Real municipal files: which of them follow a standard, and that no other is taken for one."""

import pandas as pd
import pytest

from datasets.kernel.errors import DomainError
from datasets.reading.read import read_file
from datasets.repair.planning import plan
from datasets.repair.repair import write_clean_csv
from datasets.validation.standards.recognise import recognise

# by file name: the standard, and whether it may be taken without asking; the others follow none
FOLLOWS = {
    "aizu_public_toilet.csv": ("public_toilet", True),
    "yaizu_public_toilet.csv": ("public_toilet", True),
    "yaizu_aed.csv": ("aed", True),
    "yaizu_evacuation_space.csv": ("evacuation_space", True),
    "yaizu_preschool.csv": ("preschool", True),
    "yaizu_tourism.csv": ("tourism", True),
    "takamatsu_aed_linkdata.csv": ("aed", None),
    "takamatsu_cultural_property.xlsx": ("cultural_property", None),
    "takamatsu_evacuation_space.xlsx": ("evacuation_space", None),
    "takamatsu_events.xlsx": ("event", None),
    "takamatsu_exchange_center.xlsx": ("public_facility", None),
    "takamatsu_open_data_list_linkdata.csv": ("open_data_list", None),
    "takamatsu_population_201811_linkdata.csv": ("population", None),
    "takamatsu_population_202304_mojibake.xlsx": ("population", None),
    "gsi_emergency_072028.json": ("evacuation_space", None),
    # shelters that were open: the columns of evacuation sites, but another matter
    "nanao_open_shelter_2024-01-09-1800.csv": ("evacuation_space", False),
    "nanao_open_shelter_2024-01-29-0600.csv": ("evacuation_space", False),
    "nanao_open_shelter_2024-03-01-0600.csv": ("evacuation_space", False),
}
KINDS = ("csv", "xls", "xlsx", "geo", "json")
SAMPLE_ROWS = 20
LARGEST_BYTES = 500_000  # three statistics are larger, and slow to read


@pytest.fixture(scope="module")
def recognised(test_data, tmp_path_factory):
    """File names with what the first table of each was recognised as."""
    clean = tmp_path_factory.mktemp("clean") / "clean.csv"
    found = {}
    paths = [path for kind in KINDS for path in (test_data / "data/open" / kind).iterdir()]
    for path in sorted(path for path in paths if path.stat().st_size <= LARGEST_BYTES):
        try:
            table = read_file(path, path.name).tables[0]
            write_clean_csv(table, plan(table), clean)
        except DomainError:
            continue  # no table
        frame = pd.read_csv(clean, dtype=str, keep_default_na=False, nrows=SAMPLE_ROWS)
        sample = {name: [cell for cell in frame[name] if cell] for name in frame.columns}
        found[path.name] = recognise(list(frame.columns), sample)
    return found


def test_real_files_are_recognised_as_what_they_are_and_no_other_is(recognised, capsys):
    right = {
        name: (best[0].standard if best else None) == FOLLOWS.get(name, (None,))[0]
        for name, best in recognised.items()
    }
    alone = {
        name: best[0].standard for name, best in recognised.items() if best and best[0].acts_alone
    }

    told = f"real files right {sum(right.values())} of {len(right)}, without asking {len(alone)}"
    with capsys.disabled():
        print(f"\n{told}", *(name for name, ok in right.items() if not ok))  # noqa: T201 - figures
    assert sum(right.values()) >= 0.97 * len(right)
    for name, (standard, may_act) in FOLLOWS.items():
        assert alone.get(name, standard) == standard
        assert may_act is None or (name in alone) is may_act
    assert alone.keys() <= FOLLOWS.keys()
