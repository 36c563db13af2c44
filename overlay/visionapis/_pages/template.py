"""Templates of pages: all that they are given is escaped, and the page may load and run nothing but its own parts."""

from __future__ import annotations

import base64
import hashlib
from importlib import resources
from typing import TYPE_CHECKING, Any

from jinja2 import DictLoader, Environment, StrictUndefined, Template
from markupsafe import Markup

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

BASE = "base.html.jinja"


def load_template(
    package: str, name: str, *, command: str, styles: Sequence[str], script: str | None = None, names: Mapping[str, Any]
) -> Template:
    """Return a template of a package, which extends `base.html.jinja` and is rendered with a `heading`.

    Args:
        package: The package with the files.
        name: The file of the template, with the blocks `introduction` and `content`.
        command: The command that writes the page.
        styles: Its files of CSS, which follow `base.css`.
        script: Its file of JavaScript, if it has one.
        names: What the template uses besides the values that it is rendered with.
    """
    own, folder = resources.files("visionapis._pages"), resources.files(package)
    style = own.joinpath("base.css").read_text(encoding="utf-8")
    style += "".join(folder.joinpath(each).read_text(encoding="utf-8") for each in styles)
    code = folder.joinpath(script).read_text(encoding="utf-8") if script else ""
    sources = {BASE: own.joinpath(BASE), name: folder.joinpath(name)}
    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        loader=DictLoader({key: path.read_text(encoding="utf-8") for key, path in sources.items()}),
    )
    given = {
        "command": command,
        "policy": _policy(style, code),
        "style": Markup(style),  # noqa: S704  (files of the project)
        "script": Markup(code),  # noqa: S704  (a file of the project)
    }
    return environment.get_template(name, globals={**given, **names})


def _policy(style: str, script: str) -> str:
    """Return the content security policy: the page's own style and script, images in data URIs, and nothing else."""
    allowed = ["default-src 'none'", "base-uri 'none'", "form-action 'none'", "img-src data:"]
    parts = {"style-src": style, "script-src": script}
    return "; ".join(allowed + [f"{name} '{_digest(text)}'" for name, text in parts.items() if text])


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
