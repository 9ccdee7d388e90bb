"""The record of who did what: everything in it has words, and nothing in it is ever changed."""

import ast
from collections.abc import Iterator

import pytest

from portal.staff.audit_words import KINDS, SENTENCES
from tests.house.source import trees

Function = ast.FunctionDef


def _recorded() -> Iterator[tuple[str, str, str]]:
    """Module, kind and action of every entry that code writes."""
    for path, tree in trees():
        for function in ast.walk(tree):
            if isinstance(function, ast.FunctionDef):
                for call in _calls(function, "record"):
                    kind = ast.literal_eval(call.args[2])
                    for action in _values(call.args[1], function, tree):
                        yield path.name, kind, action


def _calls(inside: ast.AST, name: str) -> Iterator[ast.Call]:
    for node in ast.walk(inside):
        if isinstance(node, ast.Call):
            called = node.func
            attribute = isinstance(called, ast.Attribute) and (
                called.attr == name and getattr(called.value, "id", "") == "audit"
            )
            if attribute or (isinstance(called, ast.Name) and called.id == name != "record"):
                yield node


def _values(node: ast.expr, function: Function, tree: ast.Module) -> Iterator[str]:
    """What an expression can be: a constant, a choice, a local name, or what callers hand in."""
    if isinstance(node, ast.Constant):
        yield str(node.value)
    elif isinstance(node, ast.IfExp):
        yield from _values(node.body, function, tree)
        yield from _values(node.orelse, function, tree)
    elif isinstance(node, ast.Name):
        yield from _named(node.id, function, tree)
    else:
        pytest.fail(f"say an action in a way that can be read: {ast.unparse(node)}")


def _named(name: str, function: Function, tree: ast.Module) -> Iterator[str]:
    for statement in ast.walk(function):
        if isinstance(statement, ast.Assign) and getattr(statement.targets[0], "id", "") == name:
            yield from _values(statement.value, function, tree)
    parameters = [argument.arg for argument in function.args.args]
    if name in parameters:
        for caller in ast.walk(tree):
            if isinstance(caller, ast.FunctionDef):
                for call in _calls(caller, function.name):
                    yield from _values(call.args[parameters.index(name)], caller, tree)


def test_every_entry_has_its_words():
    recorded = set(_recorded())
    known = {(kind, action) for _, kind, action in recorded}

    assert len(recorded) > 20
    assert {entry for entry in recorded if entry[1:] not in SENTENCES} == set()
    assert set(SENTENCES) - known == set(), "words for what nobody does"
    assert {kind for kind, _ in SENTENCES} == set(KINDS)


def test_no_entry_is_changed_or_removed_but_emptied_by_an_erasure():
    changing = {"update", "delete"}
    found = [
        (path.name, call.lineno)
        for path, tree in trees()
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and (getattr(call.func, "id", "") or getattr(call.func, "attr", "")) in changing
        and any("AuditEntry" in ast.unparse(argument) for argument in call.args)
    ]
    forgetting = [path.name for path, tree in trees() if any(True for _ in _forgets(tree))]

    assert [name for name, _ in found] == ["audit.py"]
    assert forgetting == ["erasure.py"]


def _forgets(tree: ast.Module) -> Iterator[ast.Call]:
    yield from _calls(tree, "forget")
