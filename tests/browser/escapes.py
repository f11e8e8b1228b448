"""Ways out of a page, as code inside tries them: to another host, to storage, to the page."""

from tests.browser.shut import OUTSIDE

# What JavaScript that comes from inside may try, in a worker of its own.
SCRIPT = f"""
const url = "http://{OUTSIDE}/inner";
const tries = [
  () => fetch(url),
  () => import(url),
  () => importScripts(url),
  () => new Promise((done, fail) => {{
    const socket = new WebSocket("ws://{OUTSIDE}/inner");
    socket.onopen = done;
    socket.onerror = fail;
  }}),
];
Promise.allSettled(tries.map(async (one) => one())).then((all) =>
  postMessage(all.map(({{ status }}) => status).join(" ")));
"""

# Python expressions: they raise, or return something to wait for, or something.
WAYS = {
    "fetch": "js.fetch(URL)",
    "fetch without cors": "js.fetch(URL, to_js({'mode': 'no-cors'}))",
    "fetch of the own host": "js.fetch('http://autodiff.localhost/runtime/runtime.json')",
    "fetch of data": "js.fetch('data:text/plain,hello')",
    "pyfetch": "asyncio.ensure_future(pyodide.http.pyfetch(URL))",
    "open_url": "pyodide.http.open_url(URL)",
    "urllib": "urllib.request.urlopen(URL)",
    "socket": "socket.create_connection((HOST, 80), 2).sendall(b'GET /')",
    "XMLHttpRequest": "asked(js.XMLHttpRequest.new())",
    "WebSocket": "heard(js.WebSocket.new('ws' + URL[4:]))",
    "EventSource": "heard(js.EventSource.new(URL))",
    "WebTransport": "js.WebTransport.new('https' + URL[4:]).ready",
    "FontFace": "js.FontFace.new('x', f'url({URL})').load()",
    "importScripts": "js.self.importScripts(URL)",
    "importScripts again": "js.WorkerGlobalScope.prototype.importScripts.call(js.self, URL)",
    "eval": "js.eval(f'import({URL!r})')",
    "Function": "js.Function.new(f'return import({URL!r})')()",
    "run_js": "pyodide.code.run_js(f'import({URL!r})')",
    "imported by a blob": "worked(f'import {URL!r}; postMessage(1)', 'module')",
    "worker of an address": "heard(js.Worker.new('http://autodiff.localhost/hello.js'))",
    "worker of data": "heard(js.Worker.new(f'data:text/javascript,fetch({URL!r});postMessage(1)'))",
    "sendBeacon": "js.navigator.sendBeacon(URL)",
    "address of the worker": "setattr(js.location, 'href', URL)",
    "RTCPeerConnection": "js.RTCPeerConnection.new()",
    "indexedDB": "heard(js.indexedDB.open('x'))",
    "caches": "js.caches.open('x')",
    "files": "js.navigator.storage.getDirectory()",
    "localStorage": "js.localStorage.setItem('x', 'y')",
    "sessionStorage": "js.sessionStorage.setItem('x', 'y')",
    "cookieStore": "js.cookieStore.set('x', 'y')",
    "parent": "js.parent.postMessage(1, '*')",
    "inner worker": "worked(SCRIPT)",
    "locks": "js.navigator.locks.request('x', lambda lock: 1)",
}
# What no worker has, and what the test's plain server could not take.
NEVER = {
    "RTCPeerConnection",
    "WebTransport",
    "address of the worker",
    "cookieStore",
    "importScripts",
    "localStorage",
    "parent",
    "sendBeacon",
    "sessionStorage",
}

# Keeps what became of every way: "" while that is not known, "shut: …", or "OPEN: …".
TRY = f"""
import asyncio, json, socket, urllib.request
import js, pyodide, pyodide.http, pyodide.code
from pyodide.ffi import create_proxy, to_js as as_map

HOST, SCRIPT = {OUTSIDE!r}, {SCRIPT!r}
outcomes = {{}}

def to_js(value):
    return as_map(value, dict_converter=js.Object.fromEntries)

def heard(target):
    future = asyncio.Future()
    def settle(event):
        if not future.done() and event.type == "error":
            future.set_exception(OSError("error"))
        elif not future.done():
            future.set_result(getattr(event, "data", event.type))
    for event in ("open", "success", "message", "upgradeneeded", "error"):
        target.addEventListener(event, create_proxy(settle))
    return future

def asked(request):
    request.open("GET", URL, False)
    request.send()

def worked(script, kind="classic"):
    blob = js.Blob.new(to_js([script]), to_js({{"type": "text/javascript"}}))
    return heard(js.Worker.new(js.URL.createObjectURL(blob), to_js({{"type": kind}})))

async def settled(name, way):
    try:
        outcomes[name] = f"OPEN: {{await way}}"
    except BaseException as error:
        outcomes[name] = f"shut: {{error}}"

def attempt(name, code):
    global URL
    outcomes[name], URL = "", f"http://{{HOST}}/{{name.replace(' ', '-')}}"
    try:
        way = exec(code) if "setattr" in code else eval(code)
    except BaseException as error:
        outcomes[name] = f"shut: {{error}}"
    else:
        if hasattr(way, "then") or isinstance(way, asyncio.Future):
            asyncio.ensure_future(settled(name, way))
        else:
            outcomes[name] = f"OPEN: {{way}}"
out = ""
"""
