// Everything the pages ask of the HTTP service except the stream itself, and how its problems are told.

import { el } from './dom.js';

/** A request that did not work, with words for the reader. */
export class Problem extends Error {
  constructor(problem, status = 0) {
    const words = [problem?.detail, problem?.title].find((one) => one && typeof one === 'string');
    super(words ?? `服務沒有回應（${status}），請稍後再試。`);
  }
}

/** Fetch, turning refusals and a dead line alike into a `Problem`; an abort stays an abort. */
export async function request(path, options = {}) {
  let response;
  try {
    response = await fetch(path, options);
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    throw new Problem({ detail: '連不上服務，請檢查網路後再試一次。' });
  }
  if (!response.ok) throw new Problem(await response.json().catch(() => null), response.status);
  return response;
}

export const getJson = async (path) => (await request(path)).json();

const passages = new Map();

/** One node of a plan; asked for once, but asked again after a failure. */
export function passage(id) {
  if (!passages.has(id)) {
    const path = id.split('/').map(encodeURIComponent).join('/');
    const reply = getJson(`/v1/passages/${path}`);
    passages.set(id, reply);
    reply.catch(() => passages.delete(id));
  }
  return passages.get(id);
}

/** The plan named in the address (`?plan=`), else the first one the service has. */
export async function currentPlan() {
  const { plans } = await getJson('/v1/plans');
  const wanted = new URLSearchParams(location.search).get('plan');
  const plan = plans.find((one) => one.plan_id === wanted) ?? plans[0];
  if (!plan) throw new Problem({ detail: '服務裡還沒有任何計畫。' });
  return plan;
}

/** Write the plan's name and year wherever the page leaves a place for them. */
export function showPlan(plan) {
  const year = plan.year_label ?? `${plan.year_roc}（${plan.year}）`;
  const named = plan.title.startsWith(plan.publisher) ? plan.title : plan.publisher + plan.title;
  const words = {
    title: named,
    line: `${named}（西元 ${plan.year} 年）`,
    'year-note': `這是${plan.publisher} ${year}年度的計畫，不代表現在的規定或辦理情形。`,
    'year-fine': `回答以 ${year}年度的計畫為準。`,
  };
  for (const place of document.querySelectorAll('[data-plan]')) place.textContent = words[place.dataset.plan];
}

/** The content of an alert: what went wrong and, where it helps, one button. */
export function problemBox(text, label, action) {
  const button = label ? el('button', { class: 'button button--plain', type: 'button', onclick: action }, label) : null;
  return [el('p', {}, text), button].filter(Boolean);
}
