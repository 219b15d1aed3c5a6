// The tree on the left, and which page is shown.

// A folder is filled when it is first opened: thousands of models cost nothing until they are looked at.
function folder(name, count, fill, isOpen) {
  const list = el("ul");
  const details = el("details", { open: isOpen }, el("summary", null, `${name} `, el("span", { class: "kind" }, String(count))), list);
  let isFilled = false;
  const open = () => {
    if (!isFilled && details.open) {
      isFilled = true;
      list.append(...fill());
    }
  };
  details.addEventListener("toggle", open);
  open();
  return details;
}

function tree(nodes, depth) {
  const folders = new Map(), here = [];
  for (const node of nodes) {
    const parts = node.path.split("/").slice(1, -1);
    const name = node.type === "source" || node.type === "test" ? undefined : parts[depth];
    if (name === undefined) here.push(node);
    else folders.set(name, [...(folders.get(name) || []), node]);
  }
  return [
    ...[...folders].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, inside]) => el("li", null, folder(name, inside.length, () => tree(inside, depth + 1), false))),
    ...here.sort((a, b) => (a.name < b.name ? -1 : 1)).map(node => el("li", null, link(node))),
  ];
}

function show() {
  let id = "";
  try { id = decodeURIComponent(location.hash.slice(1)); } catch { id = ""; }
  if (id === "main") return;
  const node = byId.get(id);
  const shown = node ? page(node) : overview();
  const main = document.getElementById("main");
  document.title = node ? `${shown.title} – ${data.project}` : data.project;
  main.replaceChildren(...shown.elements.flat(9).filter(Boolean));
  main.scrollTop = 0;
  shown.ready();
  for (const other of document.querySelectorAll("nav a[aria-current]")) other.removeAttribute("aria-current");
  const current = node && document.querySelector(`nav a[href="#${CSS.escape(encodeURIComponent(id))}"]`);
  if (current) current.setAttribute("aria-current", "page");
}

document.getElementById("nav").append(...Object.entries(KINDS).map(([type, name]) => {
  const nodes = data.nodes.filter(node => node.type === type);
  return nodes.length ? folder(name, nodes.length, () => tree(nodes, 0), type === "model" && nodes.length < 200) : "";
}));
window.addEventListener("hashchange", () => { show(); document.getElementById("main").focus({ preventScroll: true }); });
startSearch();
show();
