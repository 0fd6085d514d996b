// An EnvSync project: bearer token, one branch after another, values with the passphrase.

import { openEnv, parseEnv, passphraseKeys, sealEnv } from '../crypto/envsync.js';
import { failure } from '../failure.js';
import { applyEdits } from '../text/edit.js';
import { valuesOf } from '../text/grammar.js';
import { each, path, send } from './http.js';
import { reportsPath } from './reports.js';

const EXTRA = '/api/v1/envsync';
const AUDIT_ROWS = 500;

export class EnvSyncProject {
  kind = 'envsync';
  placeWord = 'branch';

  static async open({ token, project, passphrase }, seen) {
    const bare = token.trim().replace(/^Bearer +/i, '');
    // Header fields hold no other characters; what is no token at all is told without asking the server.
    if (!/^[\w-]+\.[\w-]+\.[\w-]+$/.test(bare)) {
      throw failure('input', 'This is no EnvSync token.', 'It has three parts with dots between them; an owner issues one, and an invite code goes into its own field.', { field: 'token' });
    }
    const opened = new EnvSyncProject();
    opened.bearer = { Authorization: `Bearer ${bare}` };
    opened.seen = seen;
    const caller = await send('GET', `${EXTRA}/-/caller`, { headers: opened.bearer });
    opened.email = caller.email;
    opened.role = caller.role;
    const wanted = project.trim();
    opened.listed = wanted && !caller.projects.includes(wanted) ? [wanted, ...caller.projects] : caller.projects;
    if (!opened.listed.length) throw failure('input', 'The token names no project.', 'Name the project; it stands in .envsync.json.', { field: 'project' });
    if (passphrase) opened.passphrases = new Map(await Promise.all(opened.listed.map(async each => [each, await passphraseKeys(passphrase, each)])));
    return opened.first(wanted ? [wanted] : opened.listed);
  }

  /** Enters the first of some projects whose values the passphrase opens. */
  async first([project, ...rest]) {
    const entered = this.of(project);
    try {
      await entered.requirePassphrase(await entered.branches());
      return entered;
    } catch (error) {
      if (error.kind === 'decrypt' && rest.length) return this.first(rest);
      throw error;
    }
  }

  /** Returns another project of the same token, once its branches can be read. Names show where the passphrase is another one. */
  async enter(project) {
    const entered = this.of(project);
    await entered.requirePassphrase(await entered.branches()).catch(error => {
      if (error.kind !== 'decrypt') throw error;
      entered.keys = null;
      entered.foreign = true;
    });
    return entered;
  }

  /** This one stays as it is: an answer that comes late belongs to it. */
  of(project) {
    const { bearer, seen, email, role, listed, passphrases } = this;
    return Object.assign(new EnvSyncProject(), { bearer, seen, email, role, listed, passphrases, id: project, keys: passphrases?.get(project) ?? null });
  }

  /** A passphrase that opens none of the newest branches is wrong; one that opens some belongs to those. */
  async requirePassphrase(branches) {
    if (!this.keys || !branches.length) return;
    const newest = [...branches].sort((one, other) => one.pushed_at < other.pushed_at ? 1 : -1).slice(0, 3);
    const problems = await each(newest, ({ branch }) => this.load(branch).then(() => null, error => error));
    if (problems.every(error => error?.kind === 'decrypt')) throw failure('decrypt', problems[0].message, 'Every blank in it counts. Enter it again, or leave it away to see names only.', { field: 'passphrase' });
  }

  /** Turns the code of an invite into a token, which is shown once. */
  static async join({ project, invite }) {
    if (!project.trim()) throw failure('input', 'An invite is for one project.', 'Name the project that you were invited to.', { field: 'project' });
    const body = JSON.stringify({ code: invite.trim() });
    return (await send('POST', `${EXTRA}${path(project.trim(), 'invites', 'accept')}`, { body })).token;
  }

  /** The identity providers at which people sign in here. */
  static async providers() {
    try {
      return (await send('GET', `${EXTRA}/-/login`)).providers;
    } catch {
      return [];
    }
  }

  describe() {
    const owner = this.role === 'owner';
    return {
      kind: this.kind, title: 'EnvSync', project: this.id, placeWord: this.placeWord, caller: this.email, projects: this.listed,
      can: { values: Boolean(this.keys), write: Boolean(this.keys) && this.role !== 'readonly', history: true, approve: false, audit: owner, tokens: owner, issue: owner, invite: owner, create: true },
      locked: this.keys ? '' : `${this.foreign ? 'The passphrase is not that of this project' : 'No passphrase was given'}: names show, values do not.`,
    };
  }

  call = (method, ...rest) => {
    const members = typeof rest.at(-1) === 'object' ? rest.pop() : null;
    return send(method, `${EXTRA}${path(this.id)}${rest.join('')}`, { headers: this.bearer, body: members && JSON.stringify(members) });
  };

  branches = async () => (await this.call('GET', '/branches')).branches;

