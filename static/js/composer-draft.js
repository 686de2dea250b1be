// What is typed in a composer survives a closed tab: `<form data-composer data-place="PLACE">` keeps
// its text until the server has taken it. Of the text that the server kept (`data-text-age-ms` says
// for how long) and those that this browser kept, the newest stands in the form, and each of the
// others is offered above it: no key press can destroy it.
import {
  idsOfOtherPages,
  lockDraft,
  newId,
  noteSent,
  ownId,
  readDrafts,
  removeDraft,
  setOwnId,
  takeSentNote,
  writeDraft,
} from "./draft-store.js";

const STRANGERS_DRAFT_LIFETIME_MS = 3600 * 1000; // as comments/drafts.py says
const GOES_ALONG_FOR_MS = 15 * 60 * 1000; // from the link to sign in until somebody has signed in
const OFFERS_SHOWN = 3;
const OWN_WAIT_MS = 2000; // a page that is reloaded may hold its lock a little longer

const states = new WeakMap();

function isSame(one, other) {
  return one.replaceAll("\r\n", "\n").trim() === other.replaceAll("\r\n", "\n").trim();
}

function stateOf(form) {
  if (!states.has(form)) {
    const account = form.elements.draft_account?.value ?? "";
    states.set(form, { account, place: form.dataset.place, id: newId(), offers: [] });
  }
  return states.get(form);
}

function textDrafts(account, place) {
  return readDrafts(account, place).filter((draft) => {
    const isText = typeof draft.value === "string" && draft.value.trim();
    if (!isText) removeDraft(account, place, draft.id);
    return isText;
  });
}

// Keep what stands in the form

function keep(form) {
  const { account, place, id } = stateOf(form);
  const value = form.elements.text.value;
  if (!value.trim()) return removeDraft(account, place, id);
  lockDraft(id);
  setOwnId(account, place, id);
  return say(form, writeDraft(account, place, id, { value }));
}

// Tell the person where a text cannot be kept.
function say(form, isKept) {
  const warning = form.querySelector("[data-draft-warning]");
  if (isKept) return warning?.remove();
  if (warning) return null;
  const template = form.querySelector("template[data-draft-not-kept]");
  const element = template?.content.firstElementChild.cloneNode(true);
  element?.setAttribute("data-draft-warning", "");
  return element && form.querySelector("[data-draft-offers]").append(element);
}

// Offer what does not stand in the form

function showOffers(form) {
  const state = stateOf(form);
  const place = form.querySelector("[data-draft-offers]");
  const template = form.querySelector("template[data-draft-offer]");
  if (!place || !template) return;
  const text = form.elements.text.value;
  state.offers = state.offers.filter((offer) => !isSame(offer.value, text));
  const elements = state.offers.slice(0, OFFERS_SHOWN).map((offer) => {
    const element = template.content.firstElementChild.cloneNode(true);
    for (const each of element.querySelectorAll("[data-for]")) each.hidden = each.dataset.for !== offer.kind;
    element.querySelector("[data-text]").textContent = offer.value;
    element.querySelector("[data-use]").addEventListener("click", () => use(form, offer));
    element.querySelector("[data-discard]").addEventListener("click", () => discard(form, offer));
    return element;
  });
  place.replaceChildren(...elements);
}

function removeOffer(form, offer) {
  const { account, place, offers } = stateOf(form);
  if (offer.id) removeDraft(offer.kind === "stranger" ? "" : account, place, offer.id);
  stateOf(form).offers = offers.filter((each) => each !== offer);
}

function discard(form, offer) {
  removeOffer(form, offer);
  showOffers(form);
  form.elements.text.focus();
}

// Put the text that was offered into the form, and offer what stood there.
function use(form, offer) {
  const state = stateOf(form);
  const { account, place, id } = state;
  const value = form.elements.text.value;
  removeOffer(form, offer);
  if (value.trim()) {
    writeDraft(account, place, id, { value, isOld: true });
    state.offers.unshift({ id, value, kind: "older" });
    state.id = newId();
  }
  fill(form, offer.value);
  keep(form);
  showOffers(form);
  form.elements.text.focus();
}

function fill(form, text) {
  form.elements.text.value = text;
  form.elements.text.dispatchEvent(new CustomEvent("input", { bubbles: true, detail: { isFilled: true } }));
}

// What a stranger typed in this tab goes along with the account that signs in by a link on the same
// page, once. After any other way of signing in it is only offered: it may be somebody else's.

function markStrangersDraft(form) {
  const { account, place, id } = stateOf(form);
  const value = form.elements.text.value;
  if (!account && value.trim()) writeDraft("", place, id, { value, goesAlongSince: Date.now() });
}

