/* Python in the reader's browser, shut in: what a page asks, `playground.answer.answer` answers.

     const sandbox = await open({ base, onProgress });   the runtime, from this site's own host
     const text = await sandbox.ask(question, seconds);  texts; rejects after these seconds
     sandbox.stop();

   Python runs in a worker, the worker in a frame of another, nameless origin, the frame under a
   policy that allows no address at all. So it is the browser that keeps whatever runs there from the
   network, from storage and from this page; nothing here has to understand the code to be safe.
   The files are fetched by the page and handed in. Every Error has one sentence as its message. */

const START = 60; // seconds that a worker may take to start
const STOPPED = "Python was stopped.";
const TOO_LONG = "Python failed: its answer was too long, or no text.";
const LONGEST = 5e6; // characters of an answer: a page could not show more
/* No address is allowed, for anything: `blob:` are texts made within the frame. */
const POLICY =
  "default-src 'none'; script-src blob: 'wasm-unsafe-eval' 'nonce-frame'; worker-src blob:";
/* The frame only starts the worker, and hands it the one port to the page. */
const FRAME = `<!doctype html><meta http-equiv="Content-Security-Policy" content="${POLICY}">
<script nonce="frame">
addEventListener("message", ({ data, ports }) => {
  const script = URL.createObjectURL(new Blob([data], { type: "text/javascript" }));
  new Worker(script).postMessage(0, ports);
}, { once: true });
</script>`;

const fetched = new Map(); // base → the runtime's files, kept while the page is open

/* Fetch the runtime below `base` and start it; `onProgress(bytes, total)` while it comes. */
export async function open({ base, onProgress = () => {} }) {
  if (location.protocol === "file:")
    throw new Error("Opened as a file, a page cannot load Python; it needs a web server.");
  if (!fetched.has(base)) {
    fetched.set(base, runtime(base, onProgress));
    fetched.get(base).catch(() => fetched.delete(base)); // the next `open` tries again
  }
  const sandbox = new Sandbox(await fetched.get(base));
  await sandbox.started();
  return sandbox;
}

class Sandbox {
  #runtime;
  #worker = null; // the promise of a worker that runs
  #next = null; // the question that waits
  #working = false;

  constructor(runtime) {
    this.#runtime = runtime;
  }

  async started() {
    if ((await this.#worker)?.ended) this.#worker = null;
    this.#worker ??= Shut.start(this.#runtime).catch((error) => {
      this.#worker = null;
      throw error;
    });
    return this.#worker;
  }

  /* One question is answered at a time. The next one waits, and is turned away (`superseded` is true
     on its Error) when yet another comes: a slider asks more often than Python answers. The time is
     that of the answer alone; when it is over, so is the worker, and the next question starts one. */
  ask(text, seconds) {
    return new Promise((resolve, reject) => {
      this.#turnAway("A newer question took the place of this one.", true);
      this.#next = { text, seconds, resolve, reject };
      this.#work();
    });
  }

  /* End the worker, and the question it is at; the next question starts another. */
  stop() {
    this.#turnAway(STOPPED, false);
    this.#worker?.then((worker) => worker.end(), () => {});
  }

  #turnAway(sentence, superseded) {
    this.#next?.reject(Object.assign(new Error(sentence), { superseded }));
    this.#next = null;
  }

  async #work() {
    if (this.#working) return;
    this.#working = true;
    while (this.#next) {
      const { text, seconds, resolve, reject } = this.#next;
      this.#next = null;
      await this.#answered(text, seconds).then(resolve, reject);
    }
    this.#working = false;
  }

  async #answered(text, seconds) {
    return (await this.started()).ask(text, seconds);
  }
}

/* One frame with one worker, from its start to its end. */
class Shut {
  ended = false;
  #frame;
  #port;
  #asked = 0; // questions so far
  #settle = null; // what to do with the next message; null when none is due

  static async start({ files, script }) {
    const shut = new Shut();
    await shut.#load(script);
    try {
      await shut.#exchange({ files }, START, "Python did not start within a minute.");
    } catch (error) {
      shut.end();
      throw error;
    }
    return shut;
  }

  async #load(script) {
    this.#frame = document.createElement("iframe");
    this.#frame.setAttribute("sandbox", "allow-scripts"); // and so neither an origin nor storage
    this.#frame.srcdoc = FRAME;
    this.#frame.hidden = true;
    this.#frame.title = "Python";
    const loaded = new Promise((resolve) => this.#frame.addEventListener("load", resolve));
    document.body.append(this.#frame);
    await loaded;
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    /* What runs inside may send what it likes: one text for each question counts, no more. */
    port1.onmessage = ({ data }) => {
      if (this.#settle && data?.asked === this.#asked) this.#settle(data);
      else this.end();
    };
    this.#frame.contentWindow.postMessage(script, "*", [port2]);
  }

  async ask(text, seconds) {
    const late = `Python was stopped: it had no answer within ${seconds} s.`;
    return this.#exchange({ text }, seconds, late);
  }

  #exchange(message, seconds, late) {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.end(late), seconds * 1000);
      this.#settle = (data) => {
        clearTimeout(timer);
        this.#settle = null;
        const { answer, error, fatal } = data;
        if (typeof answer === "string" && answer.length <= LONGEST) return resolve(answer);
        if (fatal) this.end();
        reject(new Error(typeof error === "string" ? error.slice(0, 500) : TOO_LONG));
      };
      this.#port.postMessage({ ...message, asked: ++this.#asked });
    });
  }

  /* With its frame the worker ends, whatever it is doing. */
  end(why = STOPPED) {
    this.ended = true;
    this.#port.close();
    this.#frame.remove();
    this.#settle?.({ error: why });
  }
}

/* The files that runtime.json lists, as { files: name → ArrayBuffer, script }. */
async function runtime(base, onProgress) {
  const folder = new URL(base, document.baseURI);
  const list = await (await answerTo(new URL("runtime.json", folder), "no-cache")).json();
  const total = list.files.reduce((sum, file) => sum + file.bytes, 0);
  let bytes = 0;
  const counted = (more) => onProgress((bytes += more), total);
  const [script, ...contents] = await Promise.all([
    answerTo(new URL("worker.js", import.meta.url)).then((response) => response.text()),
    ...list.files.map((file) => content(new URL(file.path, folder), counted)),
  ]);
  return { script, files: Object.fromEntries(list.files.map((f, i) => [f.name, contents[i]])) };
}

/* One file, decompressed here: not every server would compress it on the way. */
async function content(url, counted) {
  const chunks = [];
  try {
    const reader = (await answerTo(url)).body.getReader();
    for (let part; !(part = await reader.read()).done; ) {
      chunks.push(part.value);
      counted(part.value.length);
    }
  } catch (error) {
    throw error.cause === url ? error : unreachable(url);
  }
  const compressed = new Blob(chunks).stream();
  return new Response(compressed.pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
}

async function answerTo(url, cache = "default") {
  const response = await fetch(url, { cache }).catch(() => null);
  if (!response?.ok) throw unreachable(url, response?.status);
  return response;
}

function unreachable(url, status) {
  const why = status ? `the server answered ${status}` : "there is no connection";
  return new Error(`Python could not be loaded from ${url.host}: ${why}.`, { cause: url });
}
