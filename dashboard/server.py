"""What guards and speeds up every answer of the web server: hosts, forged calls, headers, compression, error pages."""

from __future__ import annotations

import gzip
import html
import json
import logging
import os
import secrets
import threading
import traceback
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from flask import Flask, Response, jsonify, request
from werkzeug.exceptions import HTTPException

from dashboard import words
from dashboard.forged import is_honest
from dashboard.theme import FONT_STACK, LIGHT
from pipelines.core.errors import ExitCode, XiangyiError
from pipelines.core.text import Lang, Text

LOG = logging.getLogger("xiangyi.dashboard")
HOSTS = frozenset({"127.0.0.1", "localhost", "::1"})
MENDABLE = (ExitCode.USAGE, ExitCode.REFUSED, ExitCode.BUSY)  # by the person who sent what was not taken
MAX_BODY = 1_000_000  # bytes; the largest honest call is a few thousand
WORTH_IT = 4_000  # bytes; a smaller answer travels as it is
MAX_UPLOAD = 200_000_000  # bytes of one file handed in
SENT = ("/desk/", "/followup", "/notes", "/report")  # where a page of ours sends something, with a header that no page of others can send
CALL = "/_dash-update-component"
STATIC = ("/_dash-component-suites/", "/assets/")
ANY_PATH = "/<path:path>"  # Dash answers every path with the page; ours are the declared ones
_POLICY = (
    "default-src 'self'; script-src 'self' {hashes}; worker-src 'self' blob:; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'self'; "
    "frame-ancestors 'none'; form-action 'self'"
)
LANGUAGES: Mapping[Lang, str] = {"zh": "zh-CN", "en": "en"}
_SAID = (  # alone, for a host that is refused is answered no style sheet
    "<!doctype html><html lang='zh-CN'><meta charset='utf-8'><meta name='viewport' content='width=device-width'><title>{title}</title>"
    "<link rel='icon' href='/assets/mark.svg' type='image/svg+xml'>"
    f"<style>body{{{{font:15px/1.7 {FONT_STACK};color:{LIGHT.ink};background:{LIGHT.ground};margin:12vh auto;max-width:560px;padding:0 22px}}}}"
    f"main{{{{background:{LIGHT.card};border:1px solid {LIGHT.line};border-radius:6px;padding:18px 26px 24px}}}}"
    f"header{{{{color:{LIGHT.accent};font-weight:600;margin:0 0 10px}}}}"
    f"p{{{{margin:4px 0;font-size:17px}}}}.quiet{{{{color:{LIGHT.sub};font-size:13px}}}}"
    f"a{{{{display:inline-block;margin:14px 10px 0 0;padding:4px 14px;border:1px solid {LIGHT.line};border-radius:4px;color:{LIGHT.accent};"
    "text-decoration:none}}</style><header>{brand}</header><main>{said}<p class='quiet'>{status}</p>{home}</main></html>"
)
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def harden(server: Flask, hashes: Callable[[], list[str]], paths: Collection[str], calls: Mapping[str, Any]) -> None:
    """Put every guard on `server`.

    `hashes` returns the hashes of the page's inline scripts, `paths` are the addresses of pages, `calls` the callbacks
    by output as Dash keeps them.
    """
    server.config["MAX_CONTENT_LENGTH"] = MAX_BODY
    packed = Packed()
    policy: list[str] = []

    @server.before_request
    def guard() -> Response | None:
        return _refusal(paths, calls) or packed.answer()

    @server.after_request
    def finish(response: Response) -> Response:
        if not policy:
            policy.append(_POLICY.format(hashes=" ".join(f"'{h}'" if h[:1] != "'" else h for h in hashes())))
        response.headers["Content-Security-Policy"] = policy[0]
        for name, value in _HEADERS.items():
            response.headers[name] = value
        response.headers.pop("Server", None)
        return packed.keep(_lighter(_cached(response)))

    server.register_error_handler(Exception, _failed)


