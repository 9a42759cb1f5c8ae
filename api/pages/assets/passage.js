// The passage sheet: the cited words, their place in the plan, what stands before and after, and the way there.

import { byId, el, ownPath } from './dom.js';
import { passage } from './service.js';

let opener = null;
let shown = null;

/** Open the sheet on a citation or a related passage; `from` gets the focus back. */
export function openPassage(cited, from) {
  opener = from;
  show(cited, cited.n ? `引用 ${cited.n}` : '相關段落');
  byId('passage').showModal();
  byId('passage-title').focus();
}

export function setUpSheet() {
  const sheet = byId('passage');
  byId('passage-close').onclick = () => sheet.close();
  sheet.onclick = (event) => { if (event.target === sheet) sheet.close(); };
  sheet.onclose = () => { shown = null; opener?.focus(); };
}

/** What the reply says of the passage is shown at once; its surroundings follow when they arrive. */
function show(cited, eyebrow) {
  shown = cited.passage_id;
  byId('passage-eyebrow').textContent = eyebrow;
  byId('passage-title').textContent = cited.label;
  byId('passage-body').replaceChildren(quoteBlock(cited.quote), wayToPlan(cited));
  byId('passage-body').scrollTop = 0;
  surround(cited).catch(() => {
    if (shown === cited.passage_id) byId('passage-body').append(el('p', { class: 'muted' }, '前後文暫時讀不到，請稍後再試，或直接開啟計畫全文。'));
  });
}

async function surround(cited) {
  const node = await passage(cited.passage_id);
  const [before, after] = await Promise.all([node.previous, node.next].map((id) => id && passage(id)));
  if (shown !== cited.passage_id) return;
  byId('passage-body').replaceChildren(
    placeInPlan(node),
    ...neighbour('前一段', before, node, cited),
    quoteBlock(cited.quote ?? node.text, node),
    ...neighbour('後一段', after, node, cited),
    wayToPlan(cited),
  );
}

function placeInPlan(node) {
  const steps = node.headings.map((heading) => el('li', {}, heading));
  const category = node.category ? el('p', { class: 'tag' }, `計畫類別：${node.category}`) : '';
  return el('nav', { class: 'place', 'aria-label': '在計畫中的位置' }, steps.length ? el('ol', {}, steps) : '', category);
}

function quoteBlock(text, node = null) {
  const mark = node?.mark && !text?.startsWith(node.mark) ? el('span', { class: 'quote__mark' }, node.mark) : '';
  const below = node?.children.length ? el('p', { class: 'muted' }, `這是標題，底下有 ${node.children.length} 項，可在計畫全文中查看。`) : '';
  return el('div', {}, el('blockquote', { class: 'quote' }, el('p', {}, mark, text ?? '正在讀取原文…')), below);
}

/** A neighbour's own words, with a button that moves the sheet there; under another heading it says which. */
function neighbour(name, node, beside, cited) {
  if (!node) return [];
  const url = `${ownPath(cited.url).split('#')[0]}#${node.passage_id.split('/')[1]}`;
  const move = () => {
    show({ passage_id: node.passage_id, label: node.label, url, quote: node.text }, '計畫段落');
    byId('passage-title').focus();
  };
  const button = el('button', { class: 'textual', type: 'button', onclick: move, 'aria-label': `${name}：${node.label}` }, name);
  const elsewhere = node.parent === beside.parent ? '' : el('span', { class: 'muted' }, `（${node.headings.at(-1)}）`);
  return [el('div', { class: 'neighbour' }, button, elsewhere, el('p', {}, (node.mark ?? '') + node.text))];
}

function wayToPlan(cited) {
  return el('p', { class: 'sheet__way' }, el('a', { class: 'button', href: ownPath(cited.url) }, '在計畫全文中開啟'));
}
