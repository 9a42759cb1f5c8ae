// One turn of the conversation: the question, the sentences as they come, and what the reply says about itself.

import { copyText, el, icon, isPlainClick, ownPath } from './dom.js';
import { openPassage } from './passage.js';

const OUTCOMES = {
  answered: '依計畫回答',
  partial: '部分回答：有一部分計畫沒有寫',
  corrected: '更正：問題的前提與計畫不同',
  declined: '未回答',
  smalltalk: '一般對話，不是計畫內容',
};
const REASONS = {
  not_in_plan: '未回答：計畫裡沒有寫',
  other_year: '未回答：問的是其他年度',
  other_agency: '未回答：屬於其他機關的業務',
  personal_case: '未回答：個人案件需要由承辦單位處理',
  opinion: '未回答：屬於評價或預測',
  unclear: '請再多說一點：還不確定您想問什麼',
  unsafe: '未回答：這裡無法處理這類訊息',
};
const OPEN_SOURCES = 5;
// A mark never starts a line, nor does the stop after it, so both are bound to the character before.
const MARKED = /([^\s[\]]?)((?:\[\d+\])+)([。，、；：！？」』）]*)/gu;

/** A turn on the page; `ask` is called with a follow-up question that the reader picks. */
export class Turn {
  constructor(question, ask) {
    this.question = question;
    this.ask = ask;
    this.citations = new Map();
    this.told = '';
    this.state = el('p', { class: 'state state--waiting' }, '正在查閱計畫…');
    this.text = el('p', { class: 'answer__text' });
    this.answer = el('div', { class: 'answer' }, this.state, this.text);
    this.root = el('article', { class: 'turn' }, el('h2', { class: 'question' }, el('span', { class: 'vh' }, '問題：'), question), this.answer);
  }

  addSentence({ text, citations }) {
    for (const citation of citations) this.citations.set(citation.n, citation);
    this.told += text;
    this.text.append(el('span', { class: 'sentence' }, this.withMarks(text)));
  }

  /** Show the whole reply; also how a stored turn comes back after a reload. */
  finish(reply) {
    for (const citation of reply.citations) this.citations.set(citation.n, citation);
    if (this.told !== reply.answer) this.text.replaceChildren(el('span', {}, this.withMarks(reply.answer)));
    const kind = reply.reason === 'partial' ? 'partial' : reply.outcome;
    this.setState(kind, REASONS[reply.reason] ?? OUTCOMES[kind] ?? reply.outcome);
    this.answer.append(el('div', { class: 'answer__foot', 'aria-live': 'off' }, ...this.foot(reply)));
  }

  /** The stream ended early: what was told stays readable, but is not passed off as an answer. */
  interrupt(words) {
    this.setState('declined', this.told ? `${words}，以下內容不完整` : words);
    this.root.classList.add('is-incomplete');
  }

  setState(kind, words) {
    this.state.className = `state state--${kind}`;
    this.state.replaceChildren(icon(kind in OUTCOMES ? kind : 'answered'), words);
    this.answer.dataset.outcome = kind;
  }

  withMarks(text) {
    const parts = [];
    let done = 0;
    for (const match of text.matchAll(MARKED)) {
      const marks = match[2].match(/\d+/g).map((n) => this.mark(Number(n)));
      parts.push(text.slice(done, match.index), el('span', { class: 'bound' }, match[1], ...marks, match[3]));
      done = match.index + match[0].length;
    }
    return [...parts, text.slice(done)];
  }

  /** A number without a citation is only text: it must not look as if it vouched for anything. */
  mark(n) {
    const citation = this.citations.get(n);
    return citation ? passageLink(citation, `[${n}]`, { class: 'mark', 'aria-label': `引用 ${n}：${citation.label}` }) : `[${n}]`;
  }

  foot(reply) {
    return [
      sources(reply.citations),
      linkList('相關段落', 'links', reply.related, (one) => passageLink(one, one.label)),
      linkList('接著可以問', 'chips', reply.suggestions, (words) => el('button', { class: 'chip', type: 'button', onclick: () => this.ask(words) }, words)),
      el('div', { class: 'answer__meta' }, el('p', {}, honesty(reply)),
        el('button', { class: 'textual', type: 'button', onclick: () => copyText(this.asText(reply), '已複製回答與出處。') }, '複製回答')),
    ];
  }

  asText(reply) {
    const cited = reply.citations.map((one) => `[${one.n}] ${one.label}：「${one.quote}」\n${location.origin}${ownPath(one.url)}`);
    return [`問：${this.question}`, `答：${reply.answer}`, cited.length ? `出處：\n${cited.join('\n')}` : '', honesty(reply)].filter(Boolean).join('\n\n');
  }
}

/** Who put the words together, and of which year the plan is. */
function honesty({ composer, outcome, plan_year: year }) {
  const fixed = composer === 'extractive' || composer === 'structure';
  if (fixed && (outcome === 'declined' || outcome === 'smalltalk')) return `固定的回覆，未使用語言模型。資料為 ${year}年度的計畫。`;
  const how = {
    extractive: '以計畫原文組成，未使用語言模型',
    structure: '依計畫的架構整理，未使用語言模型',
  };
  return `${how[composer] ?? `由語言模型（${composer}）撰寫，請點開引用核對`}。資料為 ${year}年度的計畫。`;
}

function passageLink(cited, words, attributes = {}) {
  const onclick = (event) => {
    if (!isPlainClick(event)) return;
    event.preventDefault();
    openPassage(cited, event.currentTarget);
  };
  return el('a', { href: ownPath(cited.url), 'aria-haspopup': 'dialog', onclick, ...attributes }, words);
}

function sources(citations) {
  if (!citations.length) return '';
  const items = citations.map((one) => el('li', {}, el('span', { class: 'sources__n' }, `[${one.n}]`), passageLink(one, one.label)));
  return el('details', { class: 'sources', open: citations.length <= OPEN_SOURCES }, el('summary', {}, `出處 ${citations.length} 則`), el('ol', {}, items));
}

function linkList(title, kind, entries, item) {
  if (!entries?.length) return '';
  return el('section', { class: 'more' }, el('h3', { class: 'small-heading' }, title), el('ul', { class: kind }, entries.map((one) => el('li', {}, item(one)))));
}
