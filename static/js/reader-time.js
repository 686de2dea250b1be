// A time is written in the paper's zone. For a reader in another, `<time data-moment>` says the
// reader's own, and keeps the paper's as its title.
const mine = new Intl.DateTimeFormat(document.documentElement.lang || "en", {
  day: "numeric",
  month: "long",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
});

export function showReaderTimes(element) {
  for (const time of element.querySelectorAll("time[data-moment]")) {
    const moment = new Date(time.dateTime);
    const wall = new Date(time.dateTime.slice(0, 19)); // the paper's clock, read as if it hung here
    if (moment.getTime() === wall.getTime()) continue;
    const parts = Object.fromEntries(mine.formatToParts(moment).map((part) => [part.type, part.value]));
    time.title = `${time.textContent} where the paper is made`;
    time.textContent = `${parts.day} ${parts.month} ${parts.year}, ${parts.hour}:${parts.minute}`;
  }
}

showReaderTimes(document);
