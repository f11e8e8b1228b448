/* The worker in the frame that sandbox.js makes: starts Pyodide from the files it is handed, and
   passes texts to Python. It has no address to fetch from, and needs none. */

const LIMIT = 512 * 2 ** 20; // bytes of memory for Python
const NOWHERE = "https://runtime.invalid/"; // asked for by Pyodide, answered from memory
const FATAL = "Python was stopped: it ran out of the browser's stack or memory, or ended itself.";

/* Chromium starts no worker of the type "module" in a nameless origin, and Pyodide takes one that can
   import scripts the old way to be too old for it. Nothing here imports that way. */
self.importScripts = undefined;

/* Python then sees that memory is used up, and says so, where the browser would end the page. */
const { grow } = WebAssembly.Memory.prototype;
WebAssembly.Memory.prototype.grow = function (pages) {
  if (this.buffer.byteLength + pages * 65536 > LIMIT) throw new RangeError("no more memory");
  return grow.call(this, pages);
};

/* What Pyodide and the code it runs have to say goes into the answer, not into the page's console. */
for (const name of Object.keys(console)) console[name] = () => {};

addEventListener("message", ({ ports: [port] }) => {
  let ask;
  port.onmessage = async ({ data: { asked, files, text } }) => {
    try {
      if (files) ask = await started(files);
      port.postMessage({ asked, answer: files ? "" : ask(text) });
    } catch (error) {
      port.postMessage({ asked, ...described(error) });
    }
  };
}, { once: true });

async function started(files) {
  const imported = async (name) => {
    const script = new Blob([files[name]], { type: "text/javascript" });
    return import(URL.createObjectURL(script));
  };
  const [{ loadPyodide }, { default: createPyodideModule }] = await Promise.all([
    imported("pyodide.mjs"),
    imported("pyodide.asm.mjs"),
  ]);
  const { fetch } = self;
  self.fetch = async (url) => {
    const name = String(url).slice(NOWHERE.length);
    const type = name.endsWith(".wasm") ? "application/wasm" : "application/octet-stream";
    return new Response(files[name], { headers: { "Content-Type": type } });
  };
  const python = await loadPyodide({
    indexURL: NOWHERE,
    createPyodideModule,
    lockFileContents: JSON.parse(new TextDecoder().decode(files["pyodide-lock.json"])),
    stdout: () => {},
    stderr: () => {},
  });
  self.fetch = fetch;
  const folder = python.runPython("import site; site.getsitepackages()[0]");
  python.unpackArchive(files["sources.zip"], "zip", { extractDir: folder });
  return python.pyimport("playground.answer").answer;
}

/* An exception of Python's has a type and a last line; anything else is the end of Python. */
function described(error) {
  if (!error?.type) return { error: FATAL, fatal: true };
  const lines = String(error.message).trim().split("\n");
  return { error: `Python failed: ${lines.at(-1)}`, fatal: false };
}
