/* The controls of the playground. They ask Python, in a sandbox that is loaded on a click and not
   before, and show what it answers. Code that came with the address waits for the click, too. */

import { clean } from "./clean.js";
import { read, written } from "./state.js";
import { inputsOf, shownInputs } from "./inputs.js";

const PAUSE = 250; // milliseconds without a key, after which the function is evaluated
const NOTED = 400; // and after which the address follows: browsers limit how often it may

/* Bring the controls to life; returns what ends them. */
export function begin(root) {
  const at = (selector) => root.querySelector(selector);
  const controls = at(".controls");
  const [source, step, example] = ["source", "step", "example"].map((name) => at(`[name=${name}]`));
  const [start, stop, link] = ["start", "stop", "link"].map((name) => at(`.${name}`));
  const [error, inputs, old, pieces] = [".error", ".inputs", ".old", ".pieces"].map(at);
  const [progress, status] = ["progress", "output"].map(at);
  const longest = Number(root.dataset.longest);
  const examples = JSON.parse(controls.dataset.examples);
  const shownAtFirst = JSON.stringify({ f: source.value, at: inputsOf(inputs) });

  const here = location.pathname;
  let sandbox = null;
  let opening = null;
  let waiting; // the pause after a key
  let noting;
  let question = 0; // the last one that was asked; an older answer is passed over
  let ended = false;

  const state = () => ({ source: source.value, step: step.value.trim(), ...inputsOf(inputs) });

  const say = (text, name) => {
    status.value = text;
    root.dataset.state = name;
    stop.disabled = !["loading", "running"].includes(name);
    progress.hidden = name !== "loading";
  };

  const fail = (sentence) => {
    error.textContent = sentence;
    source.setAttribute("aria-invalid", String(Boolean(sentence)));
  };

  const markOld = (sentence) => {
    old.textContent = sentence;
    old.hidden = !sentence;
    pieces.classList.toggle("stale", Boolean(sentence));
  };

  const show = (html) => {
    const fragment = clean(html);
    const unfolded = new Set([...pieces.querySelectorAll("details[open] > summary")].map((s) => s.textContent.slice(0, 16)));
    for (const summary of fragment.querySelectorAll("summary"))
      summary.parentElement.open = unfolded.has(summary.textContent.slice(0, 16));
    pieces.replaceChildren(fragment);
  };

  /* Names that came out of the sandbox are texts, whatever they say. */
  const named = (names, along) => {
    const pairs = Object.entries(names ?? {}).slice(0, 4);
    if (!pairs.length || pairs.some(([, value]) => typeof value !== "string")) return;
    const chosen = [along, inputsOf(inputs).along].find((one) => pairs.some(([name]) => name === one));
    shownInputs(inputs, pairs, chosen);
  };

  const evaluate = async () => {
    clearTimeout(waiting);
    if (!sandbox || ended) return;
    const asked = ++question;
    say("Python is running.", "running");
    let answer;
    try {
      const text = await sandbox.ask(JSON.stringify(state()), Number(root.dataset.seconds));
      answer = JSON.parse(text);
      if (typeof (answer.html ?? answer.error) !== "string") throw new Error("Python gave no answer.");
    } catch (problem) {
      if (problem.superseded || asked !== question) return;
      answer = { error: problem instanceof SyntaxError ? "Python gave no answer." : problem.message };
    }
    if (asked !== question || ended) return;
    named(answer.names, answer.along);
    if (typeof answer.html === "string" && !answer.error) {
      try {
        show(answer.html);
        fail("");
        markOld("");
        note();
        return say(String(answer.said ?? "").slice(0, 500), "result");
      } catch (problem) {
        answer.error = problem.message;
      }
    }
    fail(answer.error.slice(0, 600));
    markOld("This is the last result, from before the change that gave no result.");
    say("No result: see the message at the editor.", "error");
  };

  const begun = async () => {
    if (sandbox) return evaluate();
    if (opening) return;
    start.disabled = true;
    say("Python is loading.", "loading");
    const onProgress = (bytes, total) => {
      progress.value = bytes / total;
      const megabytes = (n) => (n / 1e6).toFixed(1);
      /* A screen reader would speak each of these: they stand in the button. */
      start.textContent = bytes < total ? `Loading ${megabytes(bytes)} of ${megabytes(total)} MB` : "Starting Python";
    };
    const base = new URL("runtime/", import.meta.url).href;
    opening = import("./sandbox.js").then(({ open }) => open({ base, onProgress }));
    const mine = opening;
    try {
      const opened = await mine;
      if (ended || opening !== mine) return opened.stop();
      sandbox = opened;
      start.textContent = "Run";
      start.disabled = false;
      await evaluate();
    } catch (problem) {
      if (opening !== mine) return;
      fail(problem.message);
      idle("Python did not start.");
    } finally {
      if (opening === mine) opening = null;
    }
  };

  const idle = (text) => {
    start.textContent = `Start Python here (${start.dataset.size})`;
    start.disabled = false;
    say(text, "idle");
  };

  const halt = () => {
    question++;
    if (sandbox) {
      sandbox.stop(); // it starts anew with the next question
      say("Stopped.", "error");
      markOld("This is the last result, from before Python was stopped.");
    } else {
      opening = null;
      idle("Stopped.");
    }
  };

  /* The address follows what is shown; what came with it is not read again. */
  const note = () => {
    clearTimeout(noting);
    noting = setTimeout(() => {
      // The address may be that of the next page already, which has not come yet.
      if (ended || location.pathname !== here) return;
      const query = written(state());
      history.replaceState(history.state, "", `${here}${query}${location.hash}`);
    }, NOTED);
  };

  const changed = (soon) => {
    clearTimeout(waiting);
    question++; // an answer that is on its way would put back what has changed
    if (sandbox) waiting = setTimeout(evaluate, soon ? 0 : PAUSE);
    else waitForClick();
    note();
  };

  const waitForClick = () => {
    const same = shownAtFirst === JSON.stringify({ f: source.value, at: inputsOf(inputs) });
    markOld(same ? "" : "This is the result of the example, not of the function in the editor.");
  };

  const fit = () => {
    const number = examples.findIndex((one) => one.source === source.value);
    example.value = number < 0 ? "" : number;
    source.rows = Math.min(Math.max(source.value.split("\n").length + 1, 4), 16);
  };

  const put = ({ source: text, inputs: values, along, step: h }) => {
    source.value = text;
    fit();
    if (Object.keys(values).length) shownInputs(inputs, Object.entries(values), along);
    if (h) step.value = h;
  };

  const copied = async () => {
    const query = written(state());
    if (!query) return say("The function is too long for a link.", root.dataset.state);
    const address = `${location.origin}${here}${query}`;
    try {
      await navigator.clipboard.writeText(address);
      say("The link is copied.", root.dataset.state);
    } catch {
      history.replaceState(history.state, "", address);
      say("The browser refused to copy; the link is in its address bar.", root.dataset.state);
    }
  };

  source.addEventListener("input", () => (fit(), changed(false)));
  source.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) begun();
  });
  step.addEventListener("input", () => changed(false));
  inputs.addEventListener("input", ({ target }) => changed(target.name !== "value"));
  example.addEventListener("change", () => {
    if (!example.value) return;
    put(examples[Number(example.value)]);
    fail("");
    changed(true);
  });
  start.addEventListener("click", begun);
  stop.addEventListener("click", halt);
  link.addEventListener("click", copied);

  say("Python is not loaded yet.", "idle");
  try {
    const sent = read(location.search, longest);
    if (sent) {
      put(sent);
      fail("");
      markOld("This is the result of the example, not of the function in the editor.");
      status.value = "This function came with the address and has not been run. Read it, then start Python.";
    }
  } catch (problem) {
    fail(problem.message);
  }
  fit();
  shownInputs(inputs, Object.entries(inputsOf(inputs).inputs), inputsOf(inputs).along);

  return () => {
    ended = true;
    clearTimeout(waiting);
    clearTimeout(noting);
    opening = null;
    sandbox?.stop();
  };
}
