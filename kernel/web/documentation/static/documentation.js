// Sends what a form says, and shows the answer below it.
const LONGEST = 200000; // characters of an answer that are shown
const PATIENCE = 30000; // milliseconds; an answer without end is shown as far as it has come

const key = document.getElementById("the-key");
document.getElementById("key").hidden = false;
document.getElementById("key").addEventListener("submit", (event) => event.preventDefault());

function asked(form) {
  const headers = new Headers();
  const query = new URLSearchParams();
  let path = form.dataset.path;
  for (const field of form.querySelectorAll("[data-in]")) {
    if (field.dataset.in === "path") path = path.replace(`{${field.name}}`, encodeURIComponent(field.value));
    else if (field.value === "") continue;
    else if (field.dataset.in === "header") headers.set(field.name, field.value);
    else query.append(field.name, field.value);
  }
  const text = form.querySelector("textarea");
  const file = form.querySelector("input[type=file]");
  if (key.value) headers.set("Authorization", `Bearer ${key.value.trim()}`);
  if (text) headers.set("Content-Type", form.dataset.type);
  const body = text ? text.value : file ? file.files[0] : undefined;
  return [path + (query.size ? `?${query}` : ""), { method: form.dataset.method, headers, body }];
}

async function begin(response, stop) {
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  let text = "";
  const timer = setTimeout(stop, PATIENCE);
  try {
    while (reader && text.length < LONGEST) {
      const { done, value } = await reader.read();
      if (done) return text;
      text += decoder.decode(value, { stream: true });
    }
  } catch { /* stopped: what has come is shown */ } finally {
    clearTimeout(timer);
  }
  stop();
  return `${text.slice(0, LONGEST)}…`;
}

function readable(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 1);
  } catch {
    return text;
  }
}

async function send(event) {
  event.preventDefault();
  const form = event.target;
  const [state, shown] = [form.querySelector("[role=status]"), form.querySelector("pre")];
  state.textContent = "Sending …";
  shown.hidden = true;
  const stopping = new AbortController();
  try {
    const [address, request] = asked(form);
    const response = await fetch(address, { ...request, signal: stopping.signal });
    const type = response.headers.get("Content-Type") ?? "";
    const tag = response.headers.get("ETag");
    state.textContent = `${response.status} ${type} ${tag ? `ETag ${tag}` : ""} from ${address}`;
    const legible = /json|text|xml/.test(type);
    shown.textContent = legible ? readable(await begin(response, () => stopping.abort())) : "";
    shown.hidden = shown.textContent === "";
  } catch (error) {
    state.textContent = `No answer: ${error.message}`;
  }
}

for (const form of document.querySelectorAll("form.try")) {
  form.querySelector("button").hidden = false;
  form.addEventListener("submit", send);
}

function open() {
  document.getElementById(decodeURIComponent(location.hash.slice(1)))?.closest("details")?.setAttribute("open", "");
}
addEventListener("hashchange", open);
open();
