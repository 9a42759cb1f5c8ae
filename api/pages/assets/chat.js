// The conversation: takes a question, follows the stream of sentences, and loses nothing when that fails.

import { byId, el, say } from './dom.js';
import { setUpSheet } from './passage.js';
import { Turn } from './reply.js';
import { currentPlan, getJson, Problem, problemBox, request, showPlan } from './service.js';
import { readEvents } from './sse.js';
import { load, save } from './store.js';

const MAX_QUESTION = 2000; // code points, as the service counts them
const COUNT_FROM = 1800;
const MAX_ANSWER = 20000;
const KEPT_TURNS = 19; // two messages each: with the new question, 39 of the 40 that one request may hold

const box = byId('question');
const log = byId('log');
const state = load();
let running = null;
let unfinished = null;

const lengthOf = (text) => [...text].length;

function remember() {
  state.draft = box.value || (running ? running.question : '');
  save(state);
}

function tell(text, label, action) {
  byId('problem').replaceChildren(...(text ? problemBox(text, label, action) : []));
}

/** The counter only shows near the limit; crossing it is also said aloud, once. */
function showLength() {
  const left = MAX_QUESTION - lengthOf(box.value);
  const over = left < 0;
  byId('counter').textContent = left > MAX_QUESTION - COUNT_FROM ? '' : over ? `超過 ${-left} 字` : `還可以輸入 ${left} 字`;
  byId('counter').classList.toggle('is-over', over);
  if (over && !box.hasAttribute('aria-invalid')) say(`問題超過 ${MAX_QUESTION.toLocaleString()} 字的上限。`);
  if (over) box.setAttribute('aria-invalid', 'true');
  else box.removeAttribute('aria-invalid');
}

function setBox(text) {
  box.value = text;
  showLength();
}

function showBusy(busy) {
  byId('stop').hidden = !busy;
  byId('send').setAttribute('aria-disabled', String(busy));
}

/** What is wrong with a question before it is sent, or nothing. */
function complaint(question) {
  if (!question) return '請先輸入想問的事。';
  const over = lengthOf(question) - MAX_QUESTION;
  return over > 0 ? `問題最多 ${MAX_QUESTION.toLocaleString()} 字，現在超過 ${over} 字，請縮短後再送出。` : null;
}

function messagesFor(question) {
  const earlier = state.turns.slice(-KEPT_TURNS).flatMap((turn) => [
    { role: 'user', content: turn.question },
    { role: 'assistant', content: [...turn.reply.answer].slice(0, MAX_ANSWER).join('') },
  ]);
  return [...earlier, { role: 'user', content: question }];
}

function addTurn(question) {
  const turn = new Turn(question, ask);
  byId('intro').hidden = true;
  log.append(turn.root);
  return turn;
}

/** Keep the newest words in view, but never push the question out of it, nor fight a reader who scrolls. */
function follow(turn) {
  running.released ||= running.scrollY !== undefined && Math.abs(running.scrollY - scrollY) > 2;
  if (running.released) return;
  const dock = document.querySelector('.dock').getBoundingClientRect().top;
  const { top, bottom } = turn.root.getBoundingClientRect();
  scrollBy(0, Math.max(0, Math.min(bottom - dock + 24, top - 16)));
  running.scrollY = scrollY;
}

async function stream(turn, signal) {
  const response = await request('/v1/chat', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Accept: 'text/event-stream' },
    body: JSON.stringify({ messages: messagesFor(turn.question), stream: true }),
    signal,
  });
  for await (const { event, data } of readEvents(response.body)) {
    if (event === 'error') throw new Problem(data);
    if (event === 'done') return data;
    if (event === 'sentence') turn.addSentence(data);
    follow(turn);
  }
  throw new Problem({ detail: '回答傳到一半就斷了，請再試一次。' });
}

async function ask(asked) {
  const question = asked.trim();
  if (running) return say('上一題還在回答，請稍候或先按「停止」。');
  const wrong = complaint(question);
  if (wrong) return refuse(wrong);
  begin(question);
  try {
    finish(await stream(running.turn, running.abort.signal));
  } catch (error) {
    giveUp(error);
  }
  return undefined;
}

function refuse(wrong) {
  tell(wrong);
  box.focus();
}

function begin(question) {
  unfinished?.root.remove();
  unfinished = null;
  tell(null);
  if (box.value.trim() === question) setBox('');
  running = { question, turn: addTurn(question), abort: new AbortController(), released: false, dropped: false };
  showBusy(true);
  remember();
  follow(running.turn);
}

function finish(reply) {
  const { turn, question } = running;
  turn.finish(reply);
  follow(turn);
  state.turns.push({ question, reply });
  end();
}

/** The question goes back into the box unless something else has been written there since. */
function giveUp(error) {
  const { turn, question, abort, dropped } = running;
  const stopped = abort.signal.aborted;
  if (dropped) return end();
  unfinished = turn;
  turn.interrupt(stopped ? '已停止' : '沒有完成');
  if (!box.value.trim()) setBox(question);
  const words = error instanceof Problem ? error.message : '發生意外的錯誤，請再試一次。';
  if (!stopped) tell(words, '再試一次', () => { box.focus(); ask(question); });
  return end();
}

function end() {
  const hadFocus = document.activeElement === byId('stop');
  running = null;
  showBusy(false);
  if (hadFocus) box.focus();
  remember();
}

function startAnew() {
  if (running) running.dropped = true;
  running?.abort.abort();
  state.turns = [];
  log.replaceChildren();
  byId('intro').hidden = false;
  tell(null);
  remember();
  say('已開始新對話。');
  box.focus();
}

/** Enter sends, but not the Enter that ends a composition: some browsers only tell that by key code 229. */
function onKey(event) {
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
  event.preventDefault();
  ask(box.value);
}

async function showStarters() {
  const { suggestions } = await getJson('/v1/suggestions');
  const buttons = suggestions.map((words) => el('li', {}, el('button', { class: 'starter', type: 'button', onclick: () => ask(words) }, words)));
  byId('starters').querySelector('ul').replaceChildren(...buttons);
  byId('starters').hidden = !suggestions.length;
}

function restore() {
  log.setAttribute('aria-live', 'off');
  for (const { question, reply } of state.turns) addTurn(question).finish(reply);
  setBox(state.draft);
  setTimeout(() => log.setAttribute('aria-live', 'polite'), 500);
}

function setUp() {
  byId('composer').onsubmit = (event) => { event.preventDefault(); ask(box.value); };
  byId('stop').onclick = () => running?.abort.abort();
  byId('new').onclick = startAnew;
  box.onkeydown = onKey;
  box.oninput = () => { showLength(); remember(); };
  setUpSheet();
  restore();
  // Neither is needed to ask a question: where one fails, its place simply stays empty.
  currentPlan().then(showPlan).catch(() => {});
  showStarters().catch(() => {});
}

setUp();
