// Drafts: what a person has typed and not sent yet. An account's drafts are kept in this browser for
// a week or until it signs out; a stranger's are kept in this tab alone. Each draft is one entry
// under draft:ACCOUNT:PLACE:ID, where ACCOUNT is the account's key from the page (nothing for a
// stranger) and PLACE is the form; several tabs may each have a draft of one place.
//
// Storage may be refused, full, or hold anything at all: no function here throws.
const PREFIX = "draft:";
const SIGNED_OUT = "signed-out:";
const SENT = "draft-sent";
const OWN = "draft-own:";
const LIFETIME_MS = 7 * 24 * 3600 * 1000;
const ENTRY_MAX_CHARACTERS = 1_000_000;

const page = document.querySelector("[data-account]");
const pageAccount = page?.dataset.account ?? "";

function storageOf(account) {
  try {
    return account ? localStorage : sessionStorage;
  } catch {
    return null;
  }
}

// Run `work` and return what it returns; `otherwise` where storage is refused or full.
function guarded(work, otherwise = null) {
  try {
    return work() ?? otherwise;
  } catch {
    return otherwise;
  }
}

function keysIn(storage, prefix) {
  return guarded(() => Object.keys(storage).filter((key) => key.startsWith(prefix)), []);
}

function partsOf(key) {
  const [, account, place, id, ...rest] = key.split(":");
  const isOurs = /^([0-9a-f]{32})?$/.test(account) && place && id && !rest.length;
  return isOurs ? { account, place: guarded(() => decodeURIComponent(place)), id } : null;
}

function parse(text) {
  const draft = guarded(() => JSON.parse(text));
  const isDraft = draft && Number.isFinite(draft.at) && ["string", "object"].includes(typeof draft.value);
  return isDraft && draft.value !== null ? draft : null;
}

function keyOf(account, place, id) {
  return `${PREFIX}${account}:${encodeURIComponent(place)}:${id}`;
}

export function newId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// The drafts of this place, the newest first.
export function readDrafts(account, place) {
  const storage = storageOf(account);
  return keysIn(storage, keyOf(account, place, ""))
    .map((key) => ({ ...guarded(() => parse(storage.getItem(key))), id: key.split(":").at(-1) }))
    .filter((draft) => draft.at)
    .sort((one, other) => other.at - one.at);
}

// Keep a draft, where others must make room the oldest first. False if it could not be kept.
export function writeDraft(account, place, id, draft) {
  if (isSignedOut(account)) return true; // this page is of before: whoever signs in next must not find it
  const storage = storageOf(account);
  const key = keyOf(account, place, id);
  const text = JSON.stringify({ at: Date.now(), ...draft });
  if (!storage || text.length > ENTRY_MAX_CHARACTERS) return false;
  if (put(storage, key, text)) return true;
  const others = keysIn(storage, PREFIX)
    .filter((other) => other !== key)
    .map((other) => [other, guarded(() => storage.getItem(other), "")])
    .sort(([, one], [, other]) => (parse(one)?.at ?? 0) - (parse(other)?.at ?? 0));
  for (const [number, [other]] of others.entries()) {
    guarded(() => storage.removeItem(other));
    if (put(storage, key, text)) return true;
    // It was something else that took the room: then nothing has to go.
    if (number === others.length - 1) for (const [name, value] of others) put(storage, name, value);
  }
  return false;
}

function put(storage, key, text) {
  return guarded(() => storage.setItem(key, text) ?? true, false);
}

export function removeDraft(account, place, id) {
  guarded(() => storageOf(account).removeItem(keyOf(account, place, id)));
}

// Which draft of a place belongs to this tab

export function ownId(account, place) {
  return guarded(() => sessionStorage.getItem(`${OWN}${account}:${place}`), "");
}

export function setOwnId(account, place, id) {
  guarded(() => sessionStorage.setItem(`${OWN}${account}:${place}`, id));
}

const locked = new Set();

// Take a draft for this page, for as long as the page is open. False if another open page has it.
// Browsers that know no locks (as on plain HTTP) give every draft to every page.
export async function lockDraft(id, { waitMs = 0 } = {}) {
  if (!navigator.locks || locked.has(id)) return true;
  if (waitMs && !AbortSignal.timeout) return true;
  const how = waitMs ? { signal: AbortSignal.timeout(waitMs) } : { ifAvailable: true };
  return new Promise((answer) => {
    const held = navigator.locks.request(PREFIX + id, how, (lock) => {
      answer(Boolean(lock));
      if (!lock) return undefined;
      locked.add(id);
      return new Promise(() => {});
    });
    held.catch(({ name }) => answer(name !== "AbortError")); // refused altogether: as without locks
  });
}

