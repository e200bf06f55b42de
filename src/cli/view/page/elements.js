// Making elements. Words of a document only ever become text nodes.

function add(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children.flat(Infinity)) {
    if (child === undefined || child === null || child === false) continue;
    node.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
  return node;
}

// An HTML element with attributes; those that begin with "on" are listeners.
function h(tag, attributes, ...children) {
  return add(document.createElement(tag), attributes, children);
}

// The same for SVG.
function svg(tag, attributes, ...children) {
  return add(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);
}

function shorten(text, length) {
  const letters = Array.from(text);
  return letters.length <= length ? text : letters.slice(0, length - 1).join("").trimEnd() + "…";
}

// EVENT_TYPE_EXPORT_CONTROL -> "export control"; nothing for what is not known.
function bare(value, prefix) {
  if (!value || value.endsWith("_UNSPECIFIED")) return undefined;
  return value.replace(prefix, "").replaceAll("_", " ").toLowerCase();
}

function capital(text) {
  return text ? text[0].toUpperCase() + text.slice(1) : "";
}
