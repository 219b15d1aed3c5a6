// Elements, Markdown and SQL. Nothing of the project is ever read as HTML: all of it becomes text nodes.

function el(tag, props, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(props || {})) {
    if (value !== null && value !== undefined && value !== false) node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false));
  return node;
}

const INLINE = /(`+)([\s\S]+?)\1|\*\*([\s\S]+?)\*\*|__([\s\S]+?)__|\*([^*\s][^*]*)\*|\b_([^_\s][^_]*)_\b|\[([^\]]+)\]\(([^)\s]+)\)|(https?:\/\/[^\s<>)]+)/g;

function inline(text) {
  const parts = [];
  let at = 0;
  for (const found of text.matchAll(INLINE)) {
    parts.push(text.slice(at, found.index));
    const [all, , code, strong, strong2, em, em2, label, target, address] = found;
    if (code) parts.push(el("code", null, code));
    else if (strong || strong2) parts.push(el("strong", null, inline(strong || strong2)));
    else if (em || em2) parts.push(el("em", null, inline(em || em2)));
    else if (label) parts.push(/^(https?:|mailto:|#)/i.test(target) ? el("a", { href: target, rel: "noopener" }, label) : all);
    else parts.push(el("a", { href: address, rel: "noopener" }, address));
    at = found.index + all.length;
  }
  parts.push(text.slice(at));
  return parts;
}

// Paragraphs, headings, lists, tables, quotes and fenced code: what descriptions use.
function markdown(text) {
  const out = [], lines = (text || "").replace(/\r/g, "").split("\n");
  for (let i = 0; i < lines.length;) {
    const line = lines[i];
    let found;
    if (!line.trim()) i++;
    else if (/^\s*```/.test(line)) {
      const code = [];
      for (i++; i < lines.length && !/^\s*```/.test(lines[i]); i++) code.push(lines[i]);
      i++;
      out.push(el("pre", null, el("code", null, code.join("\n"))));
    } else if ((found = /^(#{1,6})\s+(.*)/.exec(line))) {
      out.push(el("h" + Math.min(6, found[1].length + 2), null, inline(found[2])));
      i++;
    } else if (/^\s*([-*+]|\d+[.)])\s+/.test(line)) {
      const items = [], ordered = /^\s*\d/.test(line);
      for (; i < lines.length && lines[i].trim(); i++) {
        const item = /^\s*(?:[-*+]|\d+[.)])\s+(.*)/.exec(lines[i]);
        if (item) items.push(item[1]);
        else items[items.length - 1] += " " + lines[i].trim();
      }
      out.push(el(ordered ? "ol" : "ul", null, items.map(item => el("li", null, inline(item)))));
    } else if (line.includes("|") && /^\s*\|?[\s:|-]+\|[\s:|-]*$/.test(lines[i + 1] || "")) {
      const cells = row => row.trim().replace(/^\||\|$/g, "").split("|").map(cell => cell.trim());
      const head = cells(line), rows = [];
      for (i += 2; i < lines.length && lines[i].includes("|"); i++) rows.push(cells(lines[i]));
      out.push(el("table", null, el("tr", null, head.map(cell => el("th", { scope: "col" }, inline(cell)))),
        rows.map(row => el("tr", null, row.map(cell => el("td", null, inline(cell)))))));
    } else if (/^\s*>/.test(line)) {
      const quote = [];
      for (; i < lines.length && /^\s*>/.test(lines[i]); i++) quote.push(lines[i].replace(/^\s*>\s?/, ""));
      out.push(el("blockquote", null, markdown(quote.join("\n"))));
    } else {
      const words = [line];
      for (i++; i < lines.length && lines[i].trim() && !/^\s*(```|#{1,6}\s|[-*+]\s|\d+[.)]\s|>)/.test(lines[i]); i++) words.push(lines[i]);
      out.push(el("p", null, inline(words.join(" "))));
    }
  }
  return out;
}

const SQL = /(--[^\n]*|\/\*[\s\S]*?\*\/)|('(?:[^']|'')*')|(\{[{%#][\s\S]*?[}%#]\})|\b(select|from|where|and|or|not|in|is|null|as|on|join|left|right|full|inner|outer|cross|group|by|order|having|limit|offset|union|all|distinct|with|recursive|case|when|then|else|end|cast|over|partition|between|like|exists|values|insert|into|update|delete|create|table|view|asc|desc|using|qualify|true|false|lateral|interval)\b/gi;

function sql(text) {
  const parts = [];
  let at = 0;
  for (const found of text.matchAll(SQL)) {
    parts.push(text.slice(at, found.index), el("span", { class: found[1] ? "c" : found[2] ? "s" : found[3] ? "j" : "k" }, found[0]));
    at = found.index + found[0].length;
  }
  parts.push(text.slice(at));
  return el("pre", { tabindex: "0" }, el("code", null, parts));
}
