"""Source and templates -> the catalogue of each other language: .po and .mo in aqvision/locale.

``python -m scripts.texts`` adds what is new to each .po, drops what is gone, keeps what a
translator wrote, and compiles the .mo beside it. Texts that results record have the context
"recorded": they are known again when they are shown, see ``aqvision.core.said``.
"""

from __future__ import annotations

import ast
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from jinja2 import nodes

from aqvision.core.said import CONTEXT
from aqvision.core.wording import DOMAIN, LOCALES
from aqvision.report.templating import environment

SOURCE = LOCALES.parent
TEMPLATES = (SOURCE / "report" / "templates", SOURCE / "web" / "templates")
MARKS = {"_": 1, "ngettext": 2}
"""Names that mark texts, and how many each takes."""

RECORDING = {"as_recorded": 1, "as_recorded_count": 2}
"""The same of texts that results record; a module may take them in under the names above."""

_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')


@dataclass(frozen=True, slots=True)
class Message:
    """A text of the source; ``several`` is its plural, ``recorded`` whether results hold it."""

    text: str
    several: str = ""
    recorded: bool = False

    @property
    def key(self) -> str:
        """What a .mo finds it by."""
        context = f"{CONTEXT}\4" if self.recorded else ""
        return context + "\0".join(filter(None, (self.text, self.several)))


@dataclass(slots=True)
class Catalogue:
    """What a translator wrote: the head, and of each message its texts, one for each number."""

    head: str
    texts: dict[Message, list[str]] = field(default_factory=dict)


def messages() -> dict[Message, list[str]]:
    """Find all marked texts with the files that hold them, in the order of their files."""
    found: dict[Message, list[str]] = {}
    for path in sorted(SOURCE.rglob("*.py")):
        for message in in_module(ast.parse(path.read_text(encoding="utf-8"))):
            found.setdefault(message, []).append(path.relative_to(SOURCE).as_posix())
    for path in (path for folder in TEMPLATES for path in sorted(folder.glob("*.html"))):
        for message in in_template(path.read_text(encoding="utf-8")):
            found.setdefault(message, []).append(path.relative_to(SOURCE).as_posix())
    return found


def in_module(tree: ast.Module) -> Iterator[Message]:
    """Find the marked texts of a module.

    Parameters
    ----------
    tree
        Its syntax.
    """
    taken_in = {
        alias.asname or alias.name: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if alias.name in MARKS | RECORDING
    }
    calls = [n for n in ast.walk(tree) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)]
    for call in sorted(calls, key=lambda call: (call.lineno, call.col_offset)):
        name = call.func.id if isinstance(call.func, ast.Name) else ""
        mark = taken_in.get(name, name if name in MARKS else "")
        if mark:
            n = (MARKS | RECORDING)[mark]
            text, several = (*map(ast.literal_eval, call.args[:n]), "")[:2]
            yield Message(text, several, mark in RECORDING)


def in_template(source: str) -> Iterator[Message]:
    """Find the marked texts of a template.

    Parameters
    ----------
    source
        Its text.
    """
    for call in environment().parse(source).find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name in MARKS:
            yield Message(*(arg.as_const() for arg in call.args[: MARKS[call.node.name]]))


def read_po(path: Path) -> Catalogue:
    """Read a translator's file.

    Parameters
    ----------
    path
        As :func:`write_po` writes it.
    """
    head, *blocks = path.read_text(encoding="utf-8").strip().split("\n\n")
    catalogue = Catalogue(head)
    for block in blocks:
        told: dict[str, str] = {}
        name = ""
        for line in block.splitlines():
            if not line.startswith("#"):
                name = line.partition(" ")[0] if line[0] != '"' else name
                told[name] = told.get(name, "") + "".join(map(_unquoted, _STRING.findall(line)))
        message = Message(told["msgid"], told.get("msgid_plural", ""), "msgctxt" in told)
        catalogue.texts[message] = [v for k, v in told.items() if k.startswith("msgstr")]
    return catalogue


def write_po(catalogue: Catalogue, places: dict[Message, list[str]], path: Path) -> None:
    """Write a translator's file: what is marked now, with what was translated before.

    Parameters
    ----------
    catalogue
        Head and translations.
    places
        All messages, and the files that hold each.
    path
        The file.
    """
    blocks = [catalogue.head]
    for message, files in places.items():
        lines = [f"#: {' '.join(dict.fromkeys(files))}"]
        lines += [f"msgctxt {_quoted(CONTEXT)}"] if message.recorded else []
        lines.append(f"msgid {_quoted(message.text)}")
        texts = catalogue.texts.get(message, [""] * (2 if message.several else 1))
        if message.several:
            lines.append(f"msgid_plural {_quoted(message.several)}")
            lines += [f"msgstr[{number}] {_quoted(text)}" for number, text in enumerate(texts)]
        else:
            lines.append(f"msgstr {_quoted(texts[0])}")
        blocks.append("\n".join(lines))
    path.write_text("\n\n".join(blocks) + "\n", encoding="utf-8")


def compiled(catalogue: Catalogue) -> bytes:
    """Compile a catalogue as GNU msgfmt does; what is not translated is left out.

    Parameters
    ----------
    catalogue
        Head and translations.
    """
    told = "".join(map(_unquoted, _STRING.findall(catalogue.head.partition('msgstr ""')[2])))
    texts = {"": told} | {m.key: "\0".join(t) for m, t in catalogue.texts.items() if all(t)}
    pairs = sorted((old.encode(), new.encode()) for old, new in texts.items())
    begin = 28 + 16 * len(pairs)
    tables, held = b"", b""
    for text in [*(old for old, _new in pairs), *(new for _old, new in pairs)]:
        tables += struct.pack("<II", len(text), begin + len(held))
        held += text + b"\0"
    head = struct.pack("<7I", 0x950412DE, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, begin)
    return head + tables + held


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def _unquoted(text: str) -> str:
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], text)


def main() -> None:
    """Bring the catalogue of each language up to date."""
    places = messages()
    for path in sorted(LOCALES.glob(f"*/LC_MESSAGES/{DOMAIN}.po")):
        write_po(read_po(path), places, path)
        catalogue = read_po(path)
        path.with_suffix(".mo").write_bytes(compiled(catalogue))
        missing = [message for message, texts in catalogue.texts.items() if not all(texts)]
        print(f"{path}: {len(catalogue.texts)} texts, {len(missing)} without a translation")


if __name__ == "__main__":
    main()
