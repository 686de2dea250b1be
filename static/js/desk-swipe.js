// Swiping, where somebody has chosen it on this device: towards the end of a line approves or keeps,
// towards its beginning skips. It presses the button of the act, which is there for everybody. What
// begins as scrolling, with two fingers, at the edge of the window or on a control is no swipe.
const CHOICE = "desk-swipe";
const BEGINS_PX = 12;
const EDGE_PX = 24;
const LONGEST_PX = 140;
const SHARE_OF_WIDTH = 0.33;

const current = document.querySelector("[data-desk-queue] [data-current]");
const choice = document.querySelector("[data-swipe-choice]");
const box = choice?.querySelector("[data-swipe-on]");
const hint = document.querySelector("[data-swipe-hint]");
let swipe = null;

function button(dx) {
  const isRtl = getComputedStyle(current).direction === "rtl";
  const key = dx > 0 !== isRtl ? "a" : "j";
  return current.querySelector(`[data-decision] [data-key="${key}"]`);
}

function isFar(dx) {
  return Math.abs(dx) >= Math.min(LONGEST_PX, SHARE_OF_WIDTH * innerWidth);
}

function show(dx) {
  const act = button(dx);
  swipe.element.style.transform = `translateX(${dx}px)`;
  hint.hidden = !act;
  if (!act) return;
  hint.textContent = act.firstChild.textContent.trim();
  hint.toggleAttribute("data-decides", isFar(dx));
  hint.toggleAttribute("data-right", dx > 0);
}

function end() {
  if (!swipe) return;
  swipe.element.style.transform = "";
  hint.hidden = true;
  swipe = null;
}

function down(event) {
  end();
  const isControl = event.target.closest("a, button, summary, input, label, .acts");
  const isAtEdge = Math.min(event.clientX, innerWidth - event.clientX) < EDGE_PX;
  const element = current.querySelector("[data-case] .case-columns");
  if (event.pointerType !== "touch" || !event.isPrimary || isControl || isAtEdge || !element) return;
  swipe = { element, id: event.pointerId, x: event.clientX, y: event.clientY, moves: false };
}

function move(event) {
  if (event.pointerId !== swipe?.id) return;
  const dx = event.clientX - swipe.x;
  const dy = Math.abs(event.clientY - swipe.y);
  if (!swipe.moves) {
    if (Math.max(Math.abs(dx), dy) < BEGINS_PX) return;
    if (Math.abs(dx) < 2 * dy) return end();
    swipe.moves = true;
    current.setPointerCapture(swipe.id);
  }
  show(dx);
}

function up(event) {
  if (event.pointerId !== swipe?.id) return;
  const dx = event.clientX - swipe.x;
  const act = swipe.moves && isFar(dx) ? button(dx) : null;
  end();
  act?.click();
}

function apply() {
  current.toggleAttribute("data-swipes", box.checked);
  for (const [name, listener] of Object.entries({ down, move, up, cancel: end })) {
    if (box.checked) current.addEventListener(`pointer${name}`, listener);
    else current.removeEventListener(`pointer${name}`, listener);
  }
}

if (current && box && hint) {
  box.checked = Boolean(localStorage.getItem(CHOICE));
  choice.hidden = false;
  box.addEventListener("change", () => {
    if (box.checked) localStorage.setItem(CHOICE, "1");
    else localStorage.removeItem(CHOICE);
    apply();
  });
  apply();
}
