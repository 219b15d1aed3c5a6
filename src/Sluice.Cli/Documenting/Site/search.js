// Search over names, columns, tags, descriptions and SQL; what a name says counts most.

const MOST_RESULTS = 40;
let texts = null;

function index() {
  texts = texts || data.nodes.map(node => ({
    node,
    name: node.name.toLowerCase(),
    more: [node.tags.join(" "), ...(node.columns || []).map(column => column.name)].join(" ").toLowerCase(),
    text: [node.description, ...(node.columns || []).map(column => column.description)].join(" ").toLowerCase(),
    code: (node.raw || "").toLowerCase(),
  }));
  return texts;
}

function score(entry, words) {
  let sum = 0;
  for (const word of words) {
    const worth = entry.name === word ? 100 : entry.name.startsWith(word) ? 40 : entry.name.includes(word) ? 20
      : entry.more.includes(word) ? 8 : entry.text.includes(word) ? 4 : entry.code.includes(word) ? 1 : 0;
    if (!worth) return 0;
    sum += worth;
  }
  return sum + (entry.node.type === "model" ? 3 : entry.node.type === "test" ? -3 : 0);
}

function search(query) {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return words.length === 0 ? [] : index().map(entry => [score(entry, words), entry.node]).filter(([worth]) => worth > 0)
    .sort((a, b) => b[0] - a[0] || (a[1].name < b[1].name ? -1 : 1)).slice(0, MOST_RESULTS).map(([, node]) => node);
}

function startSearch() {
  const input = document.getElementById("search"), list = document.getElementById("results");
  const show = () => {
    const found = search(input.value);
    list.replaceChildren(...found.map(node => {
      const item = link(node);
      item.append(" ", el("span", { class: "kind" }, node.type), el("small", null, node.description || node.path));
      return el("li", null, item);
    }), ...(input.value.trim() && !found.length ? [el("li", null, el("small", null, "Nothing found"))] : []));
    list.hidden = !input.value.trim();
    input.setAttribute("aria-expanded", String(!list.hidden));
  };
  const hide = () => {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
  };
  const step = by => {
    const links = [...list.querySelectorAll("a")];
    const next = links[links.indexOf(document.activeElement) + by];
    (next || input).focus();
  };
  input.addEventListener("input", show);
  input.addEventListener("focus", show);
  document.getElementById("search-form").addEventListener("submit", event => {
    event.preventDefault();
    const first = list.querySelector("a");
    if (first) first.click();
  });
  document.getElementById("search-form").addEventListener("keydown", event => {
    if (event.key === "ArrowDown") step(1);
    else if (event.key === "ArrowUp") step(-1);
    else if (event.key === "Escape") { hide(); input.blur(); }
    else return;
    event.preventDefault();
  });
  list.addEventListener("click", () => { hide(); input.value = ""; });
  document.addEventListener("click", event => { if (!event.target.closest("#search-form")) hide(); });
  document.addEventListener("keydown", event => {
    if (event.key === "/" && !/^(INPUT|TEXTAREA)$/.test(document.activeElement.tagName)) {
      event.preventDefault();
      input.focus();
    }
  });
}
