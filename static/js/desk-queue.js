// The queue without waiting: every act has a key, the next case is on the page before it is asked
// for, and a decision shows at once while it is sent. If sending fails, the page says so and leads
// back to the case. Without this script each form leads to the next page by itself.
const MARK = { "X-Desk": "1" };
const RENEW_MS = 60_000;
const KEYS_OFF = "desk-keys-off";

const frame = document.querySelector("[data-desk-queue]");
const current = frame?.querySelector("[data-current]");
const said = document.querySelector("[data-desk-said]");
let reserve = frame?.querySelector("[data-reserve]")?.content.firstElementChild ?? null;
let nothing = null;
let place = "";
let answers = Promise.resolve();

function caseIn(element) {
  return element?.matches?.("[data-case]") ? element : element?.querySelector("[data-case]");
}

function say(words, { failed = false, back = "" } = {}) {
  if (!said) return;
  said.replaceChildren(words);
  said.toggleAttribute("data-failed", failed);
  if (back) {
    const link = Object.assign(document.createElement("a"), { href: back, textContent: "Back to it" });
    said.append(" ", link);
  }
}

function show(element) {
  current.replaceChildren(...(element ? [element] : []));
  if (place) current.querySelectorAll("a[data-keeps-place]").forEach(keepPlace);
  const heading = current.querySelector("h2[tabindex]");
  heading?.focus({ preventScroll: true });
  window.scrollTo({ top: 0 });
}

// A link that leads away from the queue and back says what has been skipped here.
function keepPlace(link) {
  const url = new URL(link.href);
  url.searchParams.set("after", place);
  link.href = url;
}

async function send(url, body) {
  const answer = await fetch(url, { method: "POST", body, headers: MARK });
  if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

function count(page) {
  const counts = page.querySelector("[data-counts]");
  if (counts) document.querySelector("ul[data-counts]")?.replaceChildren(...counts.children);
}

// One after the other: what was decided first is answered first.
function inTurn(work) {
  answers = answers.then(work, work);
  return answers;
}

function decide(form, button) {
  const leaving = caseIn(current);
  const body = new FormData(form, button);
  const next = reserve;
  if (next) body.append("holding", caseIn(next).dataset.case);
  const skips = Boolean(button?.hasAttribute("formaction"));
  const url = skips ? button.formAction : form.action;
  const began = performance.now();
  // What has been skipped lies behind, also for the case that was in reserve by then.
  if (place) body.set("after", place);
  if (skips) place = leaving.dataset.place;
  say(skips ? "Skipped." : "…");
  if (next) show(next);
  reserve = null;
  return inTurn(async () => {
    try {
      const page = await send(url, body);
      count(page);
      const words = page.querySelector("[data-said]");
      const failed = words?.hasAttribute("data-failed");
      if (words?.textContent) say(words.textContent, { failed, back: failed ? words.dataset.done : "" });
      const following = caseIn(page.querySelector("[data-following]"));
      nothing = page.querySelector("[data-nothing]")?.firstElementChild ?? null;
      if (!caseIn(current) || caseIn(current) === leaving) show(following ?? nothing);
      else if (following?.dataset.case !== caseIn(current).dataset.case) reserve = following ?? null;
      performance.measure("decision", { start: began });
    } catch {
      say("This was not saved. ", { failed: true, back: `/admin/desk/cases/${leaving.dataset.case}/` });
    }
    document.dispatchEvent(new CustomEvent("desk:answered"));
  });
}

function undo(form) {
  const body = new FormData(form);
  if (place) body.set("after", place);
  if (caseIn(current)) body.append("holding", caseIn(current).dataset.case);
  return inTurn(async () => {
    try {
      const page = await send(form.action, body);
      count(page);
      const words = page.querySelector("[data-said]");
      say(words?.textContent ?? "", { failed: words?.hasAttribute("data-failed") });
      const again = caseIn(page.querySelector("[data-following]"));
      if (again) {
        if (caseIn(current)) reserve = caseIn(current);
        show(again);
      }
    } catch {
      say("Nothing was taken back: try again.", { failed: true });
    }
    document.dispatchEvent(new CustomEvent("desk:answered"));
  });
}

function submitted(event) {
  const form = event.target;
  // Enter in a field decides nothing: what decides is a button with a name, or an address of its own.
  if (form.matches("[data-decision]") && !event.submitter?.matches("[name], [formaction]")) {
    event.preventDefault();
  } else if (form.matches("[data-decision]") && caseIn(current)) {
    event.preventDefault();
    // A case that has been sent and has no successor yet must not be sent twice.
    if (form.dataset.sent) return;
    form.dataset.sent = "1";
    decide(form, event.submitter).then(() => delete form.dataset.sent);
  } else if (form.matches("[data-undo]")) {
    event.preventDefault();
    undo(form);
  }
}

function isTyping(target) {
  return target.closest("input:not([type=checkbox],[type=radio]), textarea, select, [contenteditable]");
}

// The keys decide again, and the note that was written goes with the next decision.
function leaveNote(note) {
  const box = note.closest("[data-case]");
  const status = box.querySelector("[data-note-said]");
  box.querySelector("h2[tabindex]").focus({ preventScroll: true });
  status.textContent = note.value.trim() ? status.dataset.words : "";
}

function pressed(event) {
  if (event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return;
  if (event.target.matches("[data-note]") && (event.key === "Enter" || event.key === "Escape")) {
    event.preventDefault();
    return leaveNote(event.target);
  }
  if (event.key === "Escape" && isTyping(event.target)) return event.target.blur();
  if (isTyping(event.target) || localStorage.getItem(KEYS_OFF)) return;
  if (event.key === "?") {
    const keys = document.querySelector("[data-keys]");
    if (keys) keys.open = !keys.open;
    return;
  }
  const wanted = CSS.escape(event.key.toLowerCase());
  const scope = current ?? document.querySelector("[data-desk-case]") ?? document;
  const target = scope.querySelector(`[data-key="${wanted}"]`) ?? document.querySelector(`[data-key="${wanted}"]`);
  if (!target || event.repeat) return;
  event.preventDefault();
  if (target.matches("input")) target.focus();
  else target.click();
}

// What is before the eyes, and what comes next, stays this moderator's for as long as the page is
// looked at.
async function renew() {
  const held = [caseIn(current), caseIn(reserve)].filter(Boolean);
  if (document.hidden || !held.length) return;
  const body = new FormData(document.querySelector("form[data-decision]") ?? undefined);
  held.forEach((each) => body.append("case", each.dataset.case));
  const answer = await fetch(frame.dataset.claims, { method: "POST", body, headers: MARK });
  if (!answer.ok) return;
  const { lost } = await answer.json();
  if (reserve && lost.includes(Number(caseIn(reserve).dataset.case))) reserve = null;
  if (lost.includes(Number(caseIn(current)?.dataset.case))) say("A colleague has taken this case.", { failed: true });
}

if (frame) {
  document.addEventListener("submit", submitted);
  setInterval(renew, RENEW_MS);
}
document.addEventListener("keydown", pressed);
const toggle = document.querySelector("[data-keys-off]");
if (toggle) {
  toggle.checked = Boolean(localStorage.getItem(KEYS_OFF));
  toggle.closest("[hidden]")?.removeAttribute("hidden");
  toggle.addEventListener("change", () => {
    if (toggle.checked) localStorage.setItem(KEYS_OFF, "1");
    else localStorage.removeItem(KEYS_OFF);
  });
}
