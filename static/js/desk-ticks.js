// A list of comments that are ticked for one decision: the buttons say how many are ticked, Shift and
// a click tick all in between, and keys go from row to row. Without this script the boxes work alone.
const KEYS_OFF = "desk-keys-off";

const form = document.querySelector("[data-ticks]");
const boxes = [...(form?.querySelectorAll("[name=comment]") ?? [])];
const allOnPage = form?.querySelector("[data-tick-all]");
let last = null;
let shiftOnLabel = false;

function count() {
  const ticked = boxes.filter((box) => box.checked).length;
  form.querySelectorAll("[data-ticked]").forEach((each) => (each.textContent = ticked || ""));
  if (allOnPage) {
    const box = allOnPage.querySelector("input");
    box.checked = ticked === boxes.length;
    box.indeterminate = ticked > 0 && ticked < boxes.length;
  }
}

// A click on the text of a row reaches the box as a second click, which need not carry the key.
function clicked(event) {
  if (!boxes.includes(event.target)) {
    shiftOnLabel = event.shiftKey;
    return;
  }
  if ((event.shiftKey || shiftOnLabel) && last && last !== event.target) {
    const ends = [boxes.indexOf(last), boxes.indexOf(event.target)].sort((a, b) => a - b);
    boxes.slice(ends[0], ends[1] + 1).forEach((box) => (box.checked = event.target.checked));
    window.getSelection()?.removeAllRanges();
  }
  shiftOnLabel = false;
  last = event.target;
}

function focused() {
  return boxes.indexOf(document.activeElement?.closest("li")?.querySelector("[name=comment]"));
}

function pressed(event) {
  if (event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return;
  if (event.target.closest("input:not([type=checkbox],[type=radio]), textarea, select, [contenteditable]")) return;
  if (localStorage.getItem(KEYS_OFF)) return;
  const key = event.key.toLowerCase();
  const place = focused();
  if (key === "j" || key === "k") {
    boxes[Math.min(Math.max(place + (key === "j" ? 1 : -1), 0), boxes.length - 1)]?.focus();
  } else if (key === "x" && place >= 0) {
    boxes[place].click();
  } else if (key === "u") {
    document.querySelector("[data-key=u]")?.click();
  } else return;
  event.preventDefault();
}

if (form) {
  form.addEventListener("click", clicked, true);
  form.addEventListener("change", count);
  document.addEventListener("keydown", pressed);
  window.addEventListener("pageshow", count);
  document.querySelector("[data-tick-keys]")?.removeAttribute("hidden");
  if (allOnPage) {
    allOnPage.hidden = false;
    allOnPage.querySelector("input").addEventListener("change", (event) => {
      boxes.forEach((box) => (box.checked = event.target.checked));
      count();
    });
  }
  count();
}