def _refusal(paths: Collection[str], calls: Mapping[str, Any]) -> Response | None:
    """Return the answer to a request that is not served: another host, another method, an unknown path, a forged call."""
    if _hostname(request.host) not in HOSTS:
        return said_page(400, words.REFUSED)
    if request.method not in ("GET", "HEAD", "POST"):
        return said_page(405, words.REFUSED)
    path = request.path
    if path == CALL and not is_honest(_json(), calls):
        return refused_call()
    rule = request.url_rule.rule if request.url_rule else ANY_PATH
    if rule == ANY_PATH and (path.rstrip("/") or "/") not in paths:
        return said_page(404, words.NOT_FOUND_TITLE)
    if request.method == "POST" and path != CALL:
        return _refused_sending(path)
    return None


def _refused_sending(path: str) -> Response | None:
    """Return the answer to something sent that is not from a page of ours, or longer than may be sent there."""
    if not path.startswith(SENT):
        return said_page(405, words.REFUSED)
    origin = request.headers.get("Origin", "")
    foreign = bool(origin) and origin.partition("://")[2] != request.host
    if foreign or request.headers.get("X-Xiangyi") != "desk" or request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        return said_page(403, words.REFUSED)
    limit = MAX_UPLOAD if path == "/desk/files" else MAX_BODY
    return said_page(413, words.TOO_LONG) if (request.content_length or 0) > limit else None


def _hostname(host: str) -> str:
    """Return the name of a Host header without its port."""
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.rpartition(":")[0] if ":" in host else host


def _json() -> Any:
    """Return the body of a call, None when it is not JSON of a sane size and depth."""
    if request.method != "POST" or (request.content_length or 0) > MAX_BODY:
        return None
    try:
        return json.loads(request.get_data())
    except (ValueError, RecursionError, UnicodeDecodeError, HTTPException):
        return None


def refused_call() -> Response:
    """Return the constant answer to a call that was not understood."""
    body = json.dumps({"message": words.REFUSED.zh, "message_en": words.REFUSED.en}, ensure_ascii=False)
    return Response(body, 400, mimetype="application/json")


def lang_asked() -> Lang:
    """Return the language a script of a page asks to be answered in."""
    return "en" if request.args.get("lang") == "en" else "zh"


def refused(text: Text, status: int = 200) -> Response:
    """Return why something sent by a page was not taken. What a person may mend is an answer like any other, which a browser must not
    report as a fault of the page; what no page of ours sends has a status of its own.
    """
    response = jsonify({"error": text.of(lang_asked())})
    response.status_code = status
    return response


def by_steps(steps: Iterator[tuple[float, bytes]]) -> Response:
    """Return a file as it is made: lines of how much is done (0-1), an empty one, the file. Who no longer reads ends the making.

    Where the making fails the answer ends without a file; what happened is in the log, as of any other address.
    """
    return Response(_told(steps, request.path), mimetype="application/octet-stream")


def _told(steps: Iterator[tuple[float, bytes]], path: str) -> Iterator[bytes]:
    try:
        for share, made in steps:
            yield f"{share:.3f}\n".encode() + (b"\n" + made if made else b"")
    except Exception as error:  # its message may hold what stands in a build, and would go to the log of the server
        log_incident(path, error)


def untaken(error: XiangyiError, folder: Path) -> Response:
    """Return why the workspace in `folder` did not take what a page sent; what no person at a page can mend is a fault of the server."""
    status = 200 if error.code in MENDABLE else 404 if error.code == ExitCode.NOT_FOUND else 500
    if status == 500:
        LOG.error("at %s: %s", request.path, without_words(error))
    return refused(without_places(error.text, folder), status)


def without_places(text: Text, folder: Path) -> Text:
    """Return words that may name files of the workspace in `folder`, without where on the disk of the server that lies.

    >>> without_places(Text("/srv/x/a.sqlite 无法读写", "/srv/x/a.sqlite cannot be read"), Path("/srv/x")).en
    'a.sqlite cannot be read'
    """
    return Text(*(said.replace(f"{folder}{os.sep}", "") for said in (text.zh, text.en)))


