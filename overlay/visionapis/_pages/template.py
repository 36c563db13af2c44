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
    package: str,
    name: str,
    *,
    command: str,
    styles: Sequence[str],
    scripts: Sequence[str] = (),
    names: Mapping[str, Any],
) -> Template:
    """Return a template of a package, which extends `base.html.jinja` and is rendered with a `heading`.

    Args:
        package: The package with the files.
        name: The file of the template, with the blocks `introduction` and `content`.
        command: The command that writes the page.
        styles: Its files of CSS, which follow `base.css`; those that it does not have are shared ones of this package.
        scripts: Its files of JavaScript, likewise.
        names: What the template uses besides the values that it is rendered with.
    """
    style = "".join(_read(package, each) for each in ("base.css", *styles))
    code = "".join(_read(package, each) for each in scripts)
    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        loader=DictLoader({each: _read(package, each) for each in (BASE, name)}),
    )
    given = {
        "command": command,
        "policy": _policy(style, code),
        "style": Markup(style),  # noqa: S704  (files of the project)
        "script": Markup(code),  # noqa: S704  (files of the project)
    }
    return environment.get_template(name, globals={**given, **names})


def _read(package: str, name: str) -> str:
    own = resources.files(package).joinpath(name)
    shared = resources.files("visionapis._pages").joinpath(name)
    return (own if own.is_file() else shared).read_text(encoding="utf-8")


def _policy(style: str, script: str) -> str:
    """Return the content security policy: the page's own style and script, images in data URIs, and nothing else."""
    allowed = ["default-src 'none'", "base-uri 'none'", "form-action 'none'", "img-src data:"]
    parts = {"style-src": style, "script-src": script}
    return "; ".join(allowed + [f"{name} '{_digest(text)}'" for name, text in parts.items() if text])


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
