// The lineage of a node as an SVG: what it reads to the left, what reads it to the right.

const MOST_NODES = 150;

function around(start, direction, depth) {
  const found = new Map();
  let level = [start];
  for (let distance = 1; level.length && distance <= depth; distance++) {
    const next = [];
    for (const id of level) {
      for (const other of byId.get(id)[direction]) {
        if (other !== start && !found.has(other) && found.size < MOST_NODES) {
          found.set(other, distance);
          next.push(other);
        }
      }
    }
    level = next;
  }
  return found;
}

// The layer of a node is the longest way to it, so that every line goes from left to right.
function layers(ids) {
  const layer = new Map();
  const visit = (id, path) => {
    if (layer.has(id)) return layer.get(id);
    if (path.has(id)) return 0;
    path.add(id);
    let longest = 0;
    for (const parent of byId.get(id).parents) {
      if (ids.has(parent)) longest = Math.max(longest, visit(parent, path) + 1);
    }
    path.delete(id);
    layer.set(id, longest);
    return longest;
  };
  for (const id of ids) visit(id, new Set());
  const rows = [];
  for (const [id, at] of layer) (rows[at] = rows[at] || []).push(id);
  return rows;
}

// Each node goes near the middle of its neighbours in the layer before.
function arrange(rows) {
  const place = new Map();
  rows.forEach((row, at) => {
    if (at > 0) {
      const middle = id => {
        const above = byId.get(id).parents.filter(parent => place.has(parent)).map(parent => place.get(parent));
        return above.length ? above.reduce((a, b) => a + b, 0) / above.length : 1e9;
      };
      const middles = new Map(row.map(id => [id, middle(id)]));
      row.sort((a, b) => middles.get(a) - middles.get(b) || (a < b ? -1 : 1));
    } else row.sort();
    row.forEach((id, i) => place.set(id, i - row.length / 2));
  });
}

function svg(tag, props, ...children) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [key, value] of Object.entries(props || {})) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

function graph(node, depth) {
  const up = around(node.id, "parents", depth), down = around(node.id, "children", depth);
  const ids = new Set([node.id, ...up.keys(), ...down.keys()]);
  const rows = layers(ids);
  arrange(rows);
  const [width, height, gapX, gapY] = [190, 30, 60, 14];
  const tallest = Math.max(...rows.map(row => row.length)) * (height + gapY);
  const spot = new Map();
  rows.forEach((row, x) => row.forEach((id, y) => spot.set(id, {
    x: x * (width + gapX) + 4, y: (tallest - row.length * (height + gapY)) / 2 + y * (height + gapY) + 4,
  })));
  const picture = svg("svg", {
    width: rows.length * (width + gapX) - gapX + 8, height: tallest + 8, role: "group", "aria-label": `Lineage of ${node.name}: ${up.size} upstream, ${down.size} downstream`,
  });
  for (const id of ids) {
    for (const parent of byId.get(id).parents) {
      if (!ids.has(parent)) continue;
      const from = spot.get(parent), to = spot.get(id);
      const [x1, y1, x2, y2] = [from.x + width, from.y + height / 2, to.x, to.y + height / 2];
      picture.append(svg("path", { d: `M${x1} ${y1} C${x1 + gapX / 2} ${y1} ${x2 - gapX / 2} ${y2} ${x2} ${y2}` }));
    }
  }
  for (const id of ids) {
    const other = byId.get(id), { x, y } = spot.get(id);
    const short = other.name.length > 21 ? other.name.slice(0, 20) + "…" : other.name;
    picture.append(svg("a", { href: "#" + encodeURIComponent(id), class: `${other.type}${id === node.id ? " here" : ""}`, "aria-label": `${other.type} ${other.name}` },
      svg("title", null, `${other.type} ${other.name}`), svg("rect", { x, y, width, height, rx: 5 }), svg("text", { x: x + 9, y: y + 20 }, short)));
  }
  const scroll = el("div", { class: "scroll" }, picture);
  return { element: scroll, isCut: up.size + down.size >= MOST_NODES, center: () => { scroll.scrollLeft = spot.get(node.id).x - scroll.clientWidth / 2 + width / 2; } };
}
