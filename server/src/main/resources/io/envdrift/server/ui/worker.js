// Everything secret lives in this worker: keys, tokens, passphrases and decrypted values. The page sees names, and a value
// only when its reader asks for that one. Ending the worker forgets all of it.

import { failure, toMessage } from './failure.js';
import { Session } from './project/session.js';

const session = new Session();

self.onmessage = async ({ data: { id, call, args } }) => {
  try {
    if (!Session.calls.includes(call)) throw failure('internal', `There is no call ${call}.`);
    self.postMessage({ id, result: await session[call](args) });
  } catch (error) {
    self.postMessage({ id, error: toMessage(error) });
  }
};
