// The reference page: reads our own openapi.json and writes it out for people; no code from elsewhere.

import { byId, el } from '/assets/dom.js';

const nameOf = (ref) => ref.split('/').at(-1);
const anchorOf = (verb, path) => `${verb}${path}`.replace(/[^a-z0-9_]+/gi, '-');

/** A schema's type in few words, with a link where it has a name of its own. */
function typeOf(schema = {}) {
  if (schema.$ref) return [el('a', { href: `#${nameOf(schema.$ref)}` }, nameOf(schema.$ref))];
  if (schema.anyOf) return schema.anyOf.flatMap((one, at) => (at ? [' 或 ', ...typeOf(one)] : typeOf(one)));
  if (schema.enum) return [schema.enum.join('、')];
  if (schema.type === 'array') return ['陣列：', ...typeOf(schema.items)];
  return [schema.type ?? '任意'];
}

/** The bounds that a schema states. */
function boundsOf(schema = {}) {
  const told = { minimum: '至少', maximum: '至多', maxLength: '字數至多', minLength: '字數至少', default: '預設' };
  return Object.entries(told).filter(([key]) => schema[key] !== undefined).map(([key, words]) => `${words} ${schema[key]}`).join('，');
}

function table(head, rows) {
  const line = (tag, cells) => el('tr', {}, cells.map((cell) => el(tag, tag === 'th' ? { scope: 'col' } : {}, cell)));
  return el('div', { class: 'wide', tabindex: '0', role: 'region', 'aria-label': head.join('、') },
    el('table', {}, el('thead', {}, line('th', head)), el('tbody', {}, rows.map((cells) => line('td', cells)))));
}

const sample = (value) => el('pre', { tabindex: '0' }, JSON.stringify(value, null, 2));

function parameters(list) {
  const rows = list.map((one) => [el('code', {}, one.name), one.required ? '必要' : '', typeOf(one.schema), [one.description ?? '', boundsOf(one.schema)].filter(Boolean).join(' ')]);
  return [el('h4', {}, '參數'), table(['名稱', '', '型別', '說明'], rows)];
}

function responses(all) {
  const rows = Object.entries(all).map(([status, one]) => {
    const kinds = Object.entries(one.content ?? {}).map(([media, { schema }]) => el('div', {}, el('code', {}, media), ' ', ...typeOf(schema)));
    return [el('code', {}, status), one.description ?? '', kinds];
  });
  return [el('h4', {}, '回覆'), table(['狀態', '說明', '內容'], rows)];
}

function operation(path, verb, one) {
  const body = one.requestBody?.content?.['application/json']?.schema;
  return el('article', { id: anchorOf(verb, path) },
    el('h3', {}, el('span', { class: 'verb' }, verb.toUpperCase()), el('span', { class: 'address' }, path)),
    el('p', {}, [one.summary, one.description].filter(Boolean).join('：')),
    ...(one.parameters?.length ? parameters(one.parameters) : []),
    ...(body ? [el('h4', {}, '請求內容'), el('p', {}, ...typeOf(body))] : []),
    ...responses(one.responses));
}

function schema(name, one) {
  const rows = Object.entries(one.properties ?? {}).map(([field, kind]) => [el('code', {}, field), one.required?.includes(field) ? '必要' : '', typeOf(kind), [kind.description ?? '', boundsOf(kind)].filter(Boolean).join(' ')]);
  return el('article', { id: name }, el('h3', {}, name), table(['欄位', '', '型別', '說明'], rows), ...(one.examples ?? []).flatMap((value) => [el('h4', {}, '範例'), sample(value)]));
}

const problem = ({ slug, status, title, advice }) => el('article', { id: slug }, el('h3', {}, title), el('p', {}, el('code', {}, `/problems/${slug}`), `，狀態 ${status}。${advice}`));

async function draw() {
  const response = await fetch('/openapi.json');
  if (!response.ok) throw new Error(String(response.status));
  const { info, paths, components, 'x-problems': problems } = await response.json();
  const operations = Object.entries(paths).flatMap(([path, verbs]) => Object.entries(verbs).map(([verb, one]) => [path, verb, one]));
  byId('about').textContent = info.description;
  byId('contents').append(el('ul', {}, operations.map(([path, verb]) => el('li', {}, el('a', { href: `#${anchorOf(verb, path)}` }, `${verb.toUpperCase()} ${path}`)))));
  byId('operations').append(...operations.map((one) => operation(...one)));
  byId('schemas').append(...Object.entries(components.schemas).map((one) => schema(...one)));
  byId('problems').append(...problems.map(problem));
  if (location.hash) document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView();
}

draw().catch(() => byId('problem').append(el('p', {}, '讀不到 /openapi.json，請稍後重新載入這一頁。')));
