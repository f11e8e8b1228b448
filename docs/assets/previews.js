/* A reference to an equation shows the equation while the pointer or the keyboard is on it.
   As WCAG 1.4.13 asks: Escape dismisses it, the pointer may move onto it, and it stays until the
   pointer and the focus have left. A finger follows the link instead. */

(() => {
  const MARGIN = 8; // pixels that stay free at the edges of the window
  const PATIENCE = 250; // milliseconds to move the pointer from the reference to the preview
  const SMALLEST = 0.6; // of the formula's size, where the window is narrow

  const preview = document.createElement("div");
  preview.id = "equation-preview";
  preview.className = "md-typeset equation-preview";
  preview.setAttribute("role", "tooltip");
  preview.hidden = true;

  let reference = null; // the link whose equation is shown
  let waiting = 0;

  const formulaOf = (link) => {
    const anchor = CSS.escape(decodeURIComponent(link.hash.slice(1)));
    const here = document.querySelector(`#${anchor} .formula math`);
    const copy = document.querySelector(`template.preview[data-equation="${anchor}"]`);
    return (here ?? copy?.content.querySelector("math"))?.cloneNode(true);
  };

  const hide = () => {
    clearTimeout(waiting);
    reference?.removeAttribute("aria-describedby");
    reference = null;
    preview.hidden = true;
  };

  const hideSoon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      if (!reference?.matches(":focus-visible")) hide();
    }, PATIENCE);
  };

  const place = (link) => {
    preview.style.fontSize = "";
    preview.style.left = preview.style.top = "0";
    const room = document.documentElement.clientWidth - 2 * MARGIN;
    const needed = preview.scrollWidth;
    if (needed > room) preview.style.fontSize = `${Math.max(room / needed, SMALLEST) * 0.98}em`;
    const at = link.getBoundingClientRect();
    const size = preview.getBoundingClientRect();
    const left = Math.min(at.left + at.width / 2 - size.width / 2, MARGIN + room - size.width);
    // Under a header that stays, a preview above its reference would be hidden.
    const above = at.top - size.height;
    const header = document.querySelector(".md-header")?.getBoundingClientRect().bottom ?? 0;
    const below = at.bottom + size.height <= window.innerHeight || above < header;
    preview.style.left = `${Math.max(left, MARGIN) + window.scrollX}px`;
    preview.style.top = `${(below ? at.bottom : above) + window.scrollY}px`;
  };

  const show = (link) => {
    clearTimeout(waiting);
    if (link === reference) return;
    hide();
    const formula = formulaOf(link);
    if (!formula) return;
    reference = link;
    preview.replaceChildren(formula);
    preview.hidden = false;
    link.setAttribute("aria-describedby", preview.id);
    place(link);
  };

  const linkOf = (event) => event.target.closest?.("a.eqref");

  document.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch") return;
    const link = linkOf(event);
    if (link) show(link);
    else if (event.target.closest?.("#equation-preview")) clearTimeout(waiting);
  });
  document.addEventListener("pointerout", (event) => {
    if (linkOf(event) || event.target.closest?.("#equation-preview")) hideSoon();
  });
  document.addEventListener("focusin", (event) => {
    const link = linkOf(event);
    if (link?.matches(":focus-visible")) show(link);
  });
  document.addEventListener("focusout", (event) => {
    if (linkOf(event) && !preview.matches(":hover")) hide();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
  });
  window.addEventListener("resize", hide);

  document$.subscribe(() => {
    hide();
    document.body.append(preview);
  });
})();
