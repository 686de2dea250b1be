// A clock that a page kept for a while would show wrong: `<time data-clock="Europe/Lisbon">`
// shows that zone's time of day now. Without a script it shows when the page was made.
for (const clock of document.querySelectorAll("time[data-clock]")) {
  const format = new Intl.DateTimeFormat(document.documentElement.lang || "en", {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZone: clock.dataset.clock,
  });
  const tick = () => {
    const now = new Date();
    clock.textContent = format.format(now);
    clock.dateTime = now.toISOString();
    setTimeout(tick, 60_000 - (now.getTime() % 60_000));
  };
  tick();
}
