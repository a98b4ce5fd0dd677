// Links lead to what is folded or filtered away, and to a figure as a reader left it; every claim and figure has one.
{
  const copy = async (button, hash) => {
    const link = location.href.split("#")[0] + hash;
    try {
      await navigator.clipboard.writeText(link);
      tell("Link copied.");
      button.classList.add("done");
      setTimeout(() => button.classList.remove("done"), 2000);
    } catch { // the browser gives no clipboard: the link itself, selected, to be copied by hand
      const field = button.nextElementSibling ?? make("input", { readOnly: true, className: "address", "aria-label": "Link, to be copied" });
      field.value = link;
      button.after(field);
      field.select();
    }
  };
  const offer = (element, place, name) => {
    const button = make("button", { type: "button", className: "copy" }, "Copy link", make("span", { className: "hidden" }, ` to ${name}`));
    button.addEventListener("click", () => copy(button, `#${encodeURIComponent(element.id)}${element.dataset.state ?? ""}`));
    place.append(button);
  };
  for (const card of document.querySelectorAll("article.card")) {
    const place = card.querySelector(".verdict");
    offer(card, place, `claim ${place.querySelector(".index").textContent}`);
  }
  for (const figure of document.querySelectorAll("figure[id]")) offer(figure, toolsOf(figure), figure.id.replace("-", " "));

  // what follows a question mark is not of the target's id but how a figure is explored
  const find = (hash) => {
    const [id, ...state] = hash.slice(1).split("?");
    const byId = (text) => {
      try { return document.getElementById(decodeURIComponent(text)); } catch { return null; }
    };
    const whole = byId(hash.slice(1));
    return whole ? [whole, ""] : [byId(id), state.join("?")];
  };
  const reveal = (hash) => {
    const [target, state] = find(hash);
    if (!target) return;
    const hidden = target.closest(".sifted");
    hidden?.closest("[data-sift]").dispatchEvent(new Event("reveal"));
    const before = target.getBoundingClientRect().height;
    unfold(target);
    for (const fold of target.querySelectorAll(":scope > details.folded")) fold.open = true;
    if (state) target.dispatchEvent(new CustomEvent("explore", { detail: state }));
    if (hidden || !before || state) target.scrollIntoView();
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.('a[href^="#"]');
    if (link) reveal(link.hash);
  });
  window.addEventListener("hashchange", () => reveal(location.hash));
  if (location.hash) reveal(location.hash);
}
