// An open desk notices new work: it asks how much waits every half minute while it is looked at, more
// and more rarely while it is not or the site does not answer. The numbers change in the navigation
// and in the tab's title; the case on the page stays. Spoken is only what cannot wait.
const EVERY_MS = 30_000;
const AT_MOST_MS = 300_000;

const list = document.querySelector("[data-counts-url]");
// What was there when the page was made, or at the last answer.
let known = { legal: numberOf("legal"), trips: document.querySelectorAll("[data-trip]").length };
let wait = EVERY_MS;
let timer;
let asked = Date.now();
let decisions = 0;

function number(text) {
  return Number.parseInt(text, 10) || 0;
}

function numberOf(kind) {
  return number(list?.querySelector(`[data-count="${kind}"]`)?.textContent);
}

// The kind that is looked at, or all of them.
function showTitle() {
  const counts = [...list.querySelectorAll("[data-count]")].map((each) => each.textContent);
  const chosen = list.querySelector("a[aria-current] [data-count]")?.textContent;
  const many = counts.some((each) => each.endsWith("+")) ? "+" : "";
  const waiting = chosen ?? counts.reduce((sum, each) => sum + number(each), 0) + many;
  const title = document.title.replace(/^\(\d+\+?\) /, "");
  document.title = number(String(waiting)) ? `(${waiting}) ${title}` : title;
}

function announce(name) {
  const words = document.querySelector(`template[data-news="${name}"]`);
  const news = document.querySelector("[data-desk-news]");
  if (words && news) news.replaceChildren(words.content.cloneNode(true));
}

function offerCase() {
  const said = document.querySelector("[data-has-case]");
  if (!said || said.textContent) return;
  said.textContent = said.dataset.words;
  document.querySelector("[data-take-case]").hidden = false;
}

function show({ counts, trips, has_case: hasCase }) {
  for (const [kind, count] of Object.entries(counts)) {
    const shown = list.querySelector(`[data-count="${kind}"]`);
    if (shown) shown.textContent = count;
  }
  showTitle();
  if (hasCase) offerCase();
  else if (numberOf("legal") > known.legal) announce("legal");
  if (trips > known.trips) announce("trips");
  known = { legal: numberOf("legal"), trips };
}

async function ask() {
  asked = Date.now();
  const before = decisions;
  const empty = document.querySelector("[data-desk-empty]");
  try {
    const answer = await fetch(empty?.dataset.deskEmpty ?? list.dataset.countsUrl);
    // Signed out, or no longer a moderator: the next decision says so.
    if (answer.redirected || answer.status === 403) return;
    if (!answer.ok) throw new Error(String(answer.status));
    const found = await answer.json();
    // What was decided meanwhile has brought newer numbers along.
    if (before === decisions) show(found);
    wait = document.hidden ? Math.min(2 * wait, AT_MOST_MS) : EVERY_MS;
  } catch {
    wait = Math.min(2 * wait, AT_MOST_MS);
  }
  askIn(wait);
}

function askIn(milliseconds) {
  clearTimeout(timer);
  timer = setTimeout(ask, milliseconds);
}

if (list) {
  askIn(wait);
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return;
    wait = EVERY_MS;
    askIn(Math.max(0, asked + EVERY_MS - Date.now()));
  });
  document.addEventListener("desk:answered", () => {
    decisions += 1;
    known.legal = numberOf("legal");
    showTitle();
  });
}
