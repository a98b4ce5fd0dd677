// Explores a figure over steps: drawn anew in its picture's place, with arms and seeds to choose, values to read step by
// step, and stretches to look at closely. Its state stands in the address; Escape brings the picture back.
{
  const PAGE = 10;
  const KEYS = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -PAGE, PageUp: PAGE, Home: -Infinity, End: Infinity };
  const HINT = "Drag over a stretch to see it closely. Arrow keys read step by step, + and − zoom, Escape brings the picture back.";

  const begin = (figure, name) => {
    const { axes, others, first, last } = readingsOf(figure);
    const names = axes[0].arms.map((arm) => arm.name);
    const usual = names.slice(0, 4);
    const ranges = axes[0].arms[0].sets.length > 1;
    const most = Math.max(...axes.flatMap(({ arms }) => arms.flatMap(({ sets }) => sets.map(({ seeds }) => seeds.length))));
    const few = most <= 5 && !ranges; // as in the pictures, seeds are drawn one by one where they are few
    const start = () => ({ panel: 0, from: first, to: last, seeds: few, shown: new Set(usual) });
    const says = ranges ? "From the median of the low end to that of the high end, over seeds." : "Median over seeds (least to largest).";
    let [state, at, drawn, pressed] = [start(), last, null, null];

    const button = (text, label, act) => {
      const made = make("button", { type: "button", "aria-label": `${label}, ${name}` }, text);
      made.addEventListener("click", act);
      return made;
    };
    /** A box to tick, and what is to be done then. */
    const tick = (act, ...children) => {
      const box = make("input", { type: "checkbox" });
      box.addEventListener("change", () => act(box.checked));
      return [box, make("label", {}, box, ...children)];
    };
    const panel = make("select", {}, ...axes.map(({ title }, value) => make("option", { value }, title)));
    panel.addEventListener("change", () => set({ panel: Number(panel.value) }));
    const bar = make("div", { className: "sift-bar" }, button("+", "Zoom in", () => zoom(0.5)),
      button("−", "Zoom out", () => zoom(2)), button("Reset", "Show all as at first", () => set(start())));
    if (axes.length > 1) bar.prepend(make("label", {}, "Panel ", panel));
    const title = make("p", { className: "axis-title" });
    const plot = make("div", { className: "plot", tabIndex: 0, role: "slider", "aria-label": `Step, ${name}` });
    const place = make("p", { className: "small quiet-text" });
    const rows = axes[0].arms.map((arm) => {
      const swatch = shape("svg", { width: 30, height: 10, "aria-hidden": "true" }, lineOf(arm, 2, "M0 5H30"));
      const [box, label] = tick((on) => {
        set({ shown: new Set(names.filter((each) => (each === arm.name ? on : state.shown.has(each)))) });
      }, swatch, make("bdi", {}, arm.name));
      const reading = make("span", { className: "reading" });
      return { name: arm.name, box, reading, item: make("li", {}, label, reading) };
    });
    const [seeds, each] = tick((on) => set({ seeds: on }), "each seed");
    const list = make("ul", { className: "arms", "aria-label": `Arms, ${name}` }, ...rows.map(({ item }) => item));
    if (most > 1) list.append(make("li", {}, each));
    const frame = make("div", { className: "explorer", role: "group", "aria-label": `Explore ${name}` },
      bar, title, plot, place, list, make("p", { className: "small quiet-text" }, HINT));

    const held = () => axes[state.panel].arms.filter((arm) => state.shown.has(arm.name));
    const stepsIn = (from, to) => {
      const steps = held().flatMap((arm) => arm.steps).filter((step) => step >= from && step <= to);
      return [...new Set(steps)].sort((a, b) => a - b);
    };

    /** Mark the step nearest to one, and say what is read there. */
    const read = (step) => {
      const known = stepsIn(state.from, state.to);
      at = known[nearest(known, step)] ?? state.to;
      drawn.mark(at);
      const { unit, arms } = axes[state.panel];
      const told = rows.map(({ name: arm, reading }, index) => {
        reading.textContent = state.shown.has(arm) ? sayReading(arms[index], at, unit) : "";
        return reading.textContent && `${arm}: ${reading.textContent}`;
      });
      plot.setAttribute("aria-valuenow", at);
      plot.setAttribute("aria-valuetext", [`Step ${plain(at)}`, ...told.filter(Boolean)].join(". "));
      place.textContent = `Step ${plain(at)}, of ${plain(state.from)} to ${plain(state.to)}. ${most > 1 ? says : ""}`;
    };
    const render = () => {
      const shown = axes[state.panel];
      const whole = state.from === first && state.to === last && state.shown.size === names.length;
      drawn = plotOf(shown, held(), { ...state, whole }, plot.clientWidth || 288);
      plot.replaceChildren(drawn.drawing);
      plot.setAttribute("aria-valuemin", state.from);
      plot.setAttribute("aria-valuemax", state.to);
      const said = [shown.unit, shown.log && "logarithmic"].filter(Boolean).join(", ");
      title.textContent = said ? `${shown.title} (${said})` : shown.title;
      [panel.value, seeds.checked] = [state.panel, state.seeds];
      for (const row of rows) row.box.checked = state.shown.has(row.name);
      read(at);
    };
    /** Change what is shown, and write it into the address: steps, and what differs from how the figure opens. */
    const set = (changes) => {
      state = { ...state, ...changes };
      const told = new URLSearchParams({ steps: `${state.from}-${state.to}` });
      if (state.panel) told.set("panel", state.panel + 1);
      if (state.seeds !== few) told.set("seeds", Number(state.seeds));
      const shown = [...state.shown];
      if (shown.join() !== usual.join()) for (const arm of shown.length ? shown : [""]) told.append("arm", arm);
      figure.dataset.state = `?${told}`;
      address(`#${figure.id}?${told}`);
      render();
    };
    const stretch = (one, other) => {
      const [from, to] = [Math.max(first, Math.round(Math.min(one, other))), Math.min(last, Math.round(Math.max(one, other)))];
      if (stepsIn(from, to).length < 2) return;
      set({ from, to });
      tell(`Steps ${plain(from)} to ${plain(to)}.`);
    };
    const zoom = (factor) => {
      const width = Math.min(last - first, (state.to - state.from) * factor);
      const from = Math.min(Math.max(first, at - width / 2), last - width);
      stretch(from, from + width);
    };

    const under = (event) => drawn.stepAt(event.clientX - plot.getBoundingClientRect().left);
    const drags = (event) => pressed && Math.abs(event.clientX - pressed.clientX) > 6;
    plot.addEventListener("pointerdown", (event) => {
      pressed = event;
      plot.setPointerCapture(event.pointerId);
    });
    plot.addEventListener("pointermove", (event) => {
      if (drags(event)) drawn.span(...[under(pressed), under(event)].sort((a, b) => a - b));
      else read(under(event));
    });
    plot.addEventListener("pointerup", (event) => {
      const step = under(event);
      if (drags(event)) stretch(under(pressed), step);
      pressed = null;
      read(step);
    });
    plot.addEventListener("pointercancel", () => {
      pressed = null;
      read(at);
    });
    plot.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const known = stepsIn(state.from, state.to);
      if (event.key in KEYS) read(known[Math.min(known.length - 1, Math.max(0, known.indexOf(at) + KEYS[event.key]))] ?? at);
      else if ("+=-".includes(event.key)) zoom(event.key === "-" ? 2 : 0.5);
      else return;
      event.preventDefault();
    });

    const pictures = [...figure.querySelectorAll(".panels img")];
    for (const picture of pictures.slice(0, pictures.length - others)) picture.classList.add("covered");
    figure.prepend(frame);
    new ResizeObserver(() => {
      if (plot.clientWidth && plot.clientWidth !== Number(drawn.drawing.getAttribute("width"))) render();
    }).observe(plot);

    /** Show what an address says, as far as there is such a thing. */
    const open = (told) => {
      const asked = new URLSearchParams(told);
      const [from, to] = (asked.get("steps") ?? "").split("-").map((step) => Math.min(last, Math.max(first, Number(step))));
      const next = start();
      if (from < to) Object.assign(next, { from, to });
      if (axes[asked.get("panel") - 1]) next.panel = asked.get("panel") - 1;
      if (asked.has("seeds")) next.seeds = asked.get("seeds") !== "0";
      if (asked.has("arm")) next.shown = new Set(names.filter((arm) => asked.getAll("arm").includes(arm)));
      at = next.to;
      set(next);
    };
    return { frame, plot, open };
  };

  for (const figure of document.querySelectorAll("figure[data-explore]")) {
    const name = figure.id.replace("-", " ");
    const button = make("button", { type: "button" });
    let explorer = null;
    const label = (text) => button.replaceChildren(text, make("span", { className: "hidden" }, `, ${name}`));
    const close = () => {
      figure.classList.remove("exploring");
      explorer.frame.hidden = true;
      delete figure.dataset.state;
      address(`#${figure.id}`);
      label("Explore");
      button.focus();
    };
    const open = (told) => {
      figure.classList.add("exploring");
      if (!explorer) {
        explorer = begin(figure, name);
        explorer.frame.addEventListener("keydown", (event) => event.key === "Escape" && close());
      }
      explorer.frame.hidden = false;
      label("Back to the picture");
      explorer.open(told);
    };
    button.addEventListener("click", () => {
      if (figure.classList.contains("exploring")) return close();
      open("");
      explorer.plot.focus();
    });
    figure.addEventListener("explore", ({ detail }) => open(detail));
    label("Explore");
    toolsOf(figure).prepend(button);
  }
}
