// A project of levels: bearer token of an organization; project, target and environment are decrypted one by one and merged
// here; a write goes to the deepest level.

import { access, bindLevel, bindObject, openLevel, parseDescriptor, projectKey, sealLevel, unbindLevel, unbindObject } from '../crypto/levels.js';
import { failure } from '../failure.js';
import { applyLevelEdits, levelValues, merge } from './level-text.js';
import { each, path, send } from './http.js';
import { reportsPath } from './reports.js';

const KINDS = ['project', 'target', 'environment'];
const PAGE = 100;

export class LevelsProject {
  kind = 'levels';
  placeWord = 'level';

  static async open({ token, project, clientKey }, seen) {
    const bare = token.trim().replace(/^Bearer +/i, '');
    // One of an identity provider that the server knows has three parts with dots between them.
    if (!/^dotenv_[0-9A-Za-z]{26}_[A-Za-z0-9]+$|^[\w-]+\.[\w-]+\.[\w-]+$/.test(bare)) throw failure('input', 'This is no token of an organization.', 'It looks like dotenv_…_…', { field: 'token' });
    const opened = new LevelsProject();
    opened.bearer = { Authorization: `Bearer ${bare}` };
    opened.seen = seen;
    const { data, included } = await opened.get('/api/v1/user');
    opened.organization = included[0].attributes.ulid;
    opened.caller = data.attributes.name;
    opened.role = included?.[0]?.attributes.role ?? '';
    opened.title = included?.[0]?.attributes.name ?? '';
    opened.abilities = data.attributes.abilities ?? [];
    opened.limits = data.attributes.limits ?? [];
    opened.listed = (await opened.all(`/api/v1${path(opened.organization, 'projects')}`)).map(each => each.attributes);
    // Who gives a client key means a project that takes one.
    const meant = clientKey ? opened.listed.find(({ encryption_type }) => encryption_type === 'client') : null;
    const wanted = project.trim() || (meant ?? opened.listed[0])?.slug;
    if (!wanted) throw failure('missing', 'The organization has no project yet.', 'Make one: envdrift levels project create NAME');
    await opened.enter(wanted, clientKey);
    return opened;
  }

  /** Where that fails, the project before stays: what its view still shows must not be pushed with another project's key. */
  async enter(project, clientKey) {
    const { id, format, hint, managed, given, clientKey: key, made } = this;
    try {
      await this.become(project, clientKey);
    } catch (error) {
      Object.assign(this, { id, format, hint, managed, given, clientKey: key, made });
      throw error;
    }
    return this;
  }

  async become(project, clientKey) {
    const known = this.listed.find(each => each.slug === project);
    if (!known) throw failure('input', `There is no project ${project} for this token.`, `Name one of: ${this.listed.map(each => each.slug).join(', ')}.`, { field: 'project' });
    this.id = project;
    this.format = known.secret_format || 'env';
    this.hint = known.key_hint;
    this.managed = known.encryption_type === 'client' ? 'client' : 'server';
    this.given = clientKey ? await projectKey(clientKey) : this.given;
    // A key that was given at sign-in is tried for the other client-managed projects, too; at sign-in itself it must fit.
    this.clientKey = clientKey || this.managed === 'client' ? this.given : null;
    this.made = null;
    if (this.managed === 'client' && !this.clientKey) return;
    if (!this.may('key:retrieve')) {
      if (clientKey && this.managed === 'server') throw serverHolds();
      if (this.managed === 'client') throw failure('denied', 'The token may not read salt and rounds of the key.', 'It needs key:retrieve.');
      return;
    }
    await this.key();
    // A wrong key is told now, where the project's own level can tell.
    await this.load(project).catch(error => {
      if (error.kind !== 'decrypt') return;
      if (clientKey) throw Object.assign(error, { way: 'Enter it again, or leave it away to see levels only.', field: 'clientKey' });
      this.clientKey = null;
    });
  }

  may = scope => this.abilities.includes('*') || this.abilities.includes(scope);
  /** What belongs to the whole organization is closed to a token that is limited to a part of it. */
  everywhere = scope => this.may(scope) && !this.limits.length;

