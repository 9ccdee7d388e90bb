import ast
from dataclasses import fields

import pytest

from datasets.kernel.errors import InvalidSettings
from portal.settings import Settings, environment, read_settings
from tests.house.source import ROOT, trees


def test_every_setting_has_its_line_in_the_readme():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")

    missing = [f.name for f in fields(Settings) if f"`PORTAL_{f.name.upper()}`" not in readme]

    assert missing == []


def test_only_the_settings_read_the_environment():
    readers = {
        str(path.relative_to(ROOT))
        for path, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and ast.unparse(node) in {"os.getenv", "os.environ"}
    }

    # the other two hand their own environment on to a child, they read no setting of it
    assert readers == {
        "portal/settings.py",
        "datasets/kernel/fork_server.py",
        "portal/commands/serving.py",
    }


def test_all_faulty_settings_are_named_at_once(tmp_path):
    faulty = {
        "PORTAL_HOME": str(tmp_path),
        "PORTAL_WORKERS": "many",
        "PORTAL_DEFAULT_LOCALE": "fr",
        "PORTAL_ALLOW_LOOPBACK": "perhaps",
    }

    with pytest.raises(InvalidSettings) as refusal:
        read_settings(faulty)

    for name in ("PORTAL_WORKERS", "PORTAL_DEFAULT_LOCALE", "PORTAL_ALLOW_LOOPBACK"):
        assert name in str(refusal.value)


def test_settings_survive_the_way_to_a_child_process(tmp_path):
    settings = read_settings({"PORTAL_HOME": str(tmp_path), "PORTAL_WORKERS": "3"})

    assert read_settings(environment(settings)) == settings


def test_the_secret_key_is_made_once_and_kept(tmp_path):
    first = read_settings({"PORTAL_HOME": str(tmp_path)})
    second = read_settings({"PORTAL_HOME": str(tmp_path)})

    assert first.secret_key == second.secret_key
    assert len(first.secret_key) >= 40
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0
