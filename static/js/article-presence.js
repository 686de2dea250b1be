// Who else has this article open: `<div data-presence="URL" data-heartbeat-seconds="30">` within
// the form is asked for anew while the window is in sight. It is a live region, so it is only
// written to when it says something else.
const region = document.querySelector("[data-presence]");
const form = region?.closest("form");

function body(more = {}) {
  const sent = new FormData();
  for (const name of ["csrfmiddlewaretoken", "window"]) sent.append(name, form.elements[name].value);
  for (const [name, value] of Object.entries(more)) sent.append(name, value);
  return sent;
}

async function beat() {
  if (document.hidden) return;
  try {
    const answer = await fetch(region.dataset.presence, { method: "POST", body: body() });
    if (!answer.ok || answer.redirected) return;
    const others = (await answer.text()).trim();
    if (others === region.dataset.said) return;
    region.dataset.said = others;
    region.innerHTML = others;
  } catch {
    // Without a connection nobody can be asked; the next beat tries again.
  }
}

if (region && form) {
  region.dataset.said = region.innerHTML.trim();
  beat();
  setInterval(beat, Number(region.dataset.heartbeatSeconds) * 1000);
  document.addEventListener("visibilitychange", beat);
  addEventListener("pagehide", () => navigator.sendBeacon(region.dataset.presence, body({ leaving: 1 })));
}
