/* Moves the penalty of logistic regression. Every number and every place was computed by Python when
   the site was built; this script picks one row of them. Runs after instant navigation, too. */

{
  let follow = () => {}; // what an address asks of the page that was shown last
  addEventListener("popstate", () => follow(location.search));

  document$.subscribe(() => {
    const live = document.querySelector(".live");
    if (!live || live.dataset.ready) return;
    live.dataset.ready = "yes";

    const columns = live.dataset.columns.split(" ");
    const fits = live.dataset.fits.split(";").map((row) => {
      const cells = row.split(" ");
      return Object.fromEntries(columns.map((name, place) => [name, cells[place]]));
    });
    const logs = fits.map((fit) => Math.log(fit.lambda));

    const controls = live.querySelector(".controls");
    const [slider, typed] = controls.querySelectorAll("input");
    const status = controls.querySelector("[role=status]");
    const hint = status.textContent;
    const said = (fit) => controls.dataset.said.replace(/\{(\w+)\}/g, (_, name) => fit[name]);

    const values = [...live.querySelectorAll("[data-value]")];
    const turn = live.querySelector(".turn");
    const sides = { plus: -1, minus: 1 };
    /* A curve says of each of its points how far it is from the one before. */
    const places = (curve) => {
      let [x, y] = [0, 0];
      return curve.getAttribute("d").slice(1).split(" ").map((step) => {
        const [right, down] = step.split(",").map(Number);
        x += right;
        y += down;
        return { x: x.toFixed(1), y: y.toFixed(1) };
      });
    };
    const curves = [...live.querySelectorAll(".curve")].map((curve) => ({
      points: places(curve),
      mark: curve.parentElement.querySelector(`.mark.${curve.classList[1]}`),
      now: curve.parentElement.querySelector(".now"),
    }));

    let shown = -1;
    const show = (place) => {
      if (place === shown) return;
      shown = place;
      const fit = fits[place];
      for (const value of values) value.textContent = fit[value.dataset.value];
      turn.setAttribute("transform", `rotate(${fit.turn})`);
      for (const [name, sign] of Object.entries(sides))
        turn.querySelector(`.${name}`).setAttribute("transform", `translate(0 ${sign * fit.doubt})`);
      for (const { points, mark, now } of curves) {
        const { x, y } = points[place];
        mark.setAttribute("cx", x);
        mark.setAttribute("cy", y);
        now.setAttribute("transform", `translate(${x} 0)`);
      }
      slider.value = place;
      slider.setAttribute("aria-valuetext", said(fit));
      typed.value = fit.lambda;
    };

    /* The place of the nearest λ, on the scale of the slider; -1 for what is no λ of its range. */
    const nearest = (text) => {
      if (!/^\s*\+?(\d+[.,]?\d*|[.,]\d+)(e[-+]?\d+)?\s*$/i.test(text)) return -1;
      const aim = Math.log(text.replace(",", "."));
      if (!(aim >= logs[0] - 1e-9 && aim <= logs.at(-1) + 1e-9)) return -1;
      const off = logs.map((log) => Math.abs(log - aim));
      return off.indexOf(Math.min(...off));
    };
    const range = `λ must be a number from ${fits[0].lambda} to ${fits.at(-1).lambda}`;
    const quoted = (text) => `“${text.length > 24 ? `${text.slice(0, 23)}…` : text}”`;
    const say = (text, bad) => {
      if (status.textContent !== text) status.textContent = text; // or it would be read again
      status.classList.toggle("bad", bad);
      typed.setAttribute("aria-invalid", bad);
    };

    /* Browsers refuse to write the address a hundred times in a row, and that of a file at all. */
    const writable = location.protocol !== "file:";
    const here = location.pathname;
    let waiting;
    const address = () => {
      clearTimeout(waiting);
      if (!writable) return;
      waiting = setTimeout(() => {
        // The reader may have gone, and the address with them, before the next page has come.
        if (!live.isConnected || location.pathname !== here) return;
        const url = new URL(location);
        url.searchParams.set("lambda", fits[shown].lambda);
        history.replaceState(history.state, "", url);
      }, 250);
    };

    slider.addEventListener("input", () => {
      say(hint, false);
      show(Number(slider.value));
      address();
    });

    const take = () => {
      const place = nearest(typed.value);
      if (place < 0) return say(`${range}, not ${quoted(typed.value)}.`, true);
      shown = -1; // or the field would keep a number that is not the nearest
      show(place);
      say(said(fits[place]), false);
      address();
    };
    typed.addEventListener("change", take);
    typed.addEventListener("keydown", (event) => {
      if (event.key === "Enter") take();
    });

    const start = Number(slider.getAttribute("value")); // a browser may have kept another one
    follow = (query) => {
      const asked = new URLSearchParams(query).get("lambda");
      const place = asked === null ? start : nearest(asked);
      const shows = `${fits[start].lambda} is shown.`;
      show(place < 0 ? start : place);
      if (place < 0) say(`In the address, ${range}, not ${quoted(asked)}; ${shows}`, true);
      else say(hint, false);
    };
    follow(location.search);

    /* Material would take no notice of a link to the same place with another query. */
    document.querySelector("main").addEventListener("click", (event) => {
      const link = event.target.closest("a[href*='?lambda=']");
      const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
      if (elsewhere || !writable || link?.pathname !== location.pathname) return;
      event.preventDefault();
      event.stopPropagation();
      clearTimeout(waiting);
      history.pushState(null, "", link.href);
      follow(link.search);
      document.getElementById(link.hash.slice(1)).scrollIntoView();
      slider.focus({ preventScroll: true });
    });
  });
}
