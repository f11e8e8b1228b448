/* Steps through a table, its graph and its equation. All that is shown was made when the site was
   built; here attributes say what is lit, and no number is computed. Without this script the whole
   table and the whole graph stand. Runs after instant navigation, too. */

{
  const PACE = 2000; // milliseconds a step
  const CALM = 4000; // for readers who asked for less motion
  const still = matchMedia("(prefers-reduced-motion: reduce)");

  let shown = null; // the stepper of this page
  let reach = () => {}; // shows the step of a row that the address names

  const start = (stepper) => {
    const names = JSON.parse(stepper.dataset.steps);
    const last = names.length - 1;
    const moments = [...stepper.querySelectorAll(".moment")];
    const lights = [...stepper.querySelectorAll("[data-lit]")].map((part) => [
      part,
      new Set(part.dataset.lit.split(" ").filter(Boolean).map(Number)),
    ]);
    const bounded = [...stepper.querySelectorAll("[data-from]")].map((part) => [
      part,
      Number(part.dataset.from),
      Number(part.dataset.until ?? Infinity),
    ]);
    const rows = [...stepper.querySelectorAll("tbody tr")];
    const button = (what) => stepper.querySelector(`[data-do=${what}]`);
    const slider = stepper.querySelector("input");
    const status = stepper.querySelector("[role=status]");
    const trouble = stepper.querySelector(".trouble");
    const here = location.pathname;
    let at = 0;
    let timer = 0;

    const light = () => {
      moments.forEach((moment, place) => moment.classList.toggle("lit", place === at));
      for (const [part, places] of lights) {
        part.classList.toggle("lit", places.has(at));
        if (rows.includes(part)) part.ariaCurrent = places.has(at) ? "step" : null;
      }
      for (const [part, from, until] of bounded)
        part.classList.toggle("shown", from <= at && at < until);
      for (const what of ["first", "previous"]) button(what).ariaDisabled = String(at === 0);
      for (const what of ["next", "last"]) button(what).ariaDisabled = String(at === last);
      slider.value = at;
      slider.setAttribute("aria-valuetext", `Step ${names[at]}`);
    };

    const keep = () => {
      if (location.pathname !== here) return; // that of the next page, which has not come yet
      const address = new URL(location);
      address.searchParams.set("step", names[at]);
      try {
        history.replaceState(history.state, "", address);
      } catch {
        // A page that is a file, or a slider dragged fast: some browsers refuse. Nothing else is lost.
      }
    };

    const go = (to) => {
      at = Math.min(Math.max(to, 0), last);
      trouble.textContent = "";
      light();
      status.textContent = moments[at].dataset.said;
      keep();
    };

    const pause = () => {
      clearInterval(timer);
      timer = 0;
      button("play").ariaLabel = "Play";
    };
    const play = () => {
      const turn = () => {
        if (at < last) go(at + 1);
        if (at === last) pause();
      };
      button("play").ariaLabel = "Pause";
      timer = setInterval(turn, still.matches ? CALM : PACE);
      if (at === last) go(0);
      else turn();
    };

    const ACTIONS = {
      first: () => go(0),
      previous: () => go(at - 1),
      play,
      next: () => go(at + 1),
      last: () => go(last),
    };
    const act = (what) => {
      const playing = timer;
      pause();
      if (button(what).ariaDisabled === "true") return;
      if (what !== "play" || !playing) ACTIONS[what]();
    };
    stepper.querySelector(".buttons").addEventListener("click", (event) => {
      const pressed = event.target.closest("button");
      if (pressed) act(pressed.dataset.do);
    });
    slider.addEventListener("input", () => {
      pause();
      go(Number(slider.value));
    });

    /* The slider has these keys of its own, and what scrolls sideways needs the arrows. */
    const KEYS = { ArrowLeft: "previous", ArrowRight: "next", Home: "first", End: "last" };
    stepper.addEventListener("keydown", (event) => {
      const { key, target } = event;
      if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || !KEYS[key]) return;
      if (target === slider || target.scrollWidth > target.clientWidth + 1) return;
      event.preventDefault();
      act(KEYS[key]);
    });

    reach = (hash) => {
      const row = rows.findIndex((one) => one.id && `#${one.id}` === decodeURIComponent(hash));
      if (row < 0) return false;
      pause();
      go(names.indexOf(String(row + 1)));
      return true;
    };

    const wanted = new URLSearchParams(location.search).get("step");
    if (wanted === null) {
      if (!reach(location.hash)) light();
    } else {
      at = Math.max(names.indexOf(wanted), 0);
      light();
      if (!names.includes(wanted)) {
        const some = wanted.length > 20 ? `${wanted.slice(0, 20)}…` : wanted;
        trouble.textContent =
          `The address asks for step “${some}”, which is not one of the steps ` +
          `${names[0]} to ${names[last]} here; this is the first.`;
        status.textContent = trouble.textContent;
      }
    }
    stepper.classList.add("steps");
    shown = { stepper, pause };
  };

  addEventListener("hashchange", () => reach(location.hash));
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    if (link?.hash && link.pathname === location.pathname) reach(link.hash);
  });

  document$.subscribe(() => {
    const stepper = document.querySelector(".stepper");
    if (stepper === shown?.stepper) return;
    shown?.pause(); // the page that was left may have been playing
    shown = null;
    reach = () => {};
    if (stepper) start(stepper);
  });
}
