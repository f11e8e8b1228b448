/* Sorts and filters the table of the kink atlas, which reads whole without this script. Rows move and
   hide; none is made. Runs after instant navigation, too. */

{
  let reveal = () => {}; // of the last table that was shown
  addEventListener("hashchange", () => reveal());

  document$.subscribe(() => {
    const atlas = document.querySelector(".atlas");
    const table = atlas?.querySelector("table");
    if (!table || table.dataset.ready) return;
    table.dataset.ready = "yes";

    const groups = [...table.tBodies];
    const flat = document.createElement("tbody"); // holds the rows while they are sorted
    const rows = [...table.querySelectorAll("tr[data-marks]")].map((row) => ({
      row,
      code: row.nextElementSibling,
      group: row.parentElement,
      words: `${row.textContent} ${row.nextElementSibling.textContent}`.toLowerCase(),
      marks: row.dataset.marks.split(",").filter(Boolean),
    }));

    const [words, family, mark] = ["words", "family", "mark"].map((n) => atlas.querySelector(`[name=${n}]`));
    const count = atlas.querySelector("output");

    const fits = ({ row, words: text, marks }) =>
      words.value.toLowerCase().split(/\s+/).every((word) => text.includes(word)) &&
      (!family.value || row.dataset.family === family.value) &&
      (!mark.value || (mark.value === "none" ? !marks.length : marks.includes(mark.value)));

    const filter = () => {
      const shown = rows.filter((entry) => {
        entry.row.hidden = entry.code.hidden = !fits(entry);
        return !entry.row.hidden;
      });
      for (const group of groups) group.hidden = !group.querySelector("tr[data-marks]:not([hidden])");
      count.value = `${shown.length} of ${rows.length} rows`;
    };

    /* A number, or the first entry of several; words and dashes come after all numbers. */
    const key = (entry, column) => {
      const text = entry.row.cells[column].textContent.trim();
      const number = /[−-]?(?:∞|\d+(?:\.\d+)?(?:e[−-]?\d+)?)/.exec(text)?.[0];
      const known = number && !/nan|none|such/.test(text.slice(0, text.indexOf(number)));
      const value = known ? Number(number.replaceAll("−", "-").replace("∞", "Infinity")) : NaN;
      return { value, text };
    };

    const byText = new Set([0, 2, 8]);
    const compare = (column, sign) => (a, b) => {
      const [one, other] = [key(a, column), key(b, column)];
      const words = one.text.localeCompare(other.text);
      if (byText.has(column)) return sign * words;
      if (isNaN(one.value) || isNaN(other.value))
        return isNaN(one.value) - isNaN(other.value) || sign * words;
      return sign * (one.value - other.value || words) || 0;
    };

    const heads = [...table.tHead.rows[0].cells];
    const sort = (column, order) => {
      heads.forEach((head, at) => {
        if (at === column && order) head.setAttribute("aria-sort", order);
        else head.removeAttribute("aria-sort");
      });
      if (order) {
        const sorted = [...rows].sort(compare(column, order === "ascending" ? 1 : -1));
        flat.append(...sorted.flatMap(({ row, code }) => [row, code]));
        table.append(flat);
      } else {
        for (const { row, code, group } of rows) group.append(row, code);
        flat.remove();
      }
      filter();
    };

    const NEXT = { null: "ascending", ascending: "descending", descending: null };
    heads.slice(0, -1).forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = head.textContent;
      button.addEventListener("click", () => sort(column, NEXT[head.getAttribute("aria-sort")]));
      head.replaceChildren(button);
    });

    /* A link to a row shows it, whatever the filter hides. */
    reveal = () => {
      const row = document.getElementById(decodeURIComponent(location.hash.slice(1)));
      if (!row?.hidden || !table.contains(row)) return;
      words.value = family.value = mark.value = "";
      filter();
      row.scrollIntoView();
    };

    for (const control of [words, family, mark]) control.addEventListener("input", filter);
    filter(); // what the browser kept in the fields of a page that is opened again
  });
}
