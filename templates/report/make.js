// What all parts of the script share; each part is a file, and they follow one another in the page as they are written.
"use strict";

/** An HTML element with properties, or attributes where it has no such property, and children. */
const make = (name, settings = {}, ...children) => {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(settings)) {
    if (key in element) element[key] = value;
    else element.setAttribute(key, value);
  }
  element.append(...children);
  return element;
};

/** Open whatever folds an element away. */
const unfold = (element) => {
  for (let fold = element.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
};

/** Say something to those who hear the page. */
const tell = (() => {
  const status = make("p", { className: "hidden heard", role: "status" });
  document.querySelector("main").append(status);
  return (text) => { status.textContent = text; };
})();

/** The line of buttons below a figure. */
const toolsOf = (figure) => {
  const found = figure.querySelector(".tools");
  if (found) return found;
  const tools = make("p", { className: "tools" });
  figure.querySelector("figcaption").before(tools);
  return tools;
};

/** Write where a reader is into the address, if the browser lets a file do so. */
const address = (hash) => {
  try { history.replaceState(null, "", hash); } catch { /* the page works without */ }
};
