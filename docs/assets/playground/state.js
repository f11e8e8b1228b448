/* What the playground is asked, as the query of its address, so that a link carries it:
   ?f=sin(x*y)/x&at=x:1.3,y:0.7&along=x&step=6e-6 */

const LONGEST = 6000; // characters of an address that servers and messages pass on
const NAME = /^[\p{L}_][\p{L}\p{N}_]{0,30}$/u;
const NUMBER = /^[-+]?(\d{1,30}(\.\d{0,30})?|\.\d{1,30})(e[-+]?\d{1,3})?$/i;
const KEYS = ["f", "at", "along", "step"];

/* The state of an address: null where it has none.
   Throws an Error with one sentence where it has one that cannot be meant. */
export function read(search, longest) {
  const query = new URLSearchParams(search);
  if (!KEYS.some((key) => query.has(key))) return null;
  for (const key of KEYS)
    if (query.getAll(key).length > 1) throw new Error(`The address has ${key} more than once; it was not read.`);
  const source = query.get("f") ?? "";
  if (!source.trim()) throw new Error("The address has inputs and no function; it was not read.");
  if (source.length > longest)
    throw new Error(`The function in the address has more than ${longest} characters; it was not read.`);
  const inputs = Object.create(null); // a name may be that of a method
  for (const pair of (query.get("at") ?? "").split(",").filter(Boolean)) {
    const [name, value, more] = pair.split(":");
    if (!NAME.test(name) || !NUMBER.test(value ?? "") || more !== undefined || Object.hasOwn(inputs, name))
      throw new Error("The inputs in the address are not of the form x:1.3,y:0.7; it was not read.");
    inputs[name] = value;
  }
  if (Object.keys(inputs).length > 4) throw new Error("The address has more than four inputs; it was not read.");
  const along = query.get("along") ?? "";
  if (along && !NAME.test(along)) throw new Error("The address names no input to plot; it was not read.");
  const step = query.get("step") ?? "";
  if (step && !NUMBER.test(step)) throw new Error("The step in the address is no number; it was not read.");
  return { source, inputs, along, step };
}

/* The query for a state, "" where it would be too long. */
export function written({ source, inputs, along, step }) {
  const at = Object.entries(inputs).map(([name, value]) => `${name}:${value.trim()}`).join(",");
  const parts = { f: source, at, along, step };
  /* Brackets, colons and commas may stand in a query as they are, and are easier on the eye. */
  const plain = (text) => encodeURIComponent(text).replace(/%(3A|2C|2F|20)/g, (code) =>
    ({ "%3A": ":", "%2C": ",", "%2F": "/", "%20": "+" })[code]);
  const query = KEYS.filter((key) => parts[key]).map((key) => `${key}=${plain(parts[key])}`).join("&");
  return query.length <= LONGEST ? `?${query}` : "";
}
