/* The HTML of an answer, made anew of what is known to be harmless. What was typed runs beside the
   engine and could forge an answer: nothing in it is taken over but the elements, attributes and
   values below. Whatever else there is, a link or a script, is left out with all that is in it. */

const MOST = 40000; // nodes; an answer has a few thousand

const HTML = "http://www.w3.org/1999/xhtml";
const MATHML = "http://www.w3.org/1998/Math/MathML";
const SVG = "http://www.w3.org/2000/svg";

const words = (text) => new Set(text.split(/\s+/));

const ELEMENTS = {
  [HTML]: words(`p h3 code strong span div section figure figcaption details summary pre
    table thead tbody tr th td`),
  [MATHML]: words(`math semantics annotation mrow mi mn mo mspace mfrac msqrt msub msup msubsup
    mover`),
  [SVG]: words("svg title desc defs marker g path rect circle text"),
};

const CLASSES = words(`answer value output figure panels graph numbers scroll run number fraction unseen
  verdict true false erratum plot curve tangent mark grid axis head x y edge tip name series-1
  series-2`);

const NUMBERS = /^[-+\w. ,%]{0,60}$/;
const KEY = "[gp][0-9a-f]{8,9}";
const ATTRIBUTES = {
  [HTML]: {
    scope: /^(col|row)$/, role: /^group$/, tabindex: /^0$/, "aria-label": /^[^]{0,400}$/,
  },
  [MATHML]: {
    display: /^block$/, encoding: /^application\/x-tex$/, stretchy: /^(true|false)$/,
    form: /^(prefix|postfix)$/, accent: /^true$/, mathvariant: /^normal$/,
    lspace: NUMBERS, rspace: NUMBERS, width: NUMBERS,
  },
  [SVG]: {
    role: /^img$/, id: new RegExp(`^${KEY}-(title|description|tip)$`),
    "aria-labelledby": new RegExp(`^${KEY}-title$`),
    "aria-describedby": new RegExp(`^${KEY}-description$`),
    "marker-end": new RegExp(`^url\\(#${KEY}-tip\\)$`),
    d: /^[-MLHVCZ\d., e]*$/i, viewBox: NUMBERS, x: NUMBERS, y: NUMBERS, width: /^\d{1,4}(\.\d+)?$/,
    height: /^\d{1,4}(\.\d+)?$/, cx: NUMBERS, cy: NUMBERS, r: /^\d{1,2}$/, rx: /^\d{1,2}$/,
    refX: NUMBERS, refY: NUMBERS, markerWidth: /^\d{1,2}$/, markerHeight: /^\d{1,2}$/,
    orient: /^auto$/,
  },
};
/* The two properties that the site's own HTML sets on an element, with what they may hold. */
const STYLES = { "--panels": /^[12]$/, "min-width": /^\d{1,2}ch$/ };

/* A fragment to be put into the page.
   Throws an Error where there is more than a page could show. */
export function clean(html) {
  const parsed = new DOMParser().parseFromString(html, "text/html"); // runs and loads nothing
  const fragment = document.createDocumentFragment();
  let left = MOST;
  const copy = (node, parent) => {
    if (!left--) throw new Error("The answer is too long to be shown.");
    if (node.nodeType === Node.TEXT_NODE) parent.append(node.data);
    if (node.nodeType !== Node.ELEMENT_NODE || !ELEMENTS[node.namespaceURI]?.has(node.localName)) return;
    const element = document.createElementNS(node.namespaceURI, node.localName);
    for (const { name, value } of node.attributes)
      if (Object.hasOwn(ATTRIBUTES[node.namespaceURI], name) && ATTRIBUTES[node.namespaceURI][name].test(value))
        element.setAttribute(name, value);
    const classes = [...node.classList].filter((name) => CLASSES.has(name));
    if (classes.length) element.setAttribute("class", classes.join(" "));
    for (const [name, allowed] of Object.entries(STYLES)) {
      const value = node.style?.getPropertyValue(name).trim() ?? "";
      if (allowed.test(value)) element.style.setProperty(name, value);
    }
    parent.append(element);
    for (const child of node.childNodes) copy(child, element);
  };
  for (const child of parsed.body.childNodes) copy(child, fragment);
  return fragment;
}
