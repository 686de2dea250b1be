// What is being typed survives a closed tab: each `<form data-keep="PLACE">` keeps its text in
// this browser until the server has taken it, and for a week at most. Without storage it does
// nothing.
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

// Whoever has sent a text and stands before a comment has been led there by the server: it is in.
function forgetWhatIsIn() {
  if (!/[?&]comment=\d+/.test(location.search)) return;
  for (const key of Object.keys(kept)) {
    if (key.startsWith(PREFIX) && JSON.parse(kept.getItem(key)).sent) kept.removeItem(key);
  }
}

function keep({ target }) {
  const form = target.form ?? target;
  const place = form.dataset?.keep;
  const text = place && form.elements.text.value;
  if (!place) return;
  if (text.trim()) {
    const sent = form === target;
    kept.setItem(PREFIX + place, JSON.stringify({ text, sent, at: Date.now() }));
  } else {
    kept.removeItem(PREFIX + place);
  }
}

if (kept) {
  forgetWhatIsIn();
  for (const form of document.querySelectorAll("form[data-keep]")) restore(form);
  document.addEventListener("input", keep);
  document.addEventListener("submit", keep);
}
