// A canned note that is chosen fills the note to the author, where it can be changed. What was typed
// stays, with the canned note behind it. Without this script the choice is sent with the form.
const filled = new WeakMap();

document.addEventListener("change", (event) => {
  const menu = event.target.closest("[data-canned-note]");
  const note = menu?.form?.querySelector("[data-note]");
  if (!note) return;
  const chosen = menu.selectedOptions[0]?.dataset.text ?? "";
  // Arrow keys in a closed menu choose one note after the other: each takes the place of the last.
  const typed = note.value.replace(filled.get(note) ?? "", "").trim();
  note.value = [typed, chosen].filter(Boolean).join(" ").slice(0, note.maxLength);
  filled.set(note, chosen);
  const status = menu.form.querySelector("[data-note-said]");
  if (status) status.textContent = note.value ? status.dataset.words : "";
});
