// A moderator decides where the comment is read. `<a data-moderate="ID">` opens what it leads to
// beneath the element with this id; after a decision the comment is shown as it is then. Without
// this script, and wherever it fails, the links lead and the forms are sent.
import { showReaderTimes } from "./reader-time.js";

const MARK = { "X-Desk": "1" };
const conversation = document.querySelector("[data-moderation]");
const said = conversation?.querySelector("[data-moderation-said]");

async function pageAt(url, options = {}) {
  const answer = await fetch(url, { ...options, headers: MARK });
  if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

// With the script the control opens something here: it is a button.
function asButtons(element) {
  for (const link of element.querySelectorAll("a[data-moderate]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = link.className;
    button.textContent = link.textContent;
    button.setAttribute("aria-label", link.getAttribute("aria-label"));
    button.setAttribute("aria-expanded", "false");
    Object.assign(button.dataset, { moderate: link.dataset.moderate, url: link.href });
    link.replaceWith(button);
  }
}

function controlOf(comment) {
  return comment.querySelector(`button[data-moderate="${comment.id}"]`);
}

function close(menu, { returns = true } = {}) {
  const control = controlOf(menu.closest("article.comment"));
  menu.remove();
  control?.setAttribute("aria-expanded", "false");
  control?.removeAttribute("aria-controls");
  if (returns) control?.focus();
}

async function open(control) {
  if (control.dataset.busy) return null;
  control.dataset.busy = "1";
  try {
    const page = await pageAt(control.dataset.url);
    const menu = document.adoptNode(page.querySelector("[data-moderation-menu]"));
    document.querySelectorAll(".comment [data-moderation-menu]").forEach((each) => close(each, { returns: false }));
    menu.id = `${control.dataset.moderate}-moderation`;
    control.closest(".comment-actions").after(menu);
    control.setAttribute("aria-expanded", "true");
    control.setAttribute("aria-controls", menu.id);
    // Not on its first button: whoever presses Enter twice has decided nothing.
    menu.focus();
    return menu;
  } finally {
    delete control.dataset.busy;
  }
}

function complain(place, words) {
  const line = document.createElement("p");
  line.className = "moderation-failed";
  line.role = "alert";
  line.textContent = words;
  place.append(line);
}

// The comment as it is now, in the place of what was shown; a reply that is being written stays.
function show(page, comment) {
  const fresh = document.adoptNode(page.querySelector("article.comment"));
  const composer = comment.querySelector("form[data-composer]");
  if (composer) fresh.append(composer);
  asButtons(fresh);
  showReaderTimes(fresh);
  comment.replaceWith(fresh);
  const count = page.querySelector("[data-open-cases]").textContent.trim();
  conversation.querySelector("a[data-open-cases]").textContent = count;
  for (const details of fresh.querySelectorAll("details.removed-comment")) details.open = true;
  return fresh;
}

async function send(form, submitter) {
  const comment = (submitter ?? form).closest("article.comment");
  const body = new FormData(form, submitter);
  const url = submitter?.hasAttribute("formaction") ? submitter.formAction : form.action;
  const page = await pageAt(url, { method: "POST", body });
  const answer = page.querySelector("[data-said]");
  const fresh = show(page, comment);
  controlOf(fresh)?.focus();
  said.textContent = answer.textContent;
  if (!answer.hasAttribute("data-failed")) return;
  // What a colleague has done meanwhile is on the page now; the note is given back.
  const menu = controlOf(fresh) && (await open(controlOf(fresh)));
  if (menu?.querySelector("[name=reason]")) menu.querySelector("[name=reason]").value = body.get("reason") ?? "";
  complain(menu ?? fresh, answer.textContent);
}

function submitted(event) {
  const form = event.target;
  if (!form.matches("[data-moderation-form], [data-moderation-undo]")) return;
  const place = (event.submitter ?? form).closest("article.comment");
  if (!place) return;
  event.preventDefault();
  if (form.dataset.sent) return;
  form.dataset.sent = "1";
  place.querySelectorAll(".moderation-failed").forEach((each) => each.remove());
  send(form, event.submitter)
    .catch(() => complain(place.querySelector("[data-moderation-menu]") ?? place, said.dataset.failed))
    .finally(() => delete form.dataset.sent);
}

if (said) {
  asButtons(document);
  document.addEventListener("submit", submitted);
  document.addEventListener("click", (event) => {
    const control = event.target.closest?.("button[data-moderate]");
    if (!control) return;
    const menu = control.getAttribute("aria-controls") && document.getElementById(control.getAttribute("aria-controls"));
    if (menu) close(menu);
    else open(control).catch(() => location.assign(control.dataset.url));
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.isComposing) return;
    const menu = event.target.closest?.("article.comment")?.querySelector("[data-moderation-menu]");
    if (menu) close(menu);
  });
}
