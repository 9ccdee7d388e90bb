import importlib

from datasets.kernel.errors import DomainError
from portal.web.errors import STATUS
from tests.house.source import PACKAGES, ROOT, every_class, modules


def _import_everything() -> None:
    for path in modules():
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        if "migrations" not in name:
            importlib.import_module(name.removesuffix(".__init__"))


def test_every_refusal_has_a_status_of_its_own_or_of_what_it_is_a_kind_of():
    _import_everything()
    ours = [kind for kind in every_class(DomainError) if kind.__module__.startswith(PACKAGES)]

    unanswered = [kind for kind in ours if not any(base in STATUS for base in kind.__mro__)]

    assert len(ours) > 10
    assert unanswered == []


def test_no_two_refusals_have_the_same_code_but_by_kinship():
    _import_everything()
    by_code: dict[str, list[type]] = {}
    for kind in every_class(DomainError):
        if "code" in vars(kind):
            by_code.setdefault(kind.code, []).append(kind)

    assert {code: kinds for code, kinds in by_code.items() if len(kinds) > 1} == {}
