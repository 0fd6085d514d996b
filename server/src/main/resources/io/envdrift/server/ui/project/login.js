// The worker's part of signing in at a provider: the verifier never leaves it.

import { toBase64Url, utf8 } from '../crypto/bytes.js';
import { random, sha256 } from '../crypto/primitives.js';
import { failure } from '../failure.js';
import { send } from './http.js';

const text = bytes => toBase64Url(bytes).replaceAll('=', '');

export class Login {
  #started = new Map();

  /** Returns where to send somebody, and the state by which the answer is known. */
  async start({ provider, redirect }) {
    const verifier = text(random(32));
    const state = text(random(32));
    const url = new URL(provider.authorization_endpoint);
    if (url.protocol !== 'https:' && url.hostname !== 'localhost' && url.hostname !== '127.0.0.1') {
      throw failure('refused', 'The provider’s page is not https.', 'Ask whoever runs the server.');
    }
    const query = { response_type: 'code', client_id: provider.client_id, redirect_uri: redirect, scope: 'openid email', state,
      code_challenge: text(await sha256(utf8(verifier))), code_challenge_method: 'S256' };
    Object.entries(query).forEach(([name, value]) => url.searchParams.set(name, value));
    this.#started.set(state, { issuer: provider.issuer, verifier, redirect });
    return { url: url.href, state };
  }

  /** Returns the token. Each state is good once. */
  async finish({ code, state }) {
    const started = this.#started.get(state);
    this.#started.delete(state);
    if (!started) throw failure('refused', 'This sign-in was not begun here.', 'Try again.');
    const body = JSON.stringify({ issuer: started.issuer, code, verifier: started.verifier, redirect_uri: started.redirect });
    return (await send('POST', '/api/v1/envsync/-/login/token', { body })).id_token;
  }
}
