// How much room is left in a text: `<textarea data-count="5000">` with a `[data-counter]` in its
// form. Counts as the server does: characters rather than code units, without the outer spaces.
const number = new Intl.NumberFormat(document.documentElement.lang || "en");

document.addEventListener("input", ({ target }) => {
  const limit = Number(target.dataset?.count);
  const counter = limit && target.form?.querySelector("[data-counter]");
  if (!counter) return;
  const left = limit - [...target.value.trim()].length;
  counter.toggleAttribute("data-over", left < 0);
  counter.textContent =
    left < 0 ? `${number.format(-left)} characters too many.` : `${number.format(left)} characters left.`;
});