  get readable() {
    return this.managed === 'client' ? Boolean(this.clientKey) : this.may('key:retrieve') || this.may('secret:decrypt');
  }

  describe() {
    return {
      kind: this.kind, title: this.title, project: this.id, placeWord: this.placeWord, caller: this.caller,
      projects: this.listed.map(each => each.slug),
      can: { values: this.readable, write: this.readable && this.may('key:retrieve') && this.may('secret:write'), history: this.may('secret:history'),
        approve: false, audit: this.may('audit:read'), tokens: ['api-token:read', 'api-token:create', 'member:read', 'member:create'].some(this.may), invite: false, create: false,
        issue: this.everywhere('api-token:create'), members: this.everywhere('member:create'), removeMembers: this.everywhere('member:delete') },
      notice: this.limits.length ? this.limited() : '',
      locked: this.readable ? '' : this.managed === 'client'
        ? `${this.given ? 'The client key does not fit this project' : 'No client key was given'}${this.hint ? ` (its hint: ${this.hint})` : ''}: levels show, names and values do not.`
        : 'The token may not decrypt: it needs key:retrieve or secret:decrypt.',
    };
  }

  get = (url, headers = {}) => send('GET', url, { headers: { ...this.bearer, ...headers } });
  post = (url, members) => send('POST', url, { headers: this.bearer, body: JSON.stringify(members) });
  below = (...segments) => `/api/v1${path(this.organization, ...segments)}`;
  long = (...segments) => `/api/v1/organizations${path(this.organization, ...segments)}`;

  async all(url) {
    const first = await this.get(`${url}?per_page=${PAGE}`);
    const rest = await each(Array.from({ length: (first.meta?.last_page ?? 1) - 1 }, (_, at) => at + 2),
      async page => (await this.get(`${url}?per_page=${PAGE}&page=${page}`)).data);
    return [...first.data, ...rest.flat()];
  }

  /** Asks for the terms of the key each time, and derives again only when they changed as they may. */
  async key() {
    const descriptor = parseDescriptor(await this.get(this.below(this.id, 'encryption-key')));
    if (this.clientKey && descriptor.managed === 'server') {
      throw serverHolds();
    }
    if (descriptor.managed === 'client' && !descriptor.salt) {
      throw failure('terms', 'The key has no salt: the project is from before June 2026.', 'Establish its encryption again with the original’s dashboard.');
    }
    const terms = JSON.stringify([descriptor.managed, descriptor.salt && [...descriptor.salt], descriptor.rounds, descriptor.proof]);
    this.seen.terms(this.id, terms, descriptor.version);
    const text = `${terms}${descriptor.version}`;
    if (this.made?.text !== text) {
      if (!this.clientKey && !descriptor.key) throw failure('malformed', 'The server holds the key, but does not hand it out.', 'Ask whoever runs the server.');
      const key = this.clientKey ?? await projectKey(descriptor.key);
      this.made = { text, descriptor, ...(await access(key, descriptor)), givenAway: this.clientKey && key.exact && descriptor.proof === 'v1' };
    }
    return this.made;
  }

  async places(detail) {
    const targets = await this.all(this.below(this.id, 'targets'));
    const environments = await each(targets, target => this.all(this.below(this.id, target.attributes.slug, 'environments')));
    const place = (id, depth, { attributes = {} }) => ({
      id, depth, label: id.split('/').slice(1).join('/') || `${id} (project)`, version: attributes.version, at: attributes.version ? attributes.updated_at : null,
      by: '', count: attributes.secret_count, production: attributes.is_production, leaf: depth === 2 });
    const all = [place(this.id, 0, {}), ...targets.flatMap((target, at) => {
      const id = `${this.id}/${target.attributes.slug}`;
      return [place(id, 1, target), ...environments[at].map(each => place(`${id}/${each.attributes.slug}`, 2, each))];
    })];
    return detail ? this.detailed(all) : all;
  }

