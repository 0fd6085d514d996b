// One form for everything that goes wrong: a plain sentence, and the way out.

/**
 * @param {string} kind     what the page decides by, as in 'denied', 'conflict', 'pin'
 * @param {string} sentence what happened
 * @param {string} way      what the reader can do
 * @param {object} more     further members, as `status` or `accept`
 */
export function failure(kind, sentence, way = '', more = {}) {
  return Object.assign(new Error(sentence), { kind, way }, more);
}

/** What passes from the worker to the page: an Error loses its members on the way. */
export const toMessage = error => ({
  kind: error.kind ?? 'internal',
  sentence: error.kind ? error.message : 'The page failed by itself.',
  way: error.kind ? error.way : `Reload it and tell whoever runs the server: ${error.message}`,
  accept: error.accept ?? null,
  field: error.field ?? null,
  status: error.status ?? 0,
});

export const fromMessage = message => failure(message.kind, message.sentence, message.way, message);
