// The page of one node.

function facts(node) {
  const rows = [
    ["Kind", node.kept ? `${node.type}, ${node.kept}` : node.kind ? `${node.type}, ${node.kind}` : node.type],
    ["Relation", node.relation && el("code", null, node.relation)],
    ["File", el("code", null, node.path)],
    ["Package", node.package],
    ["Owner", node.owner],
    ["Address", node.url && (/^https?:/i.test(node.url) ? el("a", { href: node.url, rel: "noopener" }, node.url) : node.url)],
    ["Group", node.group],
    ["Access", node.access],
    ["Severity", node.severity],
    ["Tests", node.of && byId.has(node.of) && link(byId.get(node.of))],
    ["Tags", node.tags.length > 0 && node.tags.map(tag => el("span", { class: "tag" }, tag))],
    ["Meta", node.meta && el("code", null, JSON.stringify(node.meta))],
  ];
  return el("dl", { class: "facts" }, rows.filter(([, value]) => value).map(([name, value]) => [el("dt", null, name), el("dd", null, value)]));
}

function columns(node) {
  if (!node.columns || !node.columns.length) return null;
  const tests = testsOf.get(node.id) || [];
  const hasTests = tests.some(test => test.column);
  const rows = node.columns.map(column => el("tr", null,
    el("th", { scope: "row" }, el("code", null, column.name)),
    el("td", null, el("code", null, column.type || "")),
    el("td", null, markdown(column.description), column.tags.map(tag => el("span", { class: "tag" }, tag))),
    hasTests && el("td", null, tests.filter(test => (test.column || "").replace(/"/g, "").toLowerCase() === column.name.toLowerCase())
      .map((test, i) => [i ? ", " : "", link(test, test.test)]))));
  return [el("h2", null, "Columns"), el("div", { class: "scroll" }, el("table", null,
    el("thead", null, el("tr", null, ["Name", "Type", "Description", hasTests && "Tests"].filter(Boolean).map(name => el("th", { scope: "col" }, name)))),
    el("tbody", null, rows)))];
}

function others(title, nodes) {
  return nodes.length ? [el("h2", null, title), el("ul", null, nodes.map(node => el("li", null, link(node), " ", el("span", { class: "kind" }, node.type))))] : null;
}

function code(node) {
  const forms = [["Source", node.raw], ["Compiled", node.compiled]].filter(([, text]) => text);
  if (!forms.length) return null;
  const place = el("div");
  const buttons = forms.map(([name, text]) => {
    const button = el("button", { type: "button", "aria-pressed": "false" }, name);
    button.onclick = () => {
      buttons.forEach(other => other.setAttribute("aria-pressed", String(other === button)));
      place.replaceChildren(sql(text));
    };
    return button;
  });
  buttons[0].click();
  return [el("h2", null, "SQL"), forms.length > 1 ? el("div", { class: "tabs", role: "group", "aria-label": "Form of the SQL" }, buttons) : null, place];
}

function lineage(node) {
  if (node.type === "test" || node.type === "unit_test" || !node.parents.length && !node.children.length) return { element: null, ready: () => {} };
  const place = el("div");
  let drawn;
  const draw = depth => {
    drawn = graph(node, depth);
    place.replaceChildren(drawn.element, drawn.isCut ? el("p", { class: "kind" }, `The nearest ${MOST_NODES} are shown.`) : "");
    drawn.center();
  };
  const buttons = [["Next", 1], ["Two steps", 2], ["All", Infinity]].map(([name, depth]) => {
    const button = el("button", { type: "button", "aria-pressed": String(depth === 2) }, name);
    button.onclick = () => {
      buttons.forEach(other => other.setAttribute("aria-pressed", String(other === button)));
      draw(depth);
    };
    return button;
  });
  return { element: [el("h2", null, "Lineage"), el("div", { class: "tabs", role: "group", "aria-label": "How far" }, buttons), place], ready: () => draw(2) };
}

function page(node) {
  const tests = (testsOf.get(node.id) || []).filter(test => !test.column || !node.columns || !node.columns.some(column => column.name.toLowerCase() === test.column.replace(/"/g, "").toLowerCase()));
  const picture = lineage(node);
  return {
    title: node.name,
    ready: picture.ready,
    elements: [el("p", { class: "kind" }, node.type.replace("_", " ")), el("h1", null, node.name), facts(node), markdown(node.description), picture.element, columns(node),
      others("Tests", tests), others("Reads", node.parents.map(id => byId.get(id))), others("Read by", node.children.map(id => byId.get(id))), code(node)],
  };
}

function overview() {
  const counts = Object.entries(KINDS).map(([type, name]) => [name, data.nodes.filter(node => node.type === type).length]).filter(([, count]) => count);
  return {
    title: data.project,
    ready: () => {},
    elements: [el("h1", null, data.project), el("p", { class: "kind" }, `Written ${data.generated}`),
      el("dl", { class: "facts" }, counts.map(([name, count]) => [el("dt", null, name), el("dd", null, String(count))])), markdown(data.overview)],
  };
}
