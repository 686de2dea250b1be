// A button that copies the field beside it. Without this script, or where the browser allows no
// copying, it stays hidden: the text of the field can be marked and copied by hand.
function reveal() {
  if (!navigator.clipboard) return;
  for (const button of document.querySelectorAll("[data-copy][hidden]")) button.hidden = false;
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  const field = button?.parentElement.querySelector("[data-copied]");
  if (!field) return;
  await navigator.clipboard.writeText(field.value);
  button.textContent = button.dataset.words;
});

// The next case of the queue comes without a new page.
document.addEventListener("toggle", reveal, { capture: true });
reveal();
