// The page's side of the worker. Ending the worker is what locking means: its memory is gone with it.

import { failure, fromMessage } from '../failure.js';

const URL = './worker.js';

export class Client {
  #worker;
  #waiting = new Map();
  #next = 1;

  constructor() {
    // The policy of the server lets scripts come from this constant address alone.
    const policy = globalThis.trustedTypes?.createPolicy('envdrift-worker', { createScriptURL: () => URL });
    this.policy = policy;
    this.start();
  }

  start() {
    this.#worker = new Worker(this.policy ? this.policy.createScriptURL(URL) : URL, { type: 'module' });
    this.#worker.onmessage = ({ data: { id, result, error } }) => {
      const { resolve, reject } = this.#waiting.get(id) ?? {};
      this.#waiting.delete(id);
      if (error) reject?.(fromMessage(error));
      else resolve?.(result);
    };
    this.#worker.onerror = () => this.#endAll(failure('internal', 'The page’s worker did not start.', 'Reload the page. The server’s operator finds the reason in its log.'));
  }

  call = (call, args = {}) => new Promise((resolve, reject) => {
    const id = this.#next++;
    this.#waiting.set(id, { resolve, reject });
    this.#worker.postMessage({ id, call, args });
  });

  /** Forgets everything, and starts anew without anything. */
  forget() {
    this.#worker.terminate();
    this.#endAll(failure('locked', 'The page was locked.', 'Sign in again.'));
    this.start();
  }

  #endAll(error) {
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