  /** Who wrote what is there now stands beside what was there before; of a first version, in the newest part of the audit log. */
  async detailed(places) {
    const top = await this.get(this.below(this.id, 'secrets')).catch(() => null);
    places[0].version = top ? top.data.attributes.levels?.project?.version ?? 0 : undefined;
    const rows = this.may('audit:read') ? (await this.auditView({}).catch(() => ({ rows: [] }))).rows : [];
    return each(places, async place => {
      const first = rows.find(row => row.where === place.id && row.ok && /store|restore/.test(row.action));
      const [last] = place.version > 1 && this.may('secret:history') ? await this.versions(place.id, 1).catch(() => []) : [];
      return { ...place, at: last?.at ?? place.at ?? (place.version ? first?.at : null), by: last?.by ?? first?.who ?? '' };
    });
  }

  async load(place) {
    const slugs = place.split('/');
    const paths = slugs.map((_, at) => slugs.slice(0, at + 1).join('/'));
    const decrypt = this.managed === 'server' && !this.may('key:retrieve');
    const [answer, key] = await Promise.all([
      this.get(`${this.below(...slugs, 'secrets')}${decrypt ? '?decrypt=true' : ''}`),
      this.readable && !decrypt ? this.key() : null,
    ]);
    const { levels = {}, format = 'env' } = answer.data.attributes;
    const opened = [];
    for (const [at, path] of paths.entries()) {
      const stored = levels[KINDS[at]];
      this.seen.version(path, stored?.version ?? 0);
      if (this.readable) opened.push({ path, version: stored?.version ?? 0, text: stored?.content ? await this.text(path, stored, key, format) : '' });
    }
    const deepest = levels[KINDS[paths.length - 1]];
    const version = deepest?.version ?? 0;
    if (!this.readable) return { version, values: null, names: null };
    const own = opened.at(-1);
    return { version, format, text: own.text, ...merge(opened.map(each => ({ ...each, values: levelValues(each.path, each.text, format) }))) };
  }

  requirePlain(path) {
    if (this.managed === 'client') {
      throw failure('foreign', `What the server shows for ${path} is not encrypted, but the clients hold the key.`, 'Nothing of it is shown. Ask who pushed it, or who runs the server.');
    }
  }

  async text(path, stored, key, format) {
    if (!stored.encrypted) {
      this.requirePlain(path);
      return unbound(path, stored.content, format, false);
    }
    const text = key && await openLevel(key.data, stored.content);
    if (text === null) throw failure('decrypt', `${path} cannot be decrypted: the key is another one, or the content was changed.`, 'Lock, and sign in with the project’s key.');
    return unbound(path, text, format, isStrict(key));
  }

  async push(place, before, edits) {
    const key = await this.key();
    const text = applyLevelEdits(before.text, before.format ?? this.format, edits);
    const format = before.format ?? this.format;
    const values = levelValues(place, text, format);
    const bound = format === 'env' ? bindLevel(place, text) : format === 'json' && isStrict(key) ? bindObject(place, text) : text;
    const answer = await this.post(this.below('secrets', 'store'), {
      ...this.named(place), content: await sealLevel(key.data, bound), ...(key.proof ? { key_proof: key.proof } : {}),
      expected_version: before.version, variable_count: values.size });
    const version = answer.data.version;
    this.seen.version(place, version);
    return { version, note: key.givenAway ? 'The client key has exactly 32 bytes: what the original’s protocol sends as its proof is the data key itself. Change to a longer key.' : '' };
  }

  named = place => Object.fromEntries(place.split('/').map((slug, at) => [KINDS[at], slug]));

  async history(place) {
    const rows = await this.versions(place, PAGE);
    const now = await this.load(place).catch(() => null);
    const all = now?.version ? [{ id: 'now', version: now.version, current: true }, ...rows] : rows;
    // A version says who replaced it, when and how: that made the next one.
    return all.map(({ id, version, current }) => {
      const made = rows.find(row => row.version === version - 1);
      return { id, version, current, at: made?.at, by: made?.by ?? '', action: made?.action ?? '', changed: [] };
    });
  }

  async versions(place, most) {
    const { data } = await this.post(this.below('secrets', 'versions'), { ...this.named(place), page: 1, per_page: most });
    return data.map(({ id, attributes }) => ({ id, version: attributes.version, at: attributes.created_at, by: attributes.created_by?.name ?? '', action: attributes.action }));
  }