  async places() {
    return (await this.branches()).map(each => ({
      id: each.branch, label: each.branch, version: each.version, at: each.pushed_at, by: each.pushed_by, count: each.key_count }));
  }

  async load(place) {
    let stored;
    try {
      stored = await send('GET', `/env${path(this.id, place)}`, { headers: this.bearer });
    } catch (error) {
      if (error.status !== 404) throw error;
      stored = null;
    }
    this.seen.version(place, stored?.version ?? 0, this.id);
    if (!stored) return { version: 0, values: new Map(), text: '', hidden: false };
    const { bound, ...opened } = await this.opened(stored, place);
    if (this.keys) this.seen.binding(place, stored.version, bound, this.id);
    return { version: stored.version, ...opened };
  }

  async opened(stored, place) {
    if (!this.keys) return { values: null, names: stored.key_names };
    const sealed = parseEnv(stored.ciphertext, stored.salt);
    const text = await openEnv(this.keys, sealed, { project: this.id, branch: place }, stored.key_names);
    const values = valuesOf(text);
    return { values, text, hidden: stored.key_names.length === 0 && values.size > 0, repo: !sealed.salt, bound: Boolean(sealed.bind) };
  }

  async push(place, before, edits) {
    const text = applyEdits(before.text, edits);
    // A branch whose names were hidden from the server stays so.
    const names = before.hidden ? [] : [...valuesOf(text).keys()];
    const ciphertext = await sealEnv(this.keys, text, { project: this.id, branch: place }, names, Math.floor(Date.now() / 1000));
    const body = JSON.stringify({ ciphertext, key_names: names, expected_version: before.version });
    const { version } = await send('POST', `/env${path(this.id, place)}`, { headers: this.bearer, body });
    this.seen.version(place, version, this.id);
    this.seen.binding(place, version, true, this.id);
    return { version, note: before.repo ? 'The branch is in the document’s form now: the original’s command line cannot read it any more.' : '' };
  }

  async history(place) {
    const { versions } = await this.call('GET', `/versions?branch=${encodeURIComponent(place)}`).catch(error => {
      if (error.status === 404) return { versions: [] };
      throw error;
    });
    return versions.map((each, at) => {
      const older = versions[at + 1]?.key_names;
      const changed = older ? [...each.key_names.filter(name => !older.includes(name)).map(name => `+${name}`),
        ...older.filter(name => !each.key_names.includes(name)).map(name => `-${name}`)] : [];
      return { id: String(each.version), version: each.version, at: each.pushed_at, by: each.pushed_by, changed, names: each.key_names, current: at === 0 };
    });
  }

  async version(place, id) {
    const stored = await this.call('GET', `/versions/${Number(id)}?branch=${encodeURIComponent(place)}`);
    const { values } = await this.opened(stored, place);
    if (!values) throw failure('locked', 'Values need the passphrase.', 'Lock, and sign in with it.');
    return values;
  }

  rollBack = (place, id, expected) => this.call('POST', '/rollback', { branch: place, version: Number(id), expected_version: expected });

  async access() {
    if (this.role !== 'owner') throw failure('denied', 'Tokens are handed out by owners.', 'Ask one of them.');
    const { tokens } = await this.call('GET', '/tokens');
    return {
      tokens: tokens.map(each => ({ id: each.jti, name: each.email, what: each.role, expires: each.expires_at,
        status: each.revoked ? 'revoked' : Date.parse(each.expires_at) < Date.now() ? 'expired' : 'good' })),
      invites: await this.invites(),
    };
  }

  /** Those that nobody accepted yet. */
  invites = async () => (await this.call('GET', '/invites')).invites.map(each => ({ id: each.id, name: each.email, what: each.role, by: each.invited_by, expires: each.expires_at }));
  takeBack = id => this.call('DELETE', `/invites${path(id)}`);

  /** Returns {secret, expires, what}: a text that the server shows once. */
  async issue({ name, role, days }) {
    const { token, expires_at } = await this.call('POST', '/tokens', { email: name, role, days });
    return { secret: token, expires: expires_at, what: 'token' };
  }

  async invite({ name, role, days }) {
    const { code, expires_at } = await this.call('POST', '/invites', { email: name, role, days });
    return { secret: code, expires: expires_at, what: 'invite code' };
  }

  revoke = id => this.call('DELETE', `/tokens${path(id)}`);

  async auditView({ before }) {
    const { entries } = await this.call('GET', `/audit?limit=${AUDIT_ROWS}${before ? `&before=${before}` : ''}`);
    return {
      rows: entries.map(row => ({ id: row.id, at: row.created_at, who: row.email ?? '', action: row.action, where: row.branch ?? '', status: row.status, ok: row.status < 400,
        from: row.ip ?? '', agent: row.user_agent ?? '' })),
      before: entries.length === AUDIT_ROWS ? entries.at(-1).id : null,
    };
  }

  reports = ({ before } = {}) => send('GET', reportsPath(before), { headers: this.bearer });
}