function takeAlong(account, place) {
  const offers = [];
  for (const draft of textDrafts("", place)) {
    const isFresh = Date.now() - draft.at < STRANGERS_DRAFT_LIFETIME_MS;
    const { at, id, value } = draft;
    const goesAlong = isFresh && Date.now() - draft.goesAlongSince < GOES_ALONG_FOR_MS;
    if (goesAlong && writeDraft(account, place, id, { value, at })) {
      removeDraft("", place, id);
      setOwnId(account, place, id);
    } else if (isFresh) {
      offers.push({ ...draft, kind: "stranger" });
    } else {
      removeDraft("", place, id);
    }
  }
  return offers;
}

// Return the newest draft that no other open page has, this tab's own before all others.
async function takeDraft(account, place, drafts) {
  const own = ownId(account, place);
  const order = drafts.filter((draft) => !draft.isOld).sort((one, other) => (other.id === own) - (one.id === own));
  for (const draft of order) {
    if (await lockDraft(draft.id, { waitMs: draft.id === own ? OWN_WAIT_MS : 0 })) return draft;
  }
  return null;
}

// Leave out what stands in the form, or what the server itself offers, already.
function withoutKnown(offers, place, shown) {
  const offered = document.querySelector(`[data-strangers-draft="${CSS.escape(place)}"]`)?.value ?? "";
  return offers.filter(({ id, value }) => {
    const isKnown = isSame(value, shown) || isSame(value, offered);
    if (isKnown) removeDraft("", place, id);
    return !isKnown;
  });
}

// When this page was made, by this browser's clock.
function pageMadeAt() {
  const sinceNavigation = performance.getEntriesByType("navigation")[0]?.responseStart ?? 0;
  return Date.now() - performance.now() + sinceNavigation;
}

export async function restore(form, { madeAt = pageMadeAt() } = {}) {
  const state = stateOf(form);
  const { account, place } = state;
  const area = form.elements.text;
  form.autocomplete = "off"; // or what the browser itself restores would pass for the server's text
  const shown = area.defaultValue; // what has been typed since, while this was loaded, is not the server's
  const server = shown.trim() && { value: shown, at: madeAt - Number(form.dataset.textAgeMs ?? 0) };
  const strangers = account ? withoutKnown(takeAlong(account, place), place, shown) : [];
  const drafts = textDrafts(account, place);
  const taken = await takeDraft(account, place, drafts);
  const others = await idsOfOtherPages();
  const isTyping = area.value !== shown;
  const stands = !isTyping && taken && (!server || isSame(taken.value, shown) || taken.at > server.at);
  if (stands) {
    state.id = taken.id;
    setOwnId(account, place, taken.id);
    if (!account) writeDraft(account, place, taken.id, { value: taken.value, at: taken.at }); // stays here
    if (!isSame(taken.value, shown)) fill(form, taken.value);
  }
  const at = stands ? taken.at : (server?.at ?? Date.now());
  const rest = drafts.filter((draft) => draft.id !== state.id && !others.has(draft.id));
  state.offers = [
    ...strangers,
    ...(server && stands ? [{ value: shown, kind: "older" }] : []),
    ...rest.map((draft) => ({ ...draft, kind: draft.at > at ? "newer" : "older" })),
  ];
  for (const { id, at: typedAt, value } of rest) writeDraft(account, place, id, { value, at: typedAt, isOld: true });
  if (isTyping) keep(form);
  showOffers(form);
  form.toggleAttribute("data-restored", true);
}

// The answer to what was sent is the comment itself: then its draft goes, and the older versions
// of it. Any other answer leaves them.
function forgetWhatWasTaken() {
  const note = takeSentNote();
  const number = new URLSearchParams(location.search).get("comment");
  const isThere = /^\d+$/.test(number ?? "") && document.querySelector(`#comment-${number} [data-own]`);
  if (!note) return;
  const drafts = readDrafts(note.account, note.place);
  if (!isThere) {
    const isKept = drafts.some(({ id }) => id === note.id);
    for (const line of document.querySelectorAll("[data-draft-kept]")) line.hidden = !isKept;
    return;
  }
  for (const { id, at, isOld } of drafts) {
    const wasSent = id === note.id && at <= note.at;
    if (wasSent || isOld) removeDraft(note.account, note.place, id);
  }
}

function typed({ target, detail }) {
  const form = target.form;
  if (form?.matches?.("[data-composer]") && target.name === "text" && !detail?.isFilled) keep(form);
}

function submitted({ target: form }) {
  if (!form.matches("[data-composer]")) return;
  keep(form);
  const { account, place, id } = stateOf(form);
  if (account) noteSent(account, place, id);
}

function leaves({ target }) {
  if (!target.closest?.("[data-sign-in]")) return;
  for (const form of document.querySelectorAll("form[data-composer]")) markStrangersDraft(form);
}

forgetWhatWasTaken();
for (const form of document.querySelectorAll("form[data-composer]")) restore(form);
document.addEventListener("input", typed);
document.addEventListener("submit", submitted);
document.addEventListener("click", leaves);
