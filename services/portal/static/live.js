// Tells that something was published since the page was opened. Nothing moves by itself.
const place = document.querySelector("[data-live]");
const PATIENCE = 3000, PAUSE = 60000;
let stream, timer, known;

const stop = () => { stream?.close(); clearTimeout(timer); };

const tell = () => {
  stop();
  document.removeEventListener("visibilitychange", again);
  place.append(place.querySelector("template").content);
};

// whether the newest publication is another one than before: 304 while it is not
const changed = async () => {
  const answer = await fetch(place.dataset.live, { cache: "no-cache" }).catch(() => null);
  const before = known;
  if (answer?.ok) known = answer.headers.get("ETag");
  return Boolean(before) && known !== before;
};

const listen = () => {
  stream = new EventSource("/indicators/stream?types=published");
  stream.addEventListener("published", tell);
  stream.addEventListener("reset", again);
  // where no stream is to be had, look again after a while
  stream.addEventListener("error", () => {
    if (stream.readyState === EventSource.CLOSED) timer = setTimeout(start, PAUSE);
  });
};

const start = async () => {
  if (await changed()) tell();
  else if (!document.hidden) listen();
};

const again = () => { stop(); start(); };

if (place) {
  timer = setTimeout(start, PATIENCE);
  document.addEventListener("visibilitychange", again);
}
