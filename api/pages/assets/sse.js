// Reads server-sent events from a POST reply, which the browser's EventSource cannot do.

/** Yield `{event, data}` per event, `data` parsed; ends when the stream does. */
export async function* readEvents(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      // A carriage return at the very end may be half of a line end: it waits for the next chunk.
      const blocks = (rest + value).replace(/\r(?!$)\n?/g, '\n').split('\n\n');
      rest = blocks.pop();
      yield* blocks.map(parseBlock).filter(Boolean);
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

/** One event, or null for a comment that only keeps the line open. */
function parseBlock(block) {
  let event = 'message';
  const data = [];
  for (const line of block.split('\n')) {
    const [, field, value] = /^([^:]*):? ?(.*)$/.exec(line);
    if (field === 'event') event = value;
    if (field === 'data') data.push(value);
  }
  return data.length ? { event, data: JSON.parse(data.join('\n')) } : null;
}
