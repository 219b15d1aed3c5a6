// The data, and who reads whom.

const data = JSON.parse(document.getElementById("data").textContent);
const byId = new Map(data.nodes.map(node => [node.id, node]));
const testsOf = new Map();
for (const node of data.nodes) {
  node.children = [];
}
for (const node of data.nodes) {
  node.parents = node.parents.filter(id => byId.has(id));
  if (node.type === "test" || node.type === "unit_test") {
    const of = node.of || node.parents[0];
    testsOf.set(of, [...(testsOf.get(of) || []), node]);
  } else {
    for (const parent of node.parents) byId.get(parent).children.push(node.id);
  }
}

const KINDS = { source: "Sources", seed: "Seeds", model: "Models", snapshot: "Snapshots", analysis: "Analyses", exposure: "Exposures", test: "Tests", unit_test: "Unit tests" };

function link(node, text) {
  return el("a", { href: "#" + encodeURIComponent(node.id) }, text || node.name);
}
