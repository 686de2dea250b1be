// Keeps the prepared letter in step with what is chosen. What a person has typed is never touched:
// the server says which letter is ours, and an answer that comes after a keystroke is dropped.

const form = document.querySelector("[data-prepared-letter]");
const KEPT = ["notice_title", "notice_body", "drafted_title", "drafted_body"];
const CHOICES = ["scope", "section", "article_sought", "article", "mode", "cause", "ends", "ends_at"];
let asked = 0;

async function follow() {
  const mine = ++asked;
  const sent = new FormData(form);
  const answer = await fetch(form.dataset.preparedLetter, { method: "POST", body: sent });
  if (!answer.ok || mine !== asked) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const untouched = KEPT.every((name) => form.elements[name].value === sent.get(name).replaceAll("\r\n", "\n"));
  if (!untouched) return;
  for (const name of KEPT) form.elements[name].value = page.querySelector(`[name="${name}"]`).value;
  const state = form.querySelector("[data-letter-state]");
  state.textContent = page.querySelector("[data-letter-state]").textContent;
}

form?.addEventListener("change", (event) => {
  if (CHOICES.includes(event.target.name)) follow();
});
