// The queue by keyboard: j and k go down and up, Enter opens. Without it the Tab key does the same.
const links = [...document.querySelectorAll(".queue .what > a")];
document.addEventListener("keydown", event => {
  const step = { j: 1, k: -1 }[event.key];
  if (!step || event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, textarea, select")) return;
  const next = links[links.indexOf(document.activeElement) + step] ?? (step > 0 ? links[0] : links.at(-1));
  next?.focus();
});
