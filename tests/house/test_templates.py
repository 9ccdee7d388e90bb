import re

from tests.house.source import ROOT, TEMPLATES

_NAMED = re.compile(
    r"[\"']((?:pages|staff|errors|feeds|layouts|components)/[\w/]+\.(?:html|xml|txt))"
)


def _named_in(*globs: str) -> set[str]:
    return {
        name
        for glob in globs
        for path in ROOT.glob(glob)
        for name in _NAMED.findall(path.read_text(encoding="utf-8"))
    }


def test_every_template_is_shown_by_something_and_every_named_one_is_there():
    there = {p.relative_to(TEMPLATES).as_posix() for p in TEMPLATES.rglob("*.html")}
    there |= {p.relative_to(TEMPLATES).as_posix() for p in TEMPLATES.rglob("*.xml")}
    named = _named_in("portal/**/*.py", "templates/**/*.html", "templates/**/*.xml")

    assert there - named - {"base.html"} == set()
    assert named - there == set()


def test_a_page_has_the_name_of_its_view():
    wrong = []
    for path in [*TEMPLATES.glob("pages/*/*.html"), *TEMPLATES.glob("staff/*/*.html")]:
        door, module, _ = path.relative_to(TEMPLATES).parts
        view = ROOT / "portal" / door / f"{module}.py"
        name = path.relative_to(TEMPLATES).as_posix()
        if not path.name.startswith("_") and (not view.exists() or name not in view.read_text()):
            wrong.append(name)

    assert wrong == []