export async function idsOfOtherPages() {
  try {
    const { held } = await navigator.locks.query();
    const names = held.map(({ name }) => name.slice(PREFIX.length));
    return new Set(names.filter((id) => !locked.has(id)));
  } catch {
    return new Set();
  }
}

// A draft that was sent is removed when the server's answer says that it was taken

export function noteSent(account, place, id) {
  guarded(() => sessionStorage.setItem(SENT, JSON.stringify({ account, place, id, at: Date.now() })));
}

// What this tab sent last. The page that follows decides; `keep` leaves it to the one after that.
export function takeSentNote({ keep = false } = {}) {
  const note = guarded(() => JSON.parse(sessionStorage.getItem(SENT)));
  if (!keep) guarded(() => sessionStorage.removeItem(SENT));
  return typeof note?.place === "string" && typeof note.account === "string" ? note : null;
}

// Signing out

function signedOutAt(account) {
  return Number(guarded(() => localStorage.getItem(SIGNED_OUT + account), 0)) || 0;
}

// Whether the account has signed out, in any tab, since this page was loaded.
function isSignedOut(account) {
  return Boolean(account) && signedOutAt(account) >= performance.timeOrigin;
}

function forgetAccount(account) {
  for (const key of keysIn(storageOf(account), `${PREFIX}${account}:`)) guarded(() => localStorage.removeItem(key));
  for (const key of keysIn(storageOf(""), `${OWN}${account}:`)) guarded(() => sessionStorage.removeItem(key));
}

function noteSignOut() {
  guarded(() => localStorage.setItem(SIGNED_OUT + pageAccount, String(Date.now())));
  guarded(() => sessionStorage.setItem(SIGNED_OUT, pageAccount));
}

// The page that follows shows whether the account is really signed out: then its drafts go.
function finishSignOuts() {
  const last = guarded(() => sessionStorage.getItem(SIGNED_OUT), "");
  guarded(() => sessionStorage.removeItem(SIGNED_OUT));
  if (last && last !== pageAccount) guarded(() => localStorage.setItem(SIGNED_OUT + last, String(Date.now())));
  for (const key of keysIn(storageOf("any"), SIGNED_OUT)) {
    const account = key.slice(SIGNED_OUT.length);
    if (account !== pageAccount) forgetAccount(account);
    const isOld = Date.now() - signedOutAt(account) > LIFETIME_MS;
    if (account === pageAccount || isOld) guarded(() => localStorage.removeItem(key));
  }
}

// Remove what is damaged, over, or of no account (as older versions of the site kept it). A time
// that lies ahead was written by a clock that was wrong.
function prune(storage, isStrangers) {
  const now = Date.now();
  for (const key of keysIn(storage, PREFIX)) {
    const draft = parse(guarded(() => storage.getItem(key)));
    const parts = partsOf(key);
    if (!draft || !parts?.place || Boolean(parts.account) === isStrangers || now - draft.at > LIFETIME_MS) {
      guarded(() => storage.removeItem(key));
    } else if (draft.at > now) {
      guarded(() => storage.setItem(key, JSON.stringify({ ...draft, at: now })));
    }
  }
}

// A stranger who follows a link to sign in and then reads on has not signed in: what was typed no
// longer goes along (see composer-draft.js).
function stopGoingAlong() {
  const storage = storageOf("");
  const readsOn = !pageAccount && document.querySelector("[data-sign-in][href*='next=']");
  for (const key of readsOn ? keysIn(storage, PREFIX) : []) {
    const { goesAlongSince, ...draft } = guarded(() => parse(storage.getItem(key)), {});
    if (goesAlongSince) guarded(() => storage.setItem(key, JSON.stringify(draft)));
  }
}

finishSignOuts();
stopGoingAlong();
prune(storageOf(""), true);
prune(storageOf("any"), false);

document.addEventListener("submit", ({ target }) => {
  const signOutPath = page?.dataset.signOut;
  const path = new URL(target.getAttribute("action") ?? "", location.href).pathname;
  if (path === signOutPath) noteSignOut();
});

// A page that the browser kept whole and shows again on "Back" may be of an account that left.
addEventListener("pageshow", ({ persisted }) => {
  if (persisted && isSignedOut(pageAccount)) location.reload();
});
