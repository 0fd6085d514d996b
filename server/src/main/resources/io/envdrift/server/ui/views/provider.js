// Signing in at an identity provider: authorization code with PKCE. The provider's page opens in a window of its own and
// leads to callback.html, which sends the code here; the worker, which holds the verifier, turns it into a token.

import { button, fill, h } from '../parts/dom.js';
import { fail, hush } from '../parts/notice.js';
import { failure } from '../failure.js';

const WAIT = 10 * 60 * 1000;

export function providerButtons(app, form) {
  const box = h('div.providers', { hidden: true });
  const status = h('p.hint', { role: 'status' });
  app.call('providers').then(providers => {
    const usable = providers.filter(each => each.authorization_endpoint);
    box.hidden = usable.length === 0;
    fill(box, ...usable.map(provider => button(`Sign in at ${new URL(provider.issuer).host}`, () => signInAt(app, form, provider, status),
      { data: { test: 'provider' } })), status);
  }, () => {});
  return box;
}

async function signInAt(app, form, provider, status) {
  hush();
  try {
    const redirect = new URL('callback.html', location.href).href;
    const { url, state } = await app.call('startLogin', { provider, redirect });
    const answered = answer(state);
    window.open(url, '_blank', 'noopener');
    // Whether the browser let it open is not told.
    fill(status, 'Sign in there; this page goes on by itself. ', h('a', { href: url, target: '_blank', rel: 'noopener' }, 'No window? Open it here.'));
    const { code, error } = await answered;
    if (!code) throw failure('denied', 'The provider did not sign you in.', error ? `It says: ${error}` : 'Try again.');
    const session = await app.call('finishLogin', { ...Object.fromEntries(new FormData(form)), code, state });
    form.reset();
    app.entered(session);
  } catch (error) {
    fail(error);
  } finally {
    fill(status);
  }
}

function answer(state) {
  return new Promise((resolve, reject) => {
    const channel = new BroadcastChannel('envdrift-login');
    const timer = setTimeout(() => {
      channel.close();
      reject(failure('denied', 'Nobody signed in at the provider in ten minutes.', 'Try again.'));
    }, WAIT);
    channel.onmessage = ({ data }) => {
      // Another tab may be signing in, too.
      if (data?.state !== state) return;
      clearTimeout(timer);
      channel.close();
      resolve(data);
    };
  });
}
