/* A number, a slider and a mark of being plotted for each input of the function. */

const fields = (group) => ["value", "slider", "along"].map((name) => group.querySelector(`[name=${name}]`));

/* The inputs as they stand: { inputs: name → text, along }. */
export function inputsOf(area) {
  const groups = [...area.querySelectorAll("fieldset")].map(fields);
  const inputs = Object.fromEntries(groups.map(([value, , along]) => [along.value, value.value]));
  return { inputs, along: groups.find(([, , along]) => along.checked)?.[2].value ?? "" };
}

/* Show these inputs, pairs of a name and a number's text. Where the names are the same, only numbers
   are changed, and not the one that is being typed. */
export function shownInputs(area, pairs, along) {
  const template = area.querySelector("fieldset");
  const before = [...area.querySelectorAll("fieldset")];
  const groups = pairs.map(([name], n) => {
    const same = before[n] && fields(before[n])[2].value === name;
    return same ? before[n] : made(template, name);
  });
  if (groups.length !== before.length || groups.some((group, n) => group !== before[n]))
    area.replaceChildren(...groups);
  groups.forEach((group, n) => {
    const [value, slider, mark] = fields(group);
    const text = pairs[n][1];
    /* A field that says the same number in other words keeps its words; so does a wrong one. */
    if (text && value !== document.activeElement && Number(value.value) !== Number(text)) value.value = text;
    if (slider !== document.activeElement) reach(slider, value.value);
    mark.checked = name(pairs[n]) === along || (!along && !n);
  });
  for (const group of groups) listen(group);
}

const name = ([text]) => text;

function made(template, name) {
  const group = template.cloneNode(true);
  delete group.dataset.ready;
  const [value, slider, mark] = fields(group);
  group.querySelector("legend").textContent = name;
  value.setAttribute("aria-label", name);
  slider.setAttribute("aria-label", `${name}, slider`);
  mark.setAttribute("aria-label", `plot along ${name}`);
  mark.value = name;
  value.value = "";
  return group;
}

/* The slider spans from −3 to 3, or as much more as the number needs. */
function reach(slider, text) {
  const number = Number(text);
  if (!text.trim() || !Number.isFinite(number)) return;
  let span = 3;
  for (let grow = true; span < Math.abs(number); grow = !grow) span *= grow ? 10 / 3 : 3;
  span = Number(span.toPrecision(1));
  slider.min = -span;
  slider.max = span;
  slider.step = span / (String(span).startsWith("3") ? 300 : 200);
  slider.value = number;
}

function listen(group) {
  if (group.dataset.ready) return;
  group.dataset.ready = "yes";
  const [value, slider] = fields(group);
  value.addEventListener("input", () => reach(slider, value.value));
  slider.addEventListener("input", () => {
    value.value = String(Number(Number(slider.value).toPrecision(4)));
  });
}