def said_page(status: int, text: Text) -> Response:
    """Return a small page in both languages, in the colours of the program, that leads back to the overview."""
    said = "".join(f"<p lang='{lang}'>{html.escape(text.of(of))}</p>" for of, lang in LANGUAGES.items())
    home = "".join(f"<a href='/?lang={of}'>{html.escape(words.HOME.of(of))}</a>" for of in LANGUAGES)
    title = html.escape(f"{text.zh} · {words.BRAND.zh}")
    page = _SAID.format(title=title, brand=f"{words.BRAND.zh} {words.BRAND.en}", status=status, said=said, home=home)
    return Response(page, status, mimetype="text/html")


def _failed(error: Exception) -> Response:
    """Return an error page that tells no more than a number; what happened is in the log under that number."""
    if isinstance(error, HTTPException):
        if error.code is not None and error.code < 400:
            return Response(status=error.code, headers=list(error.get_headers()))
        return said_page(error.code or 400, words.NOT_FOUND_TITLE if error.code == 404 else words.REFUSED)
    if type(error).__module__ == "dash.exceptions":
        return refused_call()
    return said_page(500, words.FAILED.format(incident=log_incident(request.path, error)))


def log_incident(at: str, error: Exception) -> str:
    """Write where and how something failed into the log, without its words, and return the number it stands there under."""
    incident = secrets.token_hex(4)
    LOG.error("incident %s at %s: %s", incident, at, without_words(error))
    return incident


def without_words(error: BaseException) -> str:
    """Return an error's type and stack without its message, which may hold what stands in a file or a build."""
    return f"{type(error).__name__}\n{''.join(traceback.format_tb(error.__traceback__))}"


def _cached(response: Response) -> Response:
    """Say how long an answer may be kept: files that carry their version for a year, data never."""
    path = request.path
    if path.startswith("/boundaries/") and response.status_code == 200:
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    elif not path.startswith(STATIC):
        response.headers["Cache-Control"] = "no-store"
    elif path.startswith("/assets/") and response.status_code == 200:
        kept = "public, max-age=31536000, immutable" if request.args.get("m") else "public, max-age=3600"
        response.headers["Cache-Control"] = kept
    return response


def _lighter(response: Response) -> Response:
    """Compress an answer of data that is worth it, quickly: it is made for one reader and kept nowhere."""
    is_data = response.mimetype == "application/json" and "Content-Encoding" not in response.headers
    if not is_data or not _takes_gzip() or (response.content_length or 0) < WORTH_IT:
        return response
    return _zipped(response, gzip.compress(response.get_data(), 1))


def _takes_gzip() -> bool:
    return "gzip" in request.headers.get("Accept-Encoding", "")


def _zipped(response: Response, body: bytes) -> Response:
    """Give an answer its compressed body, and say so."""
    response.set_data(body)
    response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    return response


class Packed:
    """Scripts, styles and boundaries, each compressed once per process and answered from memory from then on."""

    def __init__(self) -> None:
        self._bodies: dict[str, tuple[bytes, list[tuple[str, str]]]] = {}
        self._lock = threading.Lock()

    def answer(self) -> Response | None:
        """Return the kept answer to this request, None where there is none."""
        if request.method != "GET" or not _takes_gzip():
            return None
        found = self._bodies.get(request.path)
        if found is None:
            return None
        body, headers = found
        response = Response(body, headers=headers)
        response.headers["Content-Encoding"] = "gzip"
        if request.headers.get("If-None-Match", "").strip() == response.headers.get("ETag"):
            response.status_code = 304
            response.set_data(b"")
        return response

    def keep(self, response: Response) -> Response:
        """Compress a static answer the first time it is given."""
        kept = request.path.startswith((*STATIC, "/boundaries/")) and request.method == "GET"
        if not kept or response.status_code != 200 or "Content-Encoding" in response.headers:
            return response
        response.direct_passthrough = False
        body = gzip.compress(response.get_data(), 6)
        names = ("Content-Type", "Cache-Control", "ETag", "Last-Modified")
        headers = [(n, response.headers[n]) for n in names if n in response.headers]
        with self._lock:
            self._bodies[request.path] = (body, [*headers, ("Vary", "Accept-Encoding")])
        return _zipped(response, body) if _takes_gzip() else response
