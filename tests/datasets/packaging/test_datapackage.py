from dataclasses import replace
from datetime import UTC, datetime

from frictionless import Package
from hypothesis import given, settings
from hypothesis import strategies as st

from datasets.packaging.datapackage import (
    PROFILE,
    PackageContributor,
    PackageFacts,
    PackageFile,
    PackageLicense,
    PackageSource,
    datapackage,
    table_schema,
)
from datasets.tables.column import Column, ColumnType

TABLE = PackageFile(
    name="table-1",
    path="https://data.example.jp/d/hinanjo/table-1@3.csv",
    format="csv",
    media_type="text/csv",
    size_bytes=38_000,
    sha256="ab" * 32,
    title="避難所一覧",
    columns=(
        Column(name="番号", examples=("07202",)),
        Column(name="定員", type=ColumnType.INTEGER, description="収容できる数", unit="人"),
        Column(name="開設日", type=ColumnType.DATE),
    ),
    primary_key=("番号",),
)
FACTS = PackageFacts(
    name="hinanjo",
    id="https://data.example.jp/dataset/hinanjo",
    title="避難所一覧",
    description="市内の避難所です。",
    homepage="https://data.example.jp/dataset/hinanjo",
    version="3",
    created=datetime(2026, 11, 20, 9, 30, tzinfo=UTC),
    licenses=(
        PackageLicense(name="CC-BY-4.0", path="https://creativecommons.org/licenses/by/4.0/"),
    ),
    sources=(PackageSource(title="会津若松市", path="https://city.example.jp/"),),
    contributors=(PackageContributor(title="危機管理課", roles=("publisher",)),),
    keywords=("防災", "避難所"),
    files=(TABLE,),
)


def faults(descriptor) -> list[str]:
    return [error.note for error in Package.metadata_validate(descriptor)]


def test_a_whole_descriptor_is_valid_and_frictionless_reads_it():
    descriptor = datapackage(FACTS)

    assert faults(descriptor) == []
    package = Package.from_descriptor(descriptor)
    assert package.title == "避難所一覧"
    assert package.resources[0].schema.primary_key == ["番号"]
    assert [field.type for field in package.resources[0].schema.fields] == [
        "string",
        "integer",
        "date",
    ]


def test_frictionless_would_see_a_fault():
    descriptor = datapackage(FACTS)
    descriptor["resources"][0].pop("path")

    assert faults(descriptor)


def test_the_descriptor_says_version_two_and_carries_bytes_and_digest():
    descriptor = datapackage(FACTS)
    [resource] = descriptor["resources"]

    assert descriptor["$schema"] == PROFILE
    assert descriptor["created"] == "2026-11-20T09:30:00Z"
    assert resource["bytes"] == 38_000
    assert resource["hash"] == "sha256:" + "ab" * 32
    assert resource["schema"]["missingValues"] == [""]


def test_a_file_that_is_no_table_has_no_schema_and_no_type():
    picture = PackageFile(
        name="map",
        path="map.pdf",
        format="pdf",
        media_type="application/pdf",
        size_bytes=0,
        sha256="0" * 64,
        encoding="",
    )

    descriptor = datapackage(replace(FACTS, files=(TABLE, picture)))

    assert faults(descriptor) == []
    assert set(descriptor["resources"][1]) == {
        "name",
        "path",
        "format",
        "mediatype",
        "hash",
        "bytes",
    }


def test_a_unit_stands_in_the_description_once():
    fields = table_schema(
        [
            Column(name="定員", unit="人", description="収容できる数"),
            Column(name="面積", unit="m2", description="広さ（m2）"),
        ]
    )["fields"]

    assert [field["description"] for field in fields] == ["収容できる数 (人)", "広さ（m2）"]


@settings(max_examples=30, deadline=None)
@given(
    st.text(max_size=20),
    st.text(max_size=20),
    st.lists(st.text(min_size=1, max_size=12), min_size=1, max_size=4, unique=True),
    st.sampled_from(ColumnType),
)
def test_any_words_make_a_valid_descriptor(title, description, names, kind):
    columns = tuple(Column(name=name, type=kind) for name in names)
    file = replace(TABLE, columns=columns, primary_key=(), description=description)

    assert faults(datapackage(replace(FACTS, title=title, files=(file,)))) == []
