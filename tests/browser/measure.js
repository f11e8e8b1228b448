// What the tests ask a page. Elements are named so that a person finds them again.
(() => {
  const name = (element) => {
    const near = element.closest("[id]");
    const own = element.tagName.toLowerCase() + [...element.classList].map((c) => `.${c}`).join("");
    const text = element.getAttribute("aria-label") || element.textContent || "";
    return `<${own}> in #${near ? near.id : ""}: ${text.trim().replace(/\s+/g, " ").slice(0, 50)}`;
  };
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const box = (element) => element.getBoundingClientRect();
  const shown = (element) =>
    element.checkVisibility({ visibilityProperty: true }) && box(element).width * box(element).height > 0;
  const onScreen = (element) => shown(element) && box(element).right > 0 && box(element).left < innerWidth;
  const settled = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));

  // The steps of a stepper are shown one at a time, by a script: test_stepper.py looks at each.
  const CONTENT = "main :is(math, table, figure, figure svg, .output, pre):not(.scripted *)";
  const CONTROLS = "a[href], button, summary, select, textarea, input:not([type=hidden])";

  // A formula, table, figure or output that takes no room. Details are opened first.
  const empty = () => all(CONTENT).filter((e) => !shown(e)).map(name);

  const sideways = () => {
    const over = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    if (over <= 0) return [];
    const out = all("body *").filter((e) => onScreen(e) && box(e).right > innerWidth + 1);
    return [`the page is ${over} px too wide: ${out.slice(0, 3).map(name).join(", ")}`];
  };

  // Displayed formulas of which only a part is seen at a time.
  const wide = () =>
    all(".equation .formula")
      .filter((formula) => formula.scrollWidth > formula.clientWidth + 1)
      .map((formula) => `${name(formula)} needs ${formula.scrollWidth} px of ${formula.clientWidth}`);

  const scrolls = (element) => {
    const style = getComputedStyle(element);
    const x = /auto|scroll/.test(style.overflowX) && element.scrollWidth > element.clientWidth + 1;
    return x || (/auto|scroll/.test(style.overflowY) && element.scrollHeight > element.clientHeight + 1);
  };

  // What a mouse can use and the Tab key cannot reach. A label is a control if it stands for one
  // that is not displayed; an empty one is a mere area to click beside a menu.
  const unreachable = () => {
    const hidden = (label) => label.control && !label.control.checkVisibility();
    const menus = innerWidth < 1220 ? all("label[for]") : []; // on a wide screen they stand open
    const labels = menus.filter((label) => hidden(label) && label.children.length);
    const within = (area) => all(`${CONTROLS}, [tabindex]`, area).some((e) => e.tabIndex >= 0 && shown(e));
    const areas = all("body *").filter((e) => scrolls(e) && !within(e));
    return [...all(CONTROLS), ...labels, ...areas]
      .filter((e) => e.tabIndex < 0 && onScreen(e) && e.checkVisibility({ opacityProperty: true }))
      .map(name);
  };

  // Layout shifts since the page was opened, and while its first screens are read.
  const shifts = async () => {
    const seen = [];
    const observer = new PerformanceObserver((list) => seen.push(...list.getEntries()));
    observer.observe({ type: "layout-shift", buffered: true });
    for (let screen = 0; screen < 6; screen++) {
      await settled();
      scrollBy(0, 0.9 * innerHeight);
    }
    await new Promise((done) => setTimeout(done, 100));
    seen.push(...observer.takeRecords());
    const moved = (entry) => entry.sources.slice(0, 3).map(({ node }) => (node ? name(node.closest ? node : node.parentElement) : "?"));
    return seen.map((entry) => `${entry.value.toFixed(4)} by ${moved(entry).join(", ")}`);
  };

  // How far a part of the page is from where a link to it should take the reader.
  const away = (id) => {
    const { top, height } = box(document.getElementById(id));
    const header = box(document.querySelector(".md-header")).bottom;
    const lands = top >= header - 1 && top + Math.min(height, 40) <= innerHeight;
    return lands ? [] : [`#${id} is at ${top.toFixed()} px, the header ends at ${header.toFixed()} px`];
  };
  const missed = async (id) => {
    const link = document.querySelector("main").appendChild(document.createElement("a"));
    link.href = `#${id}`;
    link.click();
    link.remove();
    for (let turn = 0; turn < 20 && away(id).length; turn++) await settled();
    return away(id);
  };

  // What paper would not show: beyond its edge, inside an area that scrolls, or cut by its end.
  const cut = () => {
    const found = [];
    for (const element of all(CONTENT).filter(shown)) {
      const { left, right } = box(element);
      if (left < -1 || right > innerWidth + 1) found.push(`${name(element)} ends at ${right.toFixed()} px`);
      const area = element.closest("main *") && clipping(element);
      if (area) found.push(`${name(element)} is cut by ${name(area)}`);
    }
    for (const element of all("figure:not(:has(table)), .equation, tr").filter(shown))
      if (getComputedStyle(element).breakInside !== "avoid") found.push(`${name(element)} may be parted`);
    return found;
  };
  const clipping = (element) => {
    const { left, right } = box(element);
    for (let area = element; area && area !== document.body; area = area.parentElement) {
      if (area instanceof SVGElement || getComputedStyle(area).overflowX === "visible") continue;
      if (area === element ? area.scrollWidth > area.clientWidth + 1 : right > box(area).right + 1 || left < box(area).left - 1)
        return area;
    }
    return null;
  };

  // What is painted in each drawing: its colours, and what it is.
  const PAINTED = ":is(path, line, rect, circle, ellipse, polygon, polyline, text, use)";
  const colours = () =>
    all("main figure svg").map((drawing) =>
      all(PAINTED, drawing)
        .filter((part) => !part.closest("defs, clipPath, marker, symbol"))
        .map((part) => [getComputedStyle(part).stroke, getComputedStyle(part).fill, part.outerHTML.slice(0, 150)]),
    );

  // The site's script lets the Tab key into what scrolls once the browser has nothing to do.
  const ready = async () => {
    const areas = "main :is(pre > code, .md-typeset__scrollwrap)";
    const waits = () => all(areas).some((area) => scrolls(area) && area.tabIndex < 0);
    for (let turn = 0; turn < 100 && waits(); turn++) await new Promise((done) => setTimeout(done, 20));
  };

  // axe with every rule, or with those on colours. These take most of its time, so of the texts that
  // look alike three are looked at, and of the links among texts that look alike, too: a chapter has
  // thousands of texts in its code. What looks as it did in a window of another width was looked at
  // then. Of a text's size only that counts by which the contrast that it needs is less.
  const COLOURS = ["color-contrast", "link-in-text-block"];
  const known = new Set();
  const accessibility = async (everything) => {
    await ready();
    const grounds = new Map();
    const ground = (e) => {
      if (!e) return "";
      if (!grounds.has(e)) {
        const s = getComputedStyle(e);
        const effects = [s.opacity, s.filter, s.mixBlendMode].join();
        const own = [s.backgroundColor, s.backgroundImage, effects].join();
        const none = own === "rgba(0, 0, 0, 0),none,1,none,normal";
        const hides = effects === "1,none,normal" && s.backgroundColor.startsWith("rgb(");
        grounds.set(e, hides ? own : none ? ground(e.parentElement) : `${ground(e.parentElement)}/${own}`);
      }
      return grounds.get(e);
    };
    const large = (s) => parseFloat(s.fontSize) >= (s.fontWeight >= 700 ? 18.66 : 24);
    const alike = new Map();
    const mark = (element, rule, ...look) => {
      const key = [rule, ...look].join();
      alike.set(key, (alike.get(key) || 0) + 1);
      if (!known.has(key) && alike.get(key) <= 3) element.setAttribute(`data-${rule}`, "");
    };
    const written = (e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()) || "value" in e;
    for (const element of all("body *")) {
      if (!written(element) || !shown(element) || !element.checkVisibility({ opacityProperty: true })) continue;
      const s = getComputedStyle(element);
      mark(element, "color-contrast", s.color, large(s), s.textShadow, ground(element));
    }
    for (const link of all("a[href]").filter((link) => link.textContent.trim())) {
      const [s, around] = [link, link.parentElement].map((e) => getComputedStyle(e));
      const among = link.parentElement.textContent.trim() !== link.textContent.trim();
      const stands = [s.fontWeight === around.fontWeight, s.fontSize === around.fontSize, around.display];
      const look = [s.color, s.textDecorationLine, s.borderBottom, ground(link), among, around.color, ...stands];
      mark(link, "link-in-text-block", ...look);
    }
    const marked = COLOURS.flatMap((rule) => all(`[data-${rule}]`));
    alike.forEach((_, key) => known.add(key));
    if (!everything && !marked.length) return { passed: [], findings: [] };
    axe.configure({ rules: COLOURS.map((id) => ({ id, selector: `[data-${id}]` })) });
    const options = { resultTypes: ["violations"], iframes: false, preload: false };
    if (!everything) options.runOnly = COLOURS;
    const { violations, passes } = await axe.run(document, options);
    for (const rule of COLOURS) marked.forEach((element) => element.removeAttribute(`data-${rule}`));
    const of = (node) => `${node.target.join(" ")} ${node.html.slice(0, 120)}`;
    return {
      passed: passes.map((rule) => rule.id),
      findings: violations.flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${of(node)}`)),
    };
  };

  const open = () => all("details").forEach((details) => (details.open = true));
  const counts = () => Object.fromEntries(["math", "table", "figure", ".output", "pre"].map((s) => [s, all(`main ${s}`).length]));
  // Answers later, so that two tabs can work at the same time.
  const start = (question, key) =>
    void (globalThis[key] = new Promise((done) => setTimeout(done)).then(() => question()));

  globalThis.measure = { accessibility, all, away, box, colours, counts, cut, empty, missed, name, onScreen, open, ready, scrolls, settled, shifts, shown, sideways, start, unreachable, wide };
})();
