/* What Material leaves to the pointer: the labels that open search and menus on a small screen,
   and what scrolls: code and hand-written tables. Runs on every page, also after instant navigation. */

{
  const small = matchMedia("(max-width: 76.1875em)");
  const reachMenus = () =>
    document.querySelectorAll("label[for^=__]").forEach((label) => {
      if (!label.firstElementChild) return; // an area to click beside a menu
      if (small.matches) label.tabIndex = 0;
      else label.removeAttribute("tabindex");
    });
  const reachAreas = () =>
    document.querySelectorAll(".md-typeset__scrollwrap, .md-typeset pre > code").forEach((area) => {
      if (area.scrollWidth > area.clientWidth) area.tabIndex = 0;
    });

  let waiting;
  const reachAreasSoon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(reachAreas, 100);
  };
  window.addEventListener("resize", reachAreasSoon);
  small.addEventListener("change", reachMenus);
  document$.subscribe(() => {
    reachMenus();
    reachAreasSoon(); // Material wraps the tables first
  });
}
