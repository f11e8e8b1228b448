/* Scroll bars and form fields follow the palette. */
{
  const follow = () => {
    const dark = document.body.dataset.mdColorScheme === "slate";
    document.documentElement.style.colorScheme = dark ? "dark" : "light";
  };
  follow();
  new MutationObserver(follow).observe(document.body, { attributeFilter: ["data-md-color-scheme"] });
}

/* Names for what Material's own script adds to code blocks, so that a screen reader tells them apart.
   Runs on every page, also after instant navigation. */

document$.subscribe(() => {
  const name = (toolbar, number) => toolbar.setAttribute("aria-label", `Code block ${number}`);
  const nameAll = () => document.querySelectorAll(".md-code__nav").forEach((t, i) => name(t, i + 1));
  nameAll();
  new MutationObserver(nameAll).observe(document.querySelector(".md-content"), {
    childList: true,
    subtree: true,
  });
});
