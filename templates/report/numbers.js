// Numbers as the page writes them: 2,080, 0.0123, 1.66·10⁻⁹.

const plain = (value) => value.toLocaleString("en", { maximumFractionDigits: 9 }).replace("-", "−");
const raised = (power) => `10${[...String(power)].map((sign) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[sign] ?? "⁻").join("")}`;

/** A number to so many significant digits. */
const sayNumber = (value, most = 3) => {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "no number" : value < 0 ? "−∞" : "∞";
  const [digits, power] = value.toExponential(most - 1).split("e").map(Number);
  if (power > -5 && power < 6) return plain(Number(value.toPrecision(most)));
  return `${digits === 1 ? "" : `${plain(digits)}·`}${raised(power)}`;
};

/** A reading with its unit; of percent one decimal, and as many as it takes not to call 99.96 all. */
const sayValue = (value, unit) => {
  if (!Number.isFinite(value)) return sayNumber(value);
  if (unit !== "%") return `${sayNumber(value)} ${unit}`.trim();
  const text = value.toFixed(1).replace("-", "−");
  return `${["0.0", "100.0"].includes(text) && value % 100 ? sayNumber(value, 4) : text} %`;
};

/** Even places from low to high, about so many. */
const evenTicks = (low, high, most) => {
  const wanted = (high - low) / most;
  const ten = 10 ** Math.floor(Math.log10(wanted));
  const step = ten * [1, 2, 5, 10].find((share) => share * ten >= wanted * 0.999);
  const from = Math.ceil(low / step - 1e-9);
  const count = Math.floor(high / step + 1e-9) - from + 1;
  return Array.from({ length: count }, (_, index) => Number(((from + index) * step).toPrecision(12)));
};

/** Powers of ten from low to high, or in a short range shares of them. */
const logTicks = (low, high, most) => {
  const from = Math.floor(Math.log10(low));
  const powers = Array.from({ length: Math.ceil(Math.log10(high)) - from + 1 }, (_, index) => from + index);
  for (const shares of [[1], [1, 3], [1, 2, 5], [1, 1.5, 2, 3, 4, 5, 7]]) {
    const ticks = powers.flatMap((power) => shares.map((share) => Number(`${share}e${power}`)))
      .filter((tick) => tick >= low && tick <= high);
    if (ticks.length > 2) return ticks.filter((_, index) => index % Math.ceil(ticks.length / most) === 0);
  }
  return evenTicks(low, high, 4);
};
