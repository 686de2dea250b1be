// What is being typed survives a closed tab: each `<form data-keep="PLACE">` keeps its text in
// this browser until it is sent, and for a week at most. Without storage it does nothing.
const PREFIX = "draft:";
const KEPT_FOR_MS = 7 * 24 * 3600 * 1000;

function storage() {
  try {
    localStorage.setItem(`${PREFIX}?`, "");
    localStorage.removeItem(`${PREFIX}?`);
    return localStorage;
  } catch {
    return null; // refused by the reader, or full
  }
}

const kept = storage();

export function restore(form) {
  const area = form.elements.text;
  const found = kept?.getItem(PREFIX + form.dataset.keep);
  if (!found || area.value.trim()) return;
  const { text, at } = JSON.parse(found);
  if (Date.now() - at > KEPT_FOR_MS) {
    kept.removeItem(PREFIX + form.dataset.keep);
  } else {
    area.value = text;
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

if (kept) {
  for (const form of document.querySelectorAll("form[data-keep]")) restore(form);

  document.addEventListener("input", ({ target }) => {
    const place = target.name === "text" && target.form?.dataset.keep;
    if (!place) return;
    if (target.value.trim()) {
      kept.setItem(PREFIX + place, JSON.stringify({ text: target.value, at: Date.now() }));
    } else {
      kept.removeItem(PREFIX + place);
    }
  });

  // The server has the text from here on: it is posted, or comes back in the answer.
  document.addEventListener("submit", ({ target }) => {
    if (target.dataset.keep) kept.removeItem(PREFIX + target.dataset.keep);
  });
}
