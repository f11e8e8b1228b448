/* Formulas that can be copied: as part of a selection, and each displayed one by a button of its
   own. What is copied is the LaTeX that a formula's MathML carries. Without a script nothing is
   missing but this. */

(() => {
  const latex = (math) => math.querySelector("annotation")?.textContent.trim() ?? math.textContent;
  const inDollars = (math) => {
    const shown = document.createElement("span");
    const displayed = math.getAttribute("display") === "block";
    shown.textContent = displayed ? `$$\n${latex(math)}\n$$` : `$${latex(math)}$`;
    shown.style.whiteSpace = "pre-wrap";
    return shown;
  };

  /* A selection that begins or ends inside a formula takes all of it: half of one is no LaTeX. */
  const widened = (range) => {
    const whole = range.cloneRange();
    const around = (node) => (node.closest ? node : node.parentElement)?.closest("math");
    const first = around(range.startContainer);
    const last = around(range.endContainer);
    if (first) whole.setStartBefore(first);
    if (last) whole.setEndAfter(last);
    return whole;
  };

  /* The text of a copy as it would be seen; what is not laid out has no line breaks. */
  const seenText = (copy) => {
    const stage = document.createElement("div");
    stage.className = "formula-stage";
    stage.append(copy);
    for (const math of stage.querySelectorAll("math")) math.replaceWith(inDollars(math));
    for (const extra of stage.querySelectorAll(".unseen, .headerlink, button, .tag, svg"))
      extra.remove();
    document.body.append(stage);
    const text = stage.innerText.replace(/\n{3,}/g, "\n\n").trim();
    stage.remove();
    return text;
  };

  document.addEventListener("copy", (event) => {
    const selection = document.getSelection();
    if (event.defaultPrevented || !selection || selection.isCollapsed) return;
    const ranges = Array.from({ length: selection.rangeCount }, (_, i) => selection.getRangeAt(i));
    const copies = ranges.map((range) => widened(range).cloneContents());
    if (!copies.some((copy) => copy.querySelector("math"))) return;
    const markup = document.createElement("div");
    for (const copy of copies) markup.append(copy.cloneNode(true));
    event.clipboardData.setData("text/html", markup.innerHTML);
    event.clipboardData.setData("text/plain", copies.map(seenText).join("\n"));
    event.preventDefault();
  });

  /* Browsers without the clipboard's own interface, or a page that is not trusted with it. */
  const copyBySelection = (text) => {
    const field = document.createElement("textarea");
    field.className = "formula-stage";
    field.value = text;
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    if (!done) throw new Error("the browser refused");
  };

  const written = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      copyBySelection(text);
    }
  };

  const status = document.createElement("div");
  status.className = "unseen";
  status.setAttribute("role", "status");

  const copyButton = (equation) => {
    const number = equation.querySelector(".tag")?.textContent;
    const name = number ? `equation ${number}` : "this formula";
    const button = document.createElement("button");
    const label = (text) => {
      button.textContent = text;
    };
    button.type = "button";
    button.className = "copy-latex";
    button.setAttribute("aria-label", `Copy LaTeX of ${name}`);
    label("Copy LaTeX");
    button.addEventListener("click", async () => {
      let said = "Copied";
      try {
        await written(latex(equation.querySelector("math")));
      } catch {
        said = "Not copied";
      }
      button.focus();
      label(said);
      status.textContent = `${said}: LaTeX of ${name}`;
      setTimeout(() => {
        label("Copy LaTeX");
        status.textContent = "";
      }, 2500);
    });
    return button;
  };

  document$.subscribe(() => {
    document.body.append(status);
    for (const equation of document.querySelectorAll(".equation")) {
      if (!equation.querySelector(".copy-latex")) equation.append(copyButton(equation));
    }
  });
})();
