// Finds, filters and sorts the rows of the tables of verdicts and of runs. Without it the page holds the same.
{
  const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹";
  const NUMBER = /^([+-]?[\d.]+)?(?:·?10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+))?/;

  /** The number that a text starts with, as people read it: 13,200 and 1.3·10⁻¹⁰ too; NaN where it starts with none. */
  const numberOf = (text) => {
    const [, digits, power] = text.replaceAll(",", "").match(NUMBER);
    if (!digits && !power) return Number.NaN;
    const raised = [...(power ?? "⁰")].map((sign) => (sign === "⁻" ? "-" : RAISED.indexOf(sign))).join("");
    return Number(`${digits ?? 1}e${raised}`);
  };

  /** What a cell sorts by: its `data-value`, else its link's text or its own; a number where it starts with one. */
  const keyOf = (cell) => {
    const told = cell.dataset.value ?? (cell.querySelector("a") ?? cell).textContent;
    const text = told.trim().replaceAll("\u2212", "-").replace(/^[<×+]\s*/, "");
    const number = numberOf(text);
    return Number.isNaN(number) ? text.toLowerCase() : number;
  };
  const isBlank = (key) => key === "" || key === "\u2013";

  /** Numbers before words; what is blank last, whichever way. */
  const compare = (a, b, way) => {
    if (isBlank(a) || isBlank(b)) return isBlank(a) - isBlank(b);
    if (typeof a !== typeof b) return typeof a === "number" ? -1 : 1;
    return way * (typeof a === "number" ? a - b : a < b ? -1 : a > b ? 1 : 0);
  };

  const makeSortable = (table, say) => {
    const bodies = [...table.tBodies].map((body) => [body, [...body.querySelectorAll("tr:not(.group)")]]);
    const headings = [...table.querySelectorAll("thead th[data-sort]")];
    for (const heading of headings) {
      const name = heading.textContent.trim();
      const button = make("button", { type: "button", className: "sort" }, ...heading.childNodes);
      heading.append(button);
      heading.setAttribute("aria-sort", "none");
      button.addEventListener("click", () => {
        const before = heading.getAttribute("aria-sort");
        const now = { none: "ascending", ascending: "descending", descending: "none" }[before];
        for (const other of headings) other.setAttribute("aria-sort", "none");
        heading.setAttribute("aria-sort", now);
        const way = now === "descending" ? -1 : 1;
        for (const [body, listed] of bodies) {
          const keyed = listed.map((row) => [keyOf(row.cells[heading.cellIndex]), row]);
          if (now !== "none") keyed.sort(([a], [b]) => compare(a, b, way));
          body.append(...keyed.map(([, row]) => row));
        }
        say(now === "none" ? "In the study’s order." : `Sorted by ${name}, ${now}.`);
      });
    }
  };

  const makeFilters = (group) => {
    const rows = [...group.querySelectorAll("tbody tr:not(.group)")].map((row) => ({ row, text: row.textContent.toLowerCase() }));
    const blocks = [...group.querySelectorAll(".sifted-block")];
    const noun = group.dataset.sift;
    const find = make("input", { type: "search", autocomplete: "off", spellcheck: false });
    const [count, order] = [make("span"), make("span")];
    const status = make("p", { className: "sift-count" }, count, " ", order);
    status.setAttribute("role", "status");
    const bar = make("div", { className: "sift-bar" }, make("label", {}, "Find ", find));
    bar.setAttribute("role", "group");
    bar.setAttribute("aria-label", `Filter ${noun}`);
    const holds = (row, name) => row.closest(`[data-${name}]`)?.getAttribute(`data-${name}`) ?? "";
    const choices = group.dataset.by.split(" ").flatMap((name) => {
      const values = [...new Set(rows.map(({ row }) => holds(row, name)))].filter(Boolean);
      if (values.length < 2) return [];
      const options = values.map((value) => make("option", { value }, value));
      const choice = make("select", { name }, make("option", { value: "" }, "any"), ...options);
      bar.append(make("label", {}, `${name[0].toUpperCase()}${name.slice(1)} `, choice));
      return [choice];
    });
    const clear = make("button", { type: "button", hidden: true }, "Show all");
    bar.append(clear);

    const sift = () => {
      const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
      const chosen = words.length > 0 || choices.some((choice) => choice.value);
      let shown = 0;
      for (const { row, text } of rows) {
        const fits = words.every((word) => text.includes(word))
          && choices.every((choice) => !choice.value || holds(row, choice.name) === choice.value);
        row.classList.toggle("sifted", !fits);
        shown += fits;
        if (fits && chosen) unfold(row);
      }
      for (const block of blocks) block.classList.toggle("sifted", !block.querySelector("tbody tr:not(.sifted, .group)"));
      count.textContent = `${shown} of ${rows.length} ${noun} shown.`;
      clear.hidden = shown === rows.length && !find.value && choices.every((choice) => !choice.value);
    };
    const reset = () => {
      find.value = "";
      for (const choice of choices) choice.value = "";
      sift();
    };
    find.addEventListener("input", sift);
    for (const choice of choices) choice.addEventListener("change", sift);
    clear.addEventListener("click", () => { reset(); find.focus(); });
    group.addEventListener("reveal", reset);
    sift();
    group.prepend(bar, status);
    group.classList.add("sifting");
    return (text) => { order.textContent = text; };
  };

  for (const group of document.querySelectorAll("[data-sift]")) {
    const say = makeFilters(group);
    for (const table of group.querySelectorAll("table")) makeSortable(table, say);
  }
}
