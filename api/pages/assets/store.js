// Keeps the conversation and the unsent question through a reload, in this tab only.

const KEY = 'planbot.conversation.1';
const EMPTY = { turns: [], draft: '' };

export function load() {
  try {
    return { ...EMPTY, ...JSON.parse(sessionStorage.getItem(KEY)) };
  } catch {
    return { ...EMPTY };
  }
}

/** Storage may be full or forbidden; the page then works on, only without memory. */
export function save(state) {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(state));
  } catch { /* the reader can do nothing about it */ }
}
