// What makes a form more comfortable; every one of them works without.
const QUIET = 3000; // milliseconds without a key before words are saved

// Without a connection a form stays where it is: the browser's own page would take its words away.
function stayOffline(form, words) {
  form.addEventListener('submit', (event) => {
    form.querySelector(':scope > .offline')?.remove();
    if (navigator.onLine) return;
    event.preventDefault();
    const said = document.createElement('p');
    said.className = 'errors offline';
    said.setAttribute('role', 'alert');
    said.textContent = words;
    form.append(said);
  });
}

function dirtyGuard(form) {
  form.addEventListener('input', () => { form.dataset.dirty = '1'; });
  form.addEventListener('submit', (event) => { if (!event.defaultPrevented) delete form.dataset.dirty; });
  addEventListener('beforeunload', (event) => { if (form.dataset.dirty) event.preventDefault(); });
}

function autosave(form) {
  const said = document.querySelector('[data-saved]');
  let timer, busy = false;
  const say = (text) => { said.hidden = false; said.textContent = text; };
  async function save() {
    if (busy || !form.dataset.dirty) return;
    busy = true;
    delete form.dataset.dirty;
    try {
      const answer = await fetch(form.action, {
        method: 'POST', body: new URLSearchParams(new FormData(form)), headers: { Accept: 'application/json' },
      });
      if (!answer.ok) throw new Error(answer.status);
      const now = await answer.json();
      form.elements.etag.value = now.etag;
      form.elements.base.value = now.base;
      say(`${said.dataset.saved} ${new Date(now.saved).toLocaleTimeString(document.documentElement.lang, { hour: '2-digit', minute: '2-digit' })}`);
    } catch {
      form.dataset.dirty = '1';
      say(said.dataset.unsaved);
    }
    busy = false;
  }
  form.addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(save, QUIET); });
  addEventListener('online', save);
}

function addRows(list) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'second';
  button.textContent = list.dataset.add;
  button.addEventListener('click', () => {
    const rows = list.querySelectorAll(':scope > .one-row'), last = rows[rows.length - 1];
    const from = `${list.dataset.rows}.${rows.length - 1}.`, to = `${list.dataset.rows}.${rows.length}.`;
    const row = last.cloneNode(true);
    for (const each of row.querySelectorAll('*')) {
      for (const name of ['id', 'name', 'for', 'aria-describedby', 'data-rows']) {
        if (each.hasAttribute(name)) each.setAttribute(name, each.getAttribute(name).replaceAll(from, to));
      }
      if (each.type === 'checkbox' || each.type === 'radio') each.checked = false;
      else if ('value' in each && each.name) each.value = '';
      if (each.matches('.wrong')) each.remove();
    }
    row.setAttribute('aria-label', row.getAttribute('aria-label').replace(/\d+$/, rows.length + 1));
    last.after(row);
    row.querySelector('input, select, textarea').focus();
  });
  list.append(button);
}

function counter(area) {
  const most = Number(area.dataset.longest), left = document.createElement('span');
  left.className = 'count';
  area.after(left);
  const tell = () => { left.textContent = area.value.length > most * 0.8 ? `${area.value.length} / ${most}` : ''; };
  area.addEventListener('input', tell);
  tell();
}

const offline = document.querySelector('[data-offline]')?.dataset.offline;
if (offline) {
  for (const form of document.querySelectorAll('main form[method="post"]')) {
    stayOffline(form, offline);
    dirtyGuard(form);
  }
}
document.querySelectorAll('form[data-autosave]').forEach(autosave);
document.querySelectorAll('[data-rows]').forEach((list) => { if (list.dataset.add) addRows(list); });
document.querySelectorAll('button[name="then"][value="more"]').forEach((button) => button.remove());
document.querySelectorAll('[data-longest]').forEach(counter);
document.getElementById('errors')?.focus();
