"""Every module has its test file, in the same place under tests/."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "aqvision"
# Types and tables only: whatever they get wrong, mypy or the tests of what uses them say.
TYPES_ONLY = {
    "core/types.py", "library/records.py", "library/tables.py", "library/account_records.py",
    "library/account_tables.py",
}  # fmt: skip


def modules() -> set[str]:
    """Name the modules; migrations are run whole by tests/library/test_database.py."""
    paths = (path.relative_to(SOURCE) for path in SOURCE.rglob("*.py"))
    return {
        path.as_posix()
        for path in paths
        if not path.name.startswith("__") and "migrations" not in path.parts
    }


def untested() -> set[str]:
    """Name the modules without a test file."""
    tests = ROOT / "tests"
    return {
        module
        for module in modules()
        if not (tests / module).with_name(f"test_{Path(module).name}").is_file()
    }


def test_every_module_has_its_test_file() -> None:
    assert untested() == TYPES_ONLY
