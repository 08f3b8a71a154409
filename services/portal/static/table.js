// Lets a reader order a table that says `data-sort` by one of its columns.
const order = new Intl.Collator(document.documentElement.lang, { numeric: true });
const text = (row, at) => row.cells[at].dataset.value ?? row.cells[at].textContent.trim();

for (const table of document.querySelectorAll("table[data-sort]")) {
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, at) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const up = head.getAttribute("aria-sort") !== "ascending";
      for (const other of heads) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", up ? "ascending" : "descending");
      const rows = [...table.tBodies[0].rows];
      rows.sort((a, b) => (up ? 1 : -1) * order.compare(text(a, at), text(b, at)));
      table.tBodies[0].append(...rows);
    });
  });
}
