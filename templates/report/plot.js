// Draws axes over steps as the pictures have them, at the size that there is room for.

const [INK, QUIET, RULE] = ["#1f2328", "#5b6169", "#c9cdd2"];

/** An element of SVG. */
const shape = (name, attributes, ...children) => {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
};

/** A line in an arm's colour and dash. */
const lineOf = ({ colour, dash }, width, d) => shape("path", {
  d, class: "line", fill: "none", stroke: colour, "stroke-width": width, "stroke-dasharray": dash.map((part) => part * width).join(" "),
});

/** The ends of the vertical axis: the picture's, or what fits the arms within some steps. */
const endsOf = ({ ends, log }, arms, { from, to, whole }) => {
  const seen = whole ? ends : arms.flatMap(({ steps, sets }) => sets.flatMap(({ at }) => at
    .filter((_, index) => steps[index] >= from && steps[index] <= to)
    .flatMap(({ low, high, middle }) => (sets.length > 1 ? [middle] : [low, high]))
    .filter((value) => value >= ends[0] && value <= ends[1])));
  const [low, high] = [Math.min(...seen), Math.max(...seen)];
  const [least, most] = low < high ? [low, high] : ends;
  const room = log ? (most / least) ** 0.04 : 0.04 * (most - least);
  return log ? [least / room, most * room] : [least - room, most + room];
};

/**
 * Draw axes.
 *
 * @param axes of `readingsOf`.
 * @param arms of them, those that are shown.
 * @param view the steps `from` and `to`, whether that is the `whole`, whether `seeds` are drawn one by one.
 * @param width in CSS pixels.
 * @returns the drawing, what turns a place across it into a step, and what marks a step, or those from one to another.
 */
const plotOf = (axes, arms, view, width) => {
  const height = Math.round(Math.min(340, Math.max(220, width / 2)));
  const ends = endsOf(axes, arms, view);
  const ticks = (axes.log ? logTicks : evenTicks)(...ends, 6);
  const [left, right, top, bottom] = [14 + 7 * Math.max(2, ...ticks.map((tick) => sayNumber(tick, 6).length)), width - 10, 8, height - 40];
  const room = 0.02 * (view.to - view.from);
  const from = view.from - room;
  const scale = (right - left) / (view.to + room - from);
  const across = (step) => left + (step - from) * scale;
  const bend = (value) => (axes.log ? Math.log(Math.max(value, 0)) : value);
  const [low, high] = ends.map(bend);
  const up = (value) => {
    const share = (bend(value) - low) / (high - low);
    return bottom - Math.min(1, Math.max(0, Number.isNaN(share) ? 1 : share)) * (bottom - top);
  };
  const point = (step, value) => `${across(step).toFixed(1)} ${up(value).toFixed(1)}`;
  const known = (value) => !Number.isNaN(value ?? Number.NaN);
  const line = (steps, values) => {
    const points = steps.flatMap((step, index) => (known(values[index]) ? [point(step, values[index])] : []));
    return points.length ? `M${points.join("L")}` : "";
  };

  const ground = { x: left, y: top, width: right - left, height: bottom - top };
  const inner = shape("svg", { ...ground, viewBox: Object.values(ground).join(" ") });
  const path = (d, colour, more) => inner.append(shape("path", { d, fill: "none", stroke: colour, ...more }));
  const marks = shape("g", {});
  const edges = shape("path", { fill: "none", stroke: RULE });
  const drawing = shape("svg", { width, height, viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" }, inner, edges, marks);
  const word = (text, x, y, anchor) => drawing.append(shape("text", { x, y, "text-anchor": anchor, fill: QUIET }, text));
  let frame = `M${left} ${top}V${bottom}H${right}`;
  for (const tick of ticks) {
    frame += `M${left} ${up(tick)}h-4`;
    word(sayNumber(tick, 6), left - 8, up(tick) + 4, "end");
  }
  for (const tick of evenTicks(from, view.to + room, Math.max(2, (right - left) / 90))) {
    frame += `M${across(tick)} ${bottom}v4`;
    word(plain(tick), across(tick), bottom + 17, "middle");
  }
  edges.setAttribute("d", frame);
  word("optimiser steps", (left + right) / 2, height - 6, "middle");

  if (axes.counted) {
    const [first, last] = axes.counted.map(across);
    inner.append(shape("rect", { ...ground, x: first, width: Math.max(1, last - first), fill: RULE, "fill-opacity": 0.45 }));
  }
  for (const level of axes.levels) path(`M${left} ${up(level)}H${right}`, QUIET, { "stroke-width": 1.3, "stroke-dasharray": "1.5" });
  for (const step of axes.uprights) path(`M${across(step)} ${top}V${bottom}`, QUIET, { "stroke-dasharray": "4 2" });
  // a hollow triangle at the edge for what has no place between the ends
  const beyond = (steps, values, colour, counts) => {
    for (const [index, value] of values.entries()) {
      if (value === undefined || (value >= ends[0] && value <= ends[1]) || !counts(value)) continue;
      const [y, way] = value < ends[0] ? [bottom, -7] : [top, 7];
      path(`M${across(steps[index])} ${y}l-4 ${way}h8z`, colour, { fill: "#fff" });
    }
  };
  for (const arm of arms) {
    const { steps, sets, colour } = arm;
    const range = sets.length > 1;
    const middles = sets.map(({ at }) => at.map(({ middle }) => middle));
    const [lower, upper] = range ? middles : ["low", "high"].map((end) => sets[0].at.map((each) => each[end]));
    const back = line([...steps].reverse(), [...upper].reverse()).replace("M", "L");
    path(line(steps, lower) + back, "none", { fill: colour, "fill-opacity": range ? 0.4 : 0.13 });
    for (const [index, { seeds }] of sets.entries()) {
      for (const { values, lost } of seeds) {
        if (view.seeds && seeds.length > 1) path(line(steps, values), colour, { class: "seed", "stroke-width": 0.8, "stroke-opacity": 0.6 });
        const last = values.findLastIndex(known);
        if (lost && last >= 0) path(`M${point(steps[last], values[last])}m-4-4l8 8m0-8l-8 8`, colour, { class: "lost", "stroke-width": 2 });
        beyond(steps, values, colour, (value) => !range || !Number.isFinite(value));
      }
      if (range) beyond(steps, middles[index], colour, Number.isFinite);
      inner.append(lineOf(arm, range ? 1 : 2, line(steps, middles[index])));
    }
  }

  return {
    drawing,
    stepAt: (x) => Math.min(view.to, Math.max(view.from, from + (x - left) / scale)),
    mark: (step) => {
      const dots = arms.flatMap(({ steps, sets, colour }) => (steps.length ? sets : []).map(({ at }) => {
        const index = nearest(steps, step);
        return shape("circle", { cx: across(steps[index]), cy: up(at[index].middle), r: 3.5, fill: colour, stroke: "#fff" });
      }));
      marks.replaceChildren(shape("path", { d: `M${across(step)} ${top}V${bottom}`, stroke: INK, "stroke-width": 0.8 }), ...dots);
    },
    span: (first, last) => {
      marks.replaceChildren(shape("rect", { ...ground, x: across(first), width: across(last) - across(first), fill: INK, "fill-opacity": 0.15 }));
    },
  };
};
