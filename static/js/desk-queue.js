// The queue without waiting: every act has a key, the next case is on the page before it is asked
// for, and a decision shows at once while it is sent. If sending fails, the page says so and leads
// back to the case. Without this script each form leads to the next page by itself.
import { giveNoteBack, keepNote } from "./desk-note.js";

const MARK = { "X-Desk": "1" };
const RENEW_MS = 60_000;
const LINES_PX = 90;
const KEYS_OFF = "desk-keys-off";

const frame = document.querySelector("[data-desk-queue]");
const current = frame?.querySelector("[data-current]");
const top = document.querySelector("[data-desk-last]");
const said = document.querySelector("[data-desk-said]");
let reserve = frame?.querySelector("[data-reserve]")?.content.firstElementChild ?? null;
let nothing = null;
let place = "";
let answers = Promise.resolve();

function caseIn(element) {
  return element?.matches?.("[data-case]") ? element : element?.querySelector("[data-case]");
}

function say(words, { failed = false, back = "", undoable = false } = {}) {
  if (!said) return;
  said.replaceChildren(words);
  said.toggleAttribute("data-failed", failed);
  said.toggleAttribute("data-undoable", undoable);
  if (back) {
    const link = Object.assign(document.createElement("a"), { href: back, textContent: "Back to it" });
    said.append(" ", link);
  }
}

function show(element) {
  current.replaceChildren(...(element ? [element] : []));
  giveNoteBack(caseIn(element));
  const heading = current.querySelector("h2[tabindex]");
  heading?.focus({ preventScroll: true });
  // On a desk to the top of the page, on a phone past its head: see scroll-margin in desk-acts.css.
  top.scrollIntoView({ block: "start" });
}

// Where the window is so low that the comment would not be on the first screen, as on a phone that
// lies on its side.
function showFirst() {
  const box = caseIn(current ?? document.querySelector("[data-desk-case]"));
  const text = box?.querySelector(".case-text").getBoundingClientRect();
  const bar = box?.querySelector("[data-acts]").getBoundingClientRect();
  if (scrollY === 0 && text && text.top + LINES_PX > bar.top) (top ?? box).scrollIntoView();
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
  if (skips) keepNote(leaving);
  say(skips ? "Skipped." : "…");
  if (next) show(next);
  reserve = null;
  return inTurn(async () => {
    try {
      const page = await send(url, body);
      count(page);
      const words = page.querySelector("[data-said]");
      const failed = words?.hasAttribute("data-failed");
      if (words?.textContent) say(words.textContent, { failed, back: failed ? words.dataset.done : "", undoable: !failed });
      const following = caseIn(page.querySelector("[data-following]"));
      nothing = page.querySelector("[data-nothing]")?.firstElementChild ?? null;
      if (!caseIn(current) || caseIn(current) === leaving) show(following ?? nothing);
      else if (following?.dataset.case !== caseIn(current).dataset.case) reserve = following ?? null;
      performance.measure("decision", { start: began });
    } catch {
      keepNote(leaving);
      say("This was not saved. ", { failed: true, back: leaving.dataset.url });
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
  } else if (form.matches("[data-keeps-place]") && place) {
    let after = form.elements.namedItem("after");
    if (!after) {
      after = Object.assign(document.createElement("input"), { type: "hidden", name: "after" });
      form.append(after);
    }
    after.value = place;
  }
}

function isTyping(target) {
  return target.closest("input:not([type=checkbox],[type=radio]), textarea, select, [contenteditable]");
}

// The keys decide again, and the note that was written goes with the next decision.
function leaveNote(note) {
  const box = note.closest("[data-case]");
  const status = box.querySelector("[data-note-said]");
  // In a sheet the rules stay before the eyes; a phone takes its keyboard away.
  if (note.closest("[popover]")?.matches(":popover-open")) note.blur();
  else box.querySelector("h2[tabindex]").focus({ preventScroll: true });
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
  if (!target.matches("input")) return target.click();
  if (!target.checkVisibility()) target.closest("[popover]")?.showPopover();
  target.focus();
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

// A link that leads back to the queue takes along what has been skipped since the page was loaded.
function followed(event) {
  const link = event.target.closest("a[data-keeps-place]");
  if (!link || !place) return;
  const url = new URL(link.href);
  url.searchParams.set("after", place);
  link.href = url.href;
}

giveNoteBack(caseIn(current ?? document.querySelector("[data-desk-case]")));
showFirst();
if (frame) {
  document.addEventListener("click", followed);
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
