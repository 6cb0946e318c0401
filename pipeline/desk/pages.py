"""Templates to pages: the one environment, what every page knows, and where scripts lie."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from pipeline.desk.sessions import Session
from pipeline.desk.words import SCRIPTED, word
from pipeline.people import Role

_HERE = Path(__file__).parent
STATIC = _HERE / "static"
# What would end a script element, or be a line end to an old parser, inside JSON.
_ESCAPED = {
    "<": "\\u003c",
    ">": "\\u003e",
    "&": "\\u0026",
    "\u2028": "\\u2028",
    "\u2029": "\\u2029",
}


class Pages:
    """Draws templates. `version` changes with every static file, so that browsers may keep them."""

    def __init__(self) -> None:
        self.version = _version(STATIC)
        self._environment = Environment(
            loader=FileSystemLoader(_HERE / "templates"),
            autoescape=select_autoescape(default=True, default_for_string=True),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.globals.update(
            t=word, icon=icon, static=self.static, data=data_block, Role=Role
        )

    @property
    def folder(self) -> str:
        """Where the static files are served."""
        return f"/static/{self.version}"

    def static(self, name: str) -> str:
        """The address of a static file."""
        return f"{self.folder}/{name}"

    def render(
        self,
        request: Request,
        template: str,
        status: int = 200,
        words: Mapping[str, str] = SCRIPTED,
        **names: Any,
    ) -> HTMLResponse:
        """A page. `words` is what its scripts may say; `user` is None where nobody is logged in."""
        session: Session | None = getattr(request.state, "session", None)
        names |= {
            "user": session.user if session else None,
            "csrf": session.csrf if session else "",
            "path": request.url.path,
            "words": {**SCRIPTED, **words},
        }
        body = self._environment.get_template(template).render(names)
        return HTMLResponse(body, status)


def icon(name: str, title: str = "") -> Markup:
    """A drawing of the sprite in base.html; without a title it is only decoration."""
    if title:
        return Markup(
            '<svg class="icon icon-{0}" role="img" aria-label="{1}"><use href="#i-{0}"/></svg>'
        ).format(name, title)
    return Markup(
        '<svg class="icon icon-{0}" aria-hidden="true"><use href="#i-{0}"/></svg>'
    ).format(name)


def data_block(name: str, value: Any) -> Markup:
    """Values for the page's scripts, as JSON that no browser runs and no text can break out of."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for sign, escaped in _ESCAPED.items():
        text = text.replace(sign, escaped)
    return Markup('<script type="application/json" id="{}">{}</script>').format(name, Markup(text))


def _version(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:12]
