// A note to the author that was not sent: kept in this tab, for this account, until its case is on the
// page again. After a decision that was undone the site itself gives the note back.
const account = document.querySelector("[data-account]")?.dataset.account ?? "";

function name(element) {
  return `desk-note:${account}:${element.dataset.case}`;
}

export function keepNote(element) {
  const note = element.querySelector("[data-note]")?.value.trim();
  if (note) sessionStorage.setItem(name(element), note);
}

export function giveNoteBack(element) {
  const field = element?.querySelector("[data-note]");
  const kept = field && sessionStorage.getItem(name(element));
  if (!kept) return;
  field.value ||= kept;
  sessionStorage.removeItem(name(element));
}
