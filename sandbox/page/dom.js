export const byId = (id) => document.getElementById(id);

/** Makes an element. Values only ever become text nodes or attributes, never markup; null, false and '' are left out. */
export function h(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? '' : value);
    }
  }
  for (const child of children.flat(Infinity)) {
    if (child !== null && child !== undefined && child !== false && child !== '') element.append(child);
  }
  return element;
}

export function button(action, label, attributes) {
  return h('button', { type: 'button', 'data-action': action, ...attributes }, label);
}

export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** What the visitor did to an element; a refresh must not undo it. */
const KEPT = ['open', 'aria-busy'];

/** Makes `old` look like `fresh` in place, so that scroll, focus, what is typed and what is unfolded stay. */
function morph(old, fresh) {
  if (old.nodeType === Node.TEXT_NODE) {
    if (old.data !== fresh.data) old.data = fresh.data;
    return;
  }
  for (const { name } of [...old.attributes]) {
    if (!fresh.hasAttribute(name) && !KEPT.includes(name)) old.removeAttribute(name);
  }
  for (const { name, value } of fresh.attributes) {
    if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  morphChildren(old, [...fresh.childNodes]);
}

const keyOf = (node) => node?.dataset?.key ?? null;

/** Nodes with a `data-key` are matched by it, the others by their place. */
export function morphChildren(parent, freshNodes) {
  const wanted = new Set(freshNodes.map(keyOf));
  let old = parent.firstChild;
  const take = () => {
    const taken = old;
    old = old.nextSibling;
    return taken;
  };
  for (const fresh of freshNodes) {
    while (old && keyOf(old) !== null && !wanted.has(keyOf(old))) take().remove();
    if (old && old.nodeName === fresh.nodeName && keyOf(old) === keyOf(fresh)) morph(take(), fresh);
    else if (old && keyOf(fresh) === null && keyOf(old) === null) take().replaceWith(fresh);
    else parent.insertBefore(fresh, old);
  }
  while (old) take().remove();
}
