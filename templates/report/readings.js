// What a figure shows, from the table that the page holds beside it (CSV), and what `data-explore` says besides.

/** The rows of CSV, each a list of its cells. */
const cellsOf = (text) => {
  const rows = [[]];
  for (const [, quoted, bare, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n|$)/g)) {
    rows.at(-1).push(quoted?.replaceAll('""', '"') ?? bare);
    if (end === "\n") rows.push([]);
  }
  return rows;
};

/** Median, least, largest and count of what was read at a step: as in the pictures, without what is no number. */
const summary = (values) => {
  const sorted = values.filter((value) => !Number.isNaN(value ?? Number.NaN)).sort((a, b) => a - b);
  const count = sorted.length;
  const [low, high] = [sorted[0] ?? Number.NaN, sorted.at(-1) ?? Number.NaN];
  return { middle: count ? (sorted[(count - 1) >> 1] + sorted[count >> 1]) / 2 : Number.NaN, low, high, count };
};

/**
 * The axes of a figure. Each arm has its `steps`, and `sets` of curves: one, or of a range one for either end. A set has
 * the `seeds`, each with its values at these steps (undefined where none was read), and, for each step, their summary.
 */
const readingsOf = (figure) => {
  const { arms, axes, lost, others } = JSON.parse(figure.dataset.explore);
  const link = figure.nextElementSibling.querySelector("a.download").getAttribute("href");
  const [heads, ...rows] = cellsOf(decodeURIComponent(link.slice(link.indexOf(",") + 1)));
  const [of, on] = [heads.indexOf("arm"), heads.indexOf("step")];
  const columns = heads.flatMap((head, index) => {
    const [, metric, seed] = head.match(/^(?:(.*), )?seed (\d+)$/s) ?? [];
    return seed ? [{ metric, seed: Number(seed), index }] : [];
  });
  const metrics = [...new Set(columns.map(({ metric }) => metric))];
  const read = axes.map(({ rows: wanted = [], times = 1, unit = "", levels = [], uprights = [], ends, ...more }) => {
    const own = rows.filter((row) => row[on] && wanted.every((cell, index) => row[index] === cell));
    const number = (cell) => (cell ? Number(cell.replace("inf", "Infinity")) * times : undefined);
    const found = arms.map(([name, colour, dash]) => {
      const held = own.filter((row) => row[of] === name);
      const sets = metrics.map((metric) => {
        const seeds = columns.filter((column) => column.metric === metric).map(({ seed, index }) => (
          { lost: lost[name]?.includes(seed), values: held.map((row) => number(row[index])) }
        )).filter(({ values }) => values.some((value) => value !== undefined));
        return { seeds, at: held.map((_, index) => summary(seeds.map(({ values }) => values[index]))) };
      });
      return { name, colour, dash, steps: held.map((row) => Number(row[on])), sets };
    });
    const scaled = (values) => values.map((value) => value * times);
    return { ...more, unit, ends: scaled(ends), levels: scaled(levels), uprights, arms: found };
  });
  const steps = read.flatMap((each) => [...each.uprights, ...each.arms.flatMap((arm) => arm.steps)]).sort((a, b) => a - b);
  return { axes: read, others, first: steps[0], last: steps.at(-1) };
};

/** Where in a list the number nearest to this one stands. */
const nearest = (list, wanted) => list.reduce((best, each, index) => (Math.abs(each - wanted) < Math.abs(list[best] - wanted) ? index : best), 0);

/** What an arm reads at the step nearest to this one. */
const sayReading = ({ steps, sets }, step, unit) => {
  if (!steps.length) return "no reading";
  const index = nearest(steps, step);
  const told = sets.map(({ at }) => sayValue(at[index].middle, unit)).join(" to ");
  const { low, high, count } = sets[0].at[index];
  const spread = sets.length === 1 && count > 1 ? ` (${sayValue(low, unit)} to ${sayValue(high, unit)}, ${count} seeds)` : "";
  return `${told}${spread}${steps[index] === step ? "" : `, at step ${plain(steps[index])}`}`;
};
