// The whole plan as a page: every node has its own address, and the address leads the eye and the focus to it.

import { byId, copyText, el, icon } from './dom.js';
import { currentPlan, getJson, problemBox, showPlan } from './service.js';

const numberOf = (id) => id.split('/')[1];
const headingOf = (node) => (node.mark ?? '') + (node.text || node.label);
const tree = byId('text');
let rows = [];
let nodes = new Map();

const isWide = matchMedia('(min-width: 64rem)');

/** Inner nodes become sections with a heading, leaves become rows; both carry the node number as their id. */
function section(node) {
  const rank = Math.min(6, numberOf(node.passage_id).split('.').length + 1);
  const children = node.children.map((id) => nodes.get(id));
  const rowsBelow = children.length && children.every((child) => !child.children.length);
  const below = children.map((child) => (child.children.length ? section(child) : row(child)));
  return el('section', { class: `node node--${node.level}` }, heading(node, `h${rank}`), ...(rowsBelow ? [el('ol', { class: 'rows' }, below)] : below));
}

function heading(node, tag) {
  const category = node.category ? el('span', { class: 'tag' }, node.category) : '';
  const words = el(tag, { id: numberOf(node.passage_id), tabindex: '-1' }, headingOf(node));
  return el('div', { class: 'node__head' }, el('div', { class: 'node__name' }, words, category), copyButton(node));
}

function row(node) {
  const mark = node.mark ? el('span', { class: 'row__mark' }, node.mark) : '';
  const words = el('p', { class: `hang-${node.mark?.length ?? 0}` }, mark, node.text);
  const item = el('li', { class: 'row', id: numberOf(node.passage_id), tabindex: '-1' }, words, copyButton(node));
  rows.push({ item, words: fold([node.label, node.headings.join(' '), node.category ?? '', node.mark ?? '', node.text].join(' ')) });
  return item;
}

function copyButton(node) {
  const address = () => `${location.origin}${location.pathname}${location.search}#${numberOf(node.passage_id)}`;
  return el('button', {
    class: 'copy', type: 'button', title: '複製連結', 'aria-label': `複製連結：${node.label}`,
    onclick: () => copyText(address(), '已複製這一段的連結。'),
  }, icon('link'));
}

function drawContents(tops) {
  const link = (node) => el('a', { href: `#${numberOf(node.passage_id)}` }, headingOf(node));
  const inner = (node) => node.children.map((id) => nodes.get(id)).filter((child) => child.children.length);
  const list = (some, below) => (some.length ? el('ol', {}, some.map((node) => el('li', {}, link(node), below(node)))) : '');
  byId('toc').append(list(tops, (top) => list(inner(top), () => '')));
}

/** Bring the node of the address into view, marked and focused; the filter gives way if it hides the node. */
function reveal() {
  for (const old of document.querySelectorAll('[aria-current]')) old.removeAttribute('aria-current');
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target || target === tree || !tree.contains(target)) return;
  if (target.closest('[hidden]')) clearFilter();
  target.setAttribute('aria-current', 'location');
  target.focus({ preventScroll: true });
  target.scrollIntoView({ block: target.matches('li') ? 'center' : 'start' });
}

const fold = (text) => text.normalize('NFKC').toLowerCase();

/** Keep the rows in which every word occurs, and the headings that lead to them. */
function applyFilter() {
  const wanted = fold(byId('words').value).split(/\s+/).filter(Boolean);
  let kept = 0;
  for (const { item, words } of rows) {
    item.hidden = !wanted.every((word) => words.includes(word));
    kept += item.hidden ? 0 : 1;
  }
  for (const part of tree.querySelectorAll('.node')) part.hidden = wanted.length > 0 && !part.querySelector('.row:not([hidden])');
  byId('found').textContent = wanted.length ? (kept ? `找到 ${kept} 段，共 ${rows.length} 段` : '沒有符合的段落，請換個詞試試。') : `共 ${rows.length} 段`;
  paint(wanted);
}

function clearFilter() {
  byId('words').value = '';
  applyFilter();
}

/** Colour the words found without touching the text; browsers that cannot do this only filter. */
function paint(wanted) {
  if (!globalThis.CSS?.highlights) return;
  const ranges = rows.filter(({ item }) => !item.hidden).flatMap(({ item }) => wanted.flatMap((word) => rangesOf(item, word)));
  CSS.highlights.set('found', new Highlight(...ranges));
}

function rangesOf(item, word) {
  const text = item.querySelector('p').lastChild;
  const words = text.data.toLowerCase();
  const ranges = [];
  for (let at = words.indexOf(word); at >= 0; at = words.indexOf(word, at + word.length)) {
    const range = new Range();
    range.setStart(text, at);
    range.setEnd(text, at + word.length);
    ranges.push(range);
  }
  return ranges;
}

async function draw() {
  const plan = await getJson(`/v1/plans/${encodeURIComponent((await currentPlan()).plan_id)}`);
  showPlan(plan);
  document.title = `${plan.title}｜計畫全文`;
  nodes = new Map(plan.nodes.map((node) => [node.passage_id, node]));
  const tops = plan.nodes.filter((node) => !node.parent);
  rows = [];
  tree.replaceChildren(...tops.map(section));
  drawContents(tops);
  applyFilter();
  reveal();
}

function setUp() {
  const fit = () => { byId('toc').open = isWide.matches; };
  fit();
  isWide.onchange = fit;
  byId('toc').onclick = (event) => { if (event.target.closest('a') && !isWide.matches) byId('toc').open = false; };
  byId('filter').onsubmit = (event) => event.preventDefault();
  byId('words').oninput = applyFilter;
  addEventListener('hashchange', reveal);
  draw().catch((error) => {
    tree.replaceChildren();
    byId('problem').replaceChildren(...problemBox(error.message, '重新載入', () => location.reload()));
  });
}

setUp();
