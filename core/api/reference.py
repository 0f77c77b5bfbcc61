"""`/api/docs`: every route and shape of the interface on one plain page, made from its OpenAPI description; no script, no other host."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route

if TYPE_CHECKING:
    from core.api.door import Door

FOLDER = Path(__file__).parent / "pages"
CSP = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
_HEADERS = {"Content-Security-Policy": CSP, "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}
_BOUNDS = {"minimum": "from", "maximum": "to", "minLength": "at least", "maxLength": "at most"}
Schema = Mapping[str, Any]
Row = tuple[str, str, str, bool]
FORM = "Body_"  # how FastAPI begins the names of the shapes that it makes of forms


def routes(door: Door) -> list[BaseRoute]:
    """The page, its style, and the description itself."""

    def page(request: Request) -> Response:
        return HTMLResponse(render(door.app().openapi()), headers=_HEADERS)

    def style(request: Request) -> Response:
        return Response((FOLDER / "reference.css").read_text(encoding="utf-8"), media_type="text/css", headers=_HEADERS)

    def description(request: Request) -> Response:
        return JSONResponse(door.app().openapi(), headers=_HEADERS)

    return [
        Route("/api/docs", page, methods=["GET"]),
        Route("/api/docs.css", style, methods=["GET"]),
        Route("/api/openapi.json", description, methods=["GET"]),
    ]


def render(described: Schema) -> str:
    """The page for an OpenAPI description."""
    paths, shapes = described["paths"], described.get("components", {}).get("schemas", {})
    contents = "".join(
        f'<li><a href="#{_anchor(method, path)}">{method.upper()} {escape(path)}</a></li>' for path, method, _ in _each(paths)
    )
    return Template((FOLDER / "reference.html").read_text(encoding="utf-8")).substitute(
        title=escape(described["info"]["title"]),
        about=escape(described["info"].get("description", "")),
        server=escape(described["servers"][0]["url"]),
        contents=contents,
        routes="".join(_route(path, method, one, shapes) for path, method, one in _each(paths)),
        shapes="".join(_shape(name, shape) for name, shape in sorted(shapes.items()) if not name.startswith(FORM)),
    )


def _each(paths: Schema) -> Iterator[tuple[str, str, Schema]]:
    for path, methods in paths.items():
        for method, one in methods.items():
            yield path, method, one


def _route(path: str, method: str, one: Schema, shapes: Schema) -> str:
    rows = [(value["name"], value["in"], _type(value["schema"]), value.get("required", False)) for value in one.get("parameters", [])]
    body = one.get("requestBody", {}).get("content", {})
    for kind, content in body.items():
        rows += _body(kind, content["schema"], shapes)
    answers = "".join(
        f"<li><code>{status}</code> {escape(said['description'])} {_answer(said)}</li>" for status, said in sorted(one["responses"].items())
    )
    return (
        f'<section id="{_anchor(method, path)}"><h3><span class="method">{method.upper()}</span> <code>{escape(path)}</code></h3>'
        f"<p>{escape(one.get('description', one.get('summary', '')))}</p>{_table(rows)}<ul>{answers}</ul></section>"
    )


def _body(kind: str, schema: Schema, shapes: Schema) -> list[Row]:
    """The fields of a form one by one, any other body by its shape."""
    name = schema.get("$ref", "").rsplit("/", 1)[-1]
    if not name.startswith(FORM):
        return [("body", kind, _type(schema), True)]
    required = shapes[name].get("required", [])
    return [(field, kind, _type(one), field in required) for field, one in shapes[name]["properties"].items()]


def _answer(said: Schema) -> str:
    return ", ".join(_type(content["schema"]) for content in said.get("content", {}).values() if content.get("schema"))


def _shape(name: str, shape: Schema) -> str:
    required = shape.get("required", [])
    rows = [(field, "", _type(kind), field in required) for field, kind in shape.get("properties", {}).items()]
    head = f'<section id="shape-{escape(name)}"><h3><code>{escape(name)}</code></h3>'
    return f"{head}<p>{escape(shape.get('description', ''))}</p>{_table(rows)}</section>"


def _table(rows: list[Row]) -> str:
    if not rows:
        return ""
    cells = "".join(
        f"<tr><td><code>{escape(name)}</code></td><td>{escape(where)}</td><td>{kind}</td><td>{'required' if needed else ''}</td></tr>"
        for name, where, kind, needed in rows
    )
    return f"<table><thead><tr><th>Name</th><th>Where</th><th>Type</th><th>Needed</th></tr></thead><tbody>{cells}</tbody></table>"


def _type(schema: Schema) -> str:
    """A type in words, with a link where it is a shape of its own."""
    if "$ref" in schema:
        name = escape(schema["$ref"].rsplit("/", 1)[-1])
        return f'<a href="#shape-{name}">{name}</a>'
    if choices := schema.get("anyOf") or schema.get("oneOf"):
        return " or ".join(_type(one) for one in choices)
    if "enum" in schema or "const" in schema:
        return escape(" | ".join(str(one) or '""' for one in schema.get("enum", [schema.get("const")])))
    if schema.get("type") == "array":
        return f"list of {_type(schema.get('items', {}))}"
    kind = "file" if "contentMediaType" in schema else schema.get("format") or schema.get("type", "anything")
    bounds = [f"{sign} {schema[key]}" for key, sign in _BOUNDS.items() if key in schema]
    default = f", otherwise {schema['default']}" if schema.get("default") not in (None, "") else ""
    return escape(kind + (f" ({', '.join(bounds)})" if bounds else "") + default)


def _anchor(method: str, path: str) -> str:
    return escape(method + path.replace("/", "-").replace("{", "").replace("}", ""))