  async version(place, id) {
    if (id === 'now') return (await this.load(place)).own;
    const { data } = await this.get(this.below('secrets', 'versions', id));
    const key = await this.key();
    const old = data.key && Number(data.key.version) !== key.descriptor.version;
    if (data.encrypted === false) this.requirePlain(place);
    const text = data.encrypted === false ? data.content : await openLevel(key.data, data.content);
    if (text === null) {
      throw failure('decrypt', old ? `The version is under key ${data.key.version}, which is not the current one.` : 'The version cannot be decrypted.',
        'The command line takes old keys: envdrift levels show --old-key');
    }
    return levelValues(place, unbound(place, text, this.format, false), this.format);
  }

  async rollBack(place, id, expected) {
    const { data } = await this.post(this.below('secrets', 'versions', id, 'restore'), { expected_version: expected });
    return { version: data.version };
  }

  /** `closed` says what the token may not see, and why. */
  async access() {
    if (this.limits.length) return { closed: [`${this.limited()} Tokens and members belong to the whole organization, so it may not see them. One without limits may.`] };
    const tokens = this.may('api-token:read') ? await this.all(this.long('api-keys')) : null;
    const members = this.may('member:read') ? await this.all(this.long('members')) : null;
    return {
      closed: [!tokens && 'The tokens that were issued do not show: yours lacks api-token:read.', !members && 'The members do not show: your token lacks member:read.'].filter(Boolean),
      tokens: tokens?.map(({ id, attributes }) => ({ id, name: attributes.name, what: attributes.abilities.join(' '), limits: attributes.limits ?? [],
        expires: attributes.expires_at, seen: attributes.last_used_at, status: attributes.expires_at && Date.parse(attributes.expires_at) < Date.now() ? 'expired' : 'good' })),
      members: members?.map(({ attributes }) => ({ name: attributes.email, what: attributes.role })),
    };
  }

  async issue({ name, abilities, limits, days }) {
    const expires = days ? new Date(Date.now() + days * 86_400_000).toISOString() : null;
    const { token } = await this.post(this.long('api-keys'), { name, abilities, limits, ...(expires ? { expires_at: expires } : {}) });
    return { secret: token.token, expires, what: 'token' };
  }

  /** There is no mail and no code: a member gets tokens of their role, or signs in at a provider. */
  addMember = ({ name, role }) => this.post(this.long('members'), { email: name, role });
  removeMember = id => send('DELETE', this.long('members', id), { headers: this.bearer });
  revoke = id => send('DELETE', this.long('api-keys', id), { headers: this.bearer });

  limited = () => `Your token is limited to ${this.limits.join(', ')}.`;

  /** `before` is the number of the next page. */
  async auditView({ before: page = 1 }) {
    if (this.limits.length) throw failure('denied', `${this.limited()} The audit log belongs to the whole organization.`, 'Sign in with a token without limits.');
    const { data, meta } = await this.get(`${this.below('audit')}?per_page=${PAGE}&page=${page}`);
    return {
      rows: data.map(({ id, attributes }) => ({ id, at: attributes.created_at, who: attributes.actor, action: attributes.action, where: attributes.resource,
        status: /(\d+)$/.exec(attributes.outcome)?.[1] ?? 200, ok: attributes.outcome === 'ok', from: attributes.ip ?? '', agent: attributes.user_agent ?? '' })),
      before: meta.current_page < meta.last_page ? meta.current_page + 1 : null,
    };
  }

  reports = ({ before } = {}) => this.get(reportsPath(before));
}

const serverHolds = () => failure('terms', 'The server says that it holds the key, but a client key was given. Nothing was sent.',
  'If the project is server-managed, leave the client key away; if not, ask whoever runs the server.');

/** Whether only our clients write to the project. */
const isStrict = key => key.descriptor.managed === 'client' && key.descriptor.proof === 'v2';

/** Takes what ties a text to its level off. */
function unbound(path, text, format, required) {
  if (format === 'env') return unbindLevel(path, text, required);
  return format === 'json' ? unbindObject(path, text) : text;
}
