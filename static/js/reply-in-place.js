// A reply is written beneath what it answers: `<a data-reply="ID">` fetches the page it leads to
// and sets that page's form under the element with this id. If anything fails, the link leads.

async function formAt(address) {
  const answer = await fetch(address, { headers: { Accept: "text/html" } });
  if (!answer.ok) throw new Error(answer.statusText);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const form = page.querySelector("form[data-composer]");
  if (!form) throw new Error("no form there");
  return document.adoptNode(form);
}

function cancelling(form, link) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "composer-cancel";
  button.textContent = "Cancel";
  button.addEventListener("click", () => {
    form.remove();
    link.focus();
  });
  return button;
}

async function open(link) {
  const comment = document.getElementById(link.dataset.reply);
  const there = comment.querySelector("form[data-composer]");
  const form = there ?? (await formAt(link.href));
  if (!there) {
    form.querySelector("button[type=submit]").before(cancelling(form, link));
    comment.append(form);
    const { restore } = await import("./composer-draft.js");
    restore(form, { madeAt: Date.now() });
  }
  form.elements.text.focus();
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-reply]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  open(link).catch(() => location.assign(link.href));
});
