"""A recipe as a script for pandas, that anyone can run on the original to get the same table.

The functions of the steps are taken from their modules as they stand there, and nothing of ours
is loaded: the text of the modules is enough.
"""

import ast
import json
import pprint
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from datasets.repair.script_reading import reading

_ROOT = Path(__file__).parents[2]
_STEPS = Path(__file__).with_name("steps")
_CELLS = '''def cells(table, columns, mend, **options):
    """Mend the cells of some columns one by one."""
    for column in columns:
        if column in table.columns:
            mended = [mend(text, **options) for text in table[column]]
            table = table.assign(**{column: pd.Series(mended, table.index, dtype=object)})
    return table'''
_WRITE = """
if __name__ == "__main__":
    made = table(sys.argv[1])
    made.to_csv(sys.argv[2], index=False, lineterminator="\\n", encoding="utf-8")"""


def script(recipe: Mapping[str, Any], filename: str) -> str | None:
    """A Python script of its own; None where the table stands in a file that pandas cannot read.

    Args:
        recipe: As JSON values, with its source.
        filename: Of the original, for the line that says how to run it.
    """
    found = reading(recipe.get("source", {}))
    if found is None:
        return None
    how, read = found
    parts = _Parts()
    calls = [_call(step, parts) for step in recipe["steps"]]
    for module, name in how.takes:
        parts.take(_ROOT / "datasets" / module, name)
    parts.imports.update(how.imports)
    chain = "\n".join(f"        {call}" for call in calls)
    table = f'''def table(path):
    """The table as it was published."""
    return (
        read(path)
{chain}
    )'''
    cells = [_CELLS] if ".pipe(cells," in chain else []
    blocks = [*parts.texts, *cells, *how.besides, read, table]
    head = (
        '"""How the table was made of its file. Machi Data wrote this script.\n\n'
        f"    {how.needs}\n    python script.py {_plain(filename)} table.csv\n"
        '"""\n\nfrom __future__ import annotations\n'
    )
    imports = sorted({*parts.imports, "import sys", "import pandas as pd"}, key=_order)
    constants = [text for text in blocks if not text.startswith("def ")]
    functions = [text for text in blocks if text.startswith("def ")]
    groups = ["\n".join(imports), *(["\n".join(constants)] if constants else []), *functions]
    return head + "\n" + "\n\n\n".join(groups) + "\n\n" + _WRITE + "\n"


def step_names() -> list[str]:
    """The names of all steps that may be chosen."""
    fixed = {"__init__", "header_names"}
    return sorted(path.stem for path in _STEPS.glob("*.py") if path.stem not in fixed)


class _Parts:
    """Functions and constants, each after those it needs, and what must be imported."""

    def __init__(self) -> None:
        self.imports: set[str] = set()
        self.texts: dict[str, None] = {}
        self._met: set[tuple[Path, str]] = set()

    def take(self, path: Path, name: str) -> None:
        """Take a name of a module in, and all that it needs."""
        if (path, name) in self._met:
            return
        self._met.add((path, name))
        text, nodes = _module(path)
        node = nodes.get(name)
        if node is None:
            return
        if isinstance(node, ast.Import | ast.ImportFrom):
            self._take_import(node, name)
            return
        for used in _names(node):
            if used != name:
                self.take(path, used)
        self.texts.setdefault(ast.get_source_segment(text, node) or "")

    def _take_import(self, node: ast.Import | ast.ImportFrom, name: str) -> None:
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("datasets."):
            self.take((_ROOT / str(node.module).replace(".", "/")).with_suffix(".py"), name)
            return
        alias = next(alias for alias in node.names if name in (alias.asname, alias.name))
        said = f"{alias.name} as {alias.asname}" if alias.asname else alias.name
        where = f"from {node.module} " if isinstance(node, ast.ImportFrom) else ""
        self.imports.add(f"{where}import {said}")


def _call(step: Mapping[str, Any], parts: _Parts) -> str:
    name, options = str(step["step"]), dict(step["options"])
    if name == "header_names":
        return f".set_axis({_said(options['named'])}, axis=1)"
    kind, mended = _mended(name)
    parts.take(_STEPS / f"{name}.py", mended)
    if kind == "CellStep":
        columns = options.pop("columns")
        further = "".join(f", {key}={_said(value)}" for key, value in options.items())
        return f".pipe(cells, {_said(columns)}, {mended}{further})"
    further = "".join(f", {key}={_said(value)}" for key, value in options.items())
    return f".pipe({mended}{further})"


def _mended(name: str) -> tuple[str, str]:
    """The kind of a step, and the name of the function that mends."""
    _, nodes = _module(_STEPS / f"{name}.py")
    made = nodes["STEP"]
    call = getattr(made, "value", None)
    if not isinstance(call, ast.Call):
        raise TypeError(name)
    words = {word.arg: word.value for word in call.keywords}
    return ast.unparse(call.func), ast.unparse(words["mended"])


@cache
def _module(path: Path) -> tuple[str, dict[str, ast.stmt]]:
    """The text of a module, and what each of its top names is bound by."""
    text = path.read_text(encoding="utf-8")
    nodes: dict[str, ast.stmt] = {}
    for node in ast.parse(text).body:
        for name in _bound(node):
            nodes[name] = node
    return text, nodes


def _bound(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        yield node.name
    elif isinstance(node, ast.Import | ast.ImportFrom):
        yield from (alias.asname or alias.name for alias in node.names)
    elif isinstance(node, ast.Assign):
        for target in node.targets:
            yield from (part.id for part in ast.walk(target) if isinstance(part, ast.Name))
    elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        yield node.target.id


def _names(node: ast.AST) -> Iterator[str]:
    """Names that a statement uses, those in annotations not: they are never looked up."""
    for field, value in ast.iter_fields(node):
        if field in ("annotation", "returns"):
            continue
        for part in value if isinstance(value, list) else [value]:
            if isinstance(part, ast.Name):
                yield part.id
            elif isinstance(part, ast.AST):
                yield from _names(part)


def _said(value: Sequence[Any] | Mapping[str, Any] | str | int) -> str:
    """A value as Python writes it, in lines of at most 88 characters."""
    plain = json.loads(json.dumps(value))
    text = pprint.pformat(plain, width=88, compact=True, sort_dicts=False)
    return text.replace("\n", "\n            ")


def _plain(filename: str) -> str:
    """The name of a file without what could end a docstring."""
    return "".join(sign for sign in filename if sign.isprintable() and sign not in '"\\') or "file"


def _order(line: str) -> tuple[bool, bool, str]:
    return "pandas" in line, line.startswith("from"), line
