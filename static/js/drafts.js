// What keeps drafts is loaded where it is of use: for somebody who is signed in, where this browser
// has kept anything, and as soon as a stranger begins to write.
const composer = document.querySelector("form[data-composer]");
// A preview of the conversation belongs to a form of the desk, which has drafts of its own.
const isPreview = document.querySelector("[data-draft-continues]");
const hasConversation = !isPreview && document.querySelector("form[data-composer], #comments, [data-draft-kept]");

function hasKept() {
  try {
    return localStorage.length + sessionStorage.length > 0;
  } catch {
    return false; // refused: the person is told once there is something to keep
  }
}

function load() {
  if (hasConversation) import("./composer-draft.js");
  else import("./draft-store.js");
}

function beginsToWrite({ target }) {
  if (!target.form?.matches?.("[data-composer]")) return;
  document.removeEventListener("focusin", beginsToWrite);
  document.removeEventListener("input", beginsToWrite);
  load();
}

const isSignedIn = Boolean(document.querySelector("[data-account]")?.dataset.account);
if (isSignedIn || hasKept() || composer?.elements.text.value.trim()) load();
else {
  document.addEventListener("focusin", beginsToWrite);
  document.addEventListener("input", beginsToWrite);
}
