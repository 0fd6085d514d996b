// Calls of the server that served this page, and plain sentences for what goes wrong with them.

import { failure } from '../failure.js';

const SENTENCES = {
  401: ['unauthenticated', 'The server does not accept the key or token.', 'It may be mistyped, expired or revoked. Lock, and sign in with another one.'],
  403: ['denied', 'Your access does not allow this.', 'Ask an owner of the project for it.'],
  404: ['missing', 'The server has nothing there.', 'It may have been deleted meanwhile. Reload the view.'],
  408: ['network', 'The connection was too slow.', 'Try again.'],
  409: ['conflict', 'Somebody else changed it meanwhile.', 'Reload the view and look at their change.'],
  413: ['input', 'It is larger than the server takes.', 'Split it, or ask the operator to raise --max-body-bytes.'],
  429: ['busy', 'The server takes no more calls from here for a minute.', 'Wait a minute and try again.'],
  503: ['busy', 'The server’s database is busy.', 'Try again in a moment.'],
};

/** Sends a call and returns its JSON. Nothing is sent with it but the headers given: no cookies, no referrer. */
export async function send(method, path, { headers = {}, body } = {}) {
  let response;
  try {
    response = await fetch(path, {
      method, body, headers: { Accept: 'application/json', ...(body ? { 'Content-Type': 'application/json' } : {}), ...headers },
      cache: 'no-store', credentials: 'omit', redirect: 'error', referrerPolicy: 'no-referrer',
    });
  } catch {
    throw failure('network', 'The server does not answer.', 'Check that it runs and try again; what you typed is still here.');
  }
  const text = await response.text().catch(() => {
    throw failure('network', 'The connection broke off.', 'Try again; what you typed is still here.', { perhapsSent: true });
  });
  let json = null;
  try {
    json = text ? JSON.parse(text) : null;
  } catch {
    // Told below: an error page, or something that is not this server.
  }
  if (response.ok && (json !== null || response.status === 204)) return json;
  throw refusal(response.status, json);
}

function refusal(status, json) {
  const said = detail(json);
  const [kind, sentence, way] = SENTENCES[status]
    ?? (status >= 500 ? ['broken', 'The server failed by itself.', 'Its operator finds the reason in its log.']
      : status < 400 ? ['malformed', 'What answered is not an envdrift server.', 'Check the address.']
        : ['refused', 'The server refuses this.', 'Correct what was entered.']);
  return failure(kind, said && said !== sentence ? `${sentence} It says: ${said}` : sentence, way, { status, said });
}

/** The three APIs have three forms of errors: {error}, {detail} and {error, message, errors}. */
function detail(json) {
  if (json === null || typeof json !== 'object') return '';
  if (Array.isArray(json.detail)) return json.detail.map(each => each.msg ?? '').join('; ');
  const fields = json.errors ? Object.values(json.errors).flat().join('; ') : '';
  return String(fields || json.message || json.detail || json.error || '').slice(0, 300);
}

/** A path of segments, each written so that nothing in it can lead elsewhere. */
export function path(...segments) {
  if (segments.some(each => each.split('/').some(part => part === '.' || part === '..'))) {
    throw failure('input', 'A name has a part “.” or “..”, which would lead elsewhere.', 'Use another name.');
  }
  return segments.map(each => `/${encodeURIComponent(each)}`).join('');
}

/** Runs at most four at a time: a project may have many environments, and a server serves others too. */
export async function each(items, work, atOnce = 4) {
  const results = new Array(items.length);
  let next = 0;
  const run = async () => {
    while (next < items.length) {
      const at = next++;
      results[at] = await work(items[at], at);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, run));
  return results;
}
