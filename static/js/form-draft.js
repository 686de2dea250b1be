// Nothing that staff type is lost with a closed tab: a form that holds `[data-draft-form="PLACE"]` is
// kept in this browser while it differs from what the server sent, and leaving it asks first. What
// was kept is offered when the form is opened again, and put into it by a person's choice alone. The
// server's message of success removes it.
import {
  idsOfOtherPages,
  lockDraft,
  newId,
  noteSent,
  readDrafts,
  removeDraft,
  takeSentNote,
  writeDraft,
} from "./draft-store.js";
import { fillFields, readFields, readRows } from "./form-fields.js";

const OPENED_FIELDS = ["version", "opened_with"];
const KEEP_AFTER_MS = 400;
const OFFERS_SHOWN = 3;

const account = document.querySelector("[data-account]")?.dataset.account ?? "";
const notice = document.querySelector("[data-draft-form]");
const form = notice?.closest("form");
const place = notice?.dataset.draftForm;
const state = { id: newId(), saved: "", base: 0, isSent: false, isWritten: false, timer: 0 };

function hash(text) {
  let sum = 0;
  for (let at = 0; at < text.length; at++) sum = (Math.imul(sum, 31) + text.charCodeAt(at)) | 0;
  return sum;
}

function textNow() {
  return JSON.stringify(readFields(form));
}

// What the form says of the state it was opened with: a draft that is restored keeps its own, so
// that newer text is not overwritten without a question.
function openedWith() {
  const fields = OPENED_FIELDS.map((name) => form.elements[name]).filter(Boolean);
  return Object.fromEntries(fields.map(({ name, value }) => [name, value]));
}

function isChanged() {
  return !state.isSent && textNow() !== state.saved;
}

// Keep it

function keep() {
  clearTimeout(state.timer);
  if (state.isSent) return;
  if (!isChanged()) {
    if (state.isWritten) removeDraft(account, place, state.id);
    return;
  }
  state.isWritten = true;
  lockDraft(state.id);
  const value = { fields: readFields(form), rows: readRows(form), opened: openedWith(), base: state.base };
  const warning = notice.querySelector("[data-draft-warning]");
  if (warning) warning.hidden = writeDraft(account, place, state.id, { value });
}

function keepSoon() {
  clearTimeout(state.timer);
  state.timer = setTimeout(keep, KEEP_AFTER_MS);
}

// Put it back

function restore({ value, id }) {
  fillFields(form, value);
  for (const [name, opened] of Object.entries(value.opened ?? {})) {
    if (form.elements[name]) form.elements[name].value = opened;
  }
  state.base = value.base;
  keep();
  removeDraft(account, place, id);
}

// Offer it

function isForm({ value }) {
  const { fields } = value;
  return fields && typeof fields === "object" && Object.values(fields).every(Array.isArray);
}

const clock = new Intl.DateTimeFormat(document.documentElement.lang || "en", {
  day: "numeric",
  month: "long",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
});

function offer(draft) {
  const element = notice.querySelector("template").content.firstElementChild.cloneNode(true);
  const time = element.querySelector("time");
  time.dateTime = new Date(draft.at).toISOString();
  const parts = Object.fromEntries(clock.formatToParts(draft.at).map(({ type, value }) => [type, value]));
  time.textContent = `${parts.day} ${parts.month}, ${parts.hour}:${parts.minute}`;
  element.querySelector("[data-saved-since]").hidden = draft.value.base === state.base;
  element.querySelector("[data-use]").addEventListener("click", () => {
    element.remove();
    restore(draft);
  });
  element.querySelector("[data-discard]").addEventListener("click", () => {
    element.remove();
    removeDraft(account, place, draft.id);
  });
  return element;
}

async function offerDrafts(drafts) {
  const others = await idsOfOtherPages();
  const shown = [];
  for (const draft of drafts.filter(({ id }) => !others.has(id) && id !== state.id)) {
    if (!isForm(draft)) removeDraft(account, place, draft.id);
    else if (JSON.stringify(draft.value.fields) === state.saved) state.id = draft.id;
    else if (shown.length < OFFERS_SHOWN) shown.push(offer(draft));
  }
  notice.prepend(...shown);
  notice.toggleAttribute("data-restored", true);
}

// The page that follows what was sent says whether it was taken.
function forgetWhatWasSaved() {
  const note = takeSentNote({ keep: Boolean(document.querySelector("[data-draft-continues]")) });
  const isSaved = document.querySelector(".messagelist .success") && !document.querySelector(".errornote");
  if (note && isSaved) removeDraft(note.account, note.place, note.id);
  return isSaved ? null : note;
}

function start(note) {
  form.autocomplete = "off"; // or what the browser itself restores would pass for what is saved
  state.saved = textNow();
  state.base = hash(state.saved);
  const drafts = readDrafts(account, place);
  if (notice.hasAttribute("data-unsaved")) {
    // The answer to a form that was sent and not taken: it holds what was typed.
    const sent = note?.place === place && drafts.find(({ id }) => id === note.id);
    if (sent) state.id = sent.id;
    state.base = sent?.value.base ?? state.base;
    state.saved = "";
  }
  offerDrafts(drafts);
  const listen = window.django?.jQuery // select2 tells its changes to jQuery alone
    ? (type) => window.django.jQuery(form).on(type, keepSoon)
    : (type) => form.addEventListener(type, keepSoon);
  for (const type of ["input", "change", "click", "focusin"]) listen(type);
  addEventListener("pagehide", keep);
  document.addEventListener("visibilitychange", () => document.hidden && keep());
  addEventListener("beforeunload", (event) => {
    if (isChanged()) event.preventDefault();
  });
  addEventListener("pageshow", () => (state.isSent = false));
  form.addEventListener("submit", ({ submitter }) => {
    keep();
    if (submitter?.formMethod === "dialog") return; // Enter, which sends nothing
    noteSent(account, place, state.id);
    state.isSent = true;
  });
}

const note = forgetWhatWasSaved();
if (form && account) start(note);
