// Builds parts of the page; text goes in as text nodes only, so nothing a reply says becomes markup.

const SVG = 'http://www.w3.org/2000/svg';
const ICONS = {
  answered: 'M3 8.5l3.2 3.2L13 4.8',
  partial: 'M8 2.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 0 0 0-11v11M10.5 5v6',
  corrected: 'M3 6h10M3 10h10M10.5 3l-5 10',
  declined: 'M8 2.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 0 0 0-11M5 8h6',
  smalltalk: 'M3 3.5h10v7H7l-3 2.5v-2.5H3z',
  link: 'M6.8 9.2a2.6 2.6 0 0 0 3.7 0l2-2a2.6 2.6 0 0 0-3.7-3.7l-.8.8M9.2 6.8a2.6 2.6 0 0 0-3.7 0l-2 2a2.6 2.6 0 0 0 3.7 3.7l.8-.8',
};

/** Make an element; a function is set as a property (`onclick`), false and null leave the attribute out. */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') node[name] = value;
    else if (value !== null && value !== false) node.setAttribute(name, value === true ? '' : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== ''));
  return node;
}

/** A decorative icon that takes the colour of the text beside it. */
export function icon(name) {
  const svg = document.createElementNS(SVG, 'svg');
  const path = document.createElementNS(SVG, 'path');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  path.setAttribute('d', ICONS[name]);
  svg.append(path);
  return svg;
}

export const byId = (id) => document.getElementById(id);

let fading;

/** Tell everyone, screen readers too, what just happened. */
export function say(text) {
  const status = byId('status');
  status.textContent = text;
  status.classList.add('is-shown');
  clearTimeout(fading);
  fading = setTimeout(() => status.classList.remove('is-shown'), 2600);
}

/** Copy text; the second way is for plain http in an office network, where the clipboard interface is missing. */
export async function copyText(text, done) {
  try {
    if (navigator.clipboard) await navigator.clipboard.writeText(text);
    else copyBySelection(text);
    say(done);
  } catch {
    say('瀏覽器不允許複製，請改用選取後複製。');
  }
}

function copyBySelection(text) {
  const focused = document.activeElement;
  const area = el('textarea', { class: 'vh', 'aria-hidden': 'true' });
  area.value = text;
  document.body.append(area);
  area.select();
  const copied = document.execCommand('copy');
  area.remove();
  focused?.focus();
  if (!copied) throw new Error('copy refused');
}

/** The path of a link of ours; anything that leads elsewhere falls back to the plan page. */
export function ownPath(url) {
  const target = new URL(url, location.origin);
  if (target.origin !== location.origin) return '/plan';
  return target.pathname + target.search + target.hash;
}

/** A plain click; with a modifier the browser's own way (new tab, new window) is kept. */
export const isPlainClick = (event) => !(event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
