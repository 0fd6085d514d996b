// Signing in: what is asked depends on the kind of project, and no more is asked than that kind needs.

import { button, field, fill, h, secretInput } from '../parts/dom.js';
import { showOnce } from '../parts/dialog.js';
import { fail, hush, say } from '../parts/notice.js';
import { providerButtons } from './provider.js';

const KINDS = {
  'vault-env': {
    label: 'vault-env', where: 'VAULT_KEY in your .env',
    fields: () => [
      field('Project key', secretInput('key', { required: true, placeholder: 'vk_…' }), 'It stands in .env as VAULT_KEY.'),
      field('Device secret', secretInput('device'), ['To read values. On a device that reads them, ', h('code', {}, 'vault-env device export'), ' prints it.'])],
  },
  envsync: {
    label: 'EnvSync', where: 'ENVSYNC_TOKEN, or an invite',
    fields: () => [
      field('Token', secretInput('token', { placeholder: 'eyJ…' }), 'What you have as ENVSYNC_TOKEN. No token? An owner invites you.'),
      field('Passphrase', secretInput('passphrase'), 'To read values: what your team has as ENVSYNC_PASS.'),
      h('details', {}, h('summary', {}, 'Project, invite code'),
        field('Project', h('input', { name: 'project', autocomplete: 'off', data: { test: 'project' } }), 'Where the token is good for several. It stands in .envsync.json.'),
        field('Invite code', secretInput('invite'), 'Instead of a token, once.'))],
  },
  levels: {
    label: 'Levels', where: 'DOTENV_API_KEY',
    fields: () => [
      field('Token', secretInput('token', { required: true, placeholder: 'dotenv_…' }), 'A token of your organization: what you have as DOTENV_API_KEY.'),
      field('Client key', secretInput('clientKey'), 'To read values, where the server does not hold the key: DOTENV_CLIENT_KEY.'),
      h('details', {}, h('summary', {}, 'Project'),
        field('Project', h('input', { name: 'project', autocomplete: 'off', data: { test: 'project' } }), 'Else the first one.'))],
  },
  reports: {
    label: 'CI reports', where: 'the operator’s read token',
    fields: () => [field('Read token', secretInput('token', { required: true }), 'envdrift-server report-token --read NAME makes one.')],
  },
};

/** What a key or token looks like, the kind it belongs to, and its field there. */
const FORMS = [[/^vk_[^_]+_./, 'vault-env', 'key'], [/^dotenv_[0-9A-Za-z]{26}_./, 'levels', 'token'], [/^(Bearer +)?eyJ[\w-]*\.[\w-]+\.[\w-]+$/i, 'envsync', 'token']];

export function signIn(page, app, why) {
  const fields = h('div.fields', {});
  const submit = h('button.primary', { type: 'submit', data: { test: 'signin-submit' } }, 'Sign in');
  const choose = kind => fill(fields, KINDS[kind].fields(), ['envsync', 'levels'].includes(kind) && providerButtons(app, form));
  /** Who does not know the kind of the project pastes what they have. Providers’ tokens are good for levels, and owners’ tokens for reports, too. */
  const recognize = ({ target }) => {
    if (target.name !== 'key' && target.name !== 'token') return;
    const [, kind, name] = FORMS.find(([form]) => form.test(target.value.trim())) ?? [];
    const now = form.elements.kind.value;
    if (!kind || kind === now || kind === 'envsync' && now === 'levels' || name === 'token' && now === 'reports') return;
    const { value } = target;
    form.elements.kind.value = kind;
    choose(kind);
    form.elements[name].value = value;
    form.elements[name].focus();
    say(`That looks like a ${name} of ${KINDS[kind].label}.`);
  };
  const form = h('form', { autocomplete: 'off', novalidate: true, data: { test: 'signin' }, onsubmit: event => { event.preventDefault(); enter(app, form, submit); } },
    h('fieldset.kinds', {}, h('legend', {}, 'Kind of project'), Object.entries(KINDS).map(([kind, { label, where }], at) =>
      h('label.kind', {}, h('input', { type: 'radio', name: 'kind', value: kind, checked: at === 0, data: { test: `kind-${kind}` }, onchange: () => { hush(); choose(kind); } }),
        h('span', {}, h('strong', {}, label), h('small', {}, where))))),
    h('p.hint', {}, 'Not sure? Paste below what you have: its kind is recognized.'), fields, submit);
  fields.addEventListener('input', recognize);
  choose('vault-env');
  fill(page, h('main.signin', { id: 'content', tabIndex: -1 },
    h('h1', {}, 'envdrift'),
    h('p', {}, 'See what differs between your environments, and read and change their values.'),
    why && h('p.why', { role: 'status', data: { test: 'why' } }, why),
    form,
    h('p.hint', {}, 'Keys stay in the memory of this page, in a worker that can be ended. They are never stored, and values are decrypted here. ',
      h('a', { href: 'app.js' }, 'Read the source.'))));
  form.querySelector('.fields input').focus();
}

async function enter(app, form, submit) {
  hush();
  const values = Object.fromEntries(new FormData(form));
  const empty = [...form.querySelectorAll('input[required]')].find(input => !input.value.trim());
  if (empty) {
    fail({ kind: 'input', message: `${form.querySelector(`label[for="${empty.id}"]`).textContent} is missing.`, way: '' });
    empty.focus();
    return;
  }
  submit.disabled = true;
  submit.textContent = 'Signing in…';
  try {
    if (values.invite?.trim()) {
      values.token = await app.call('join', values);
      await showOnce('Your token', values.token, 'The server shows it only now. Keep it in your password manager; the invite code is used up.');
    }
    const session = await app.call('open', values);
    form.reset();
    app.entered(session);
  } catch (error) {
    fail(error);
    // A field in closed details would not be seen.
    const input = error.field && form.querySelector(`input[name="${error.field}"]`);
    input?.closest('details')?.setAttribute('open', '');
    input?.focus();
  } finally {
    submit.disabled = false;
    submit.textContent = 'Sign in';
  }
}

/** Told before anything is asked: without WebCrypto nothing could be decrypted, and keys would travel in the clear. */
export function noCrypto(page) {
  const host = location.hostname;
  fill(page, h('main.signin', { id: 'content', data: { test: 'no-crypto' } }, h('h1', {}, 'envdrift'),
    h('p', {}, h('strong', {}, 'This page came over plain http, so the browser does not let it decrypt.'), ' Nothing is asked here, because keys would not be safe.'),
    h('p', {}, 'Give the server TLS and open the page with https:'),
    h('pre', {}, 'envdrift-server --host 0.0.0.0 --tls-certificate chain.pem --tls-key key.pem --create-token-file create.token'),
    h('p', {}, `Or put it behind a proxy that has TLS, or reach it through a tunnel as http://localhost (ssh -L 8787:localhost:8787 ${host}).`)));
}
