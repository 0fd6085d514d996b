// A vault-env project: signed calls, one environment after another, values with the device's secret.

import { deviceHash, encryptionKey, openBlob, parseVaultKey, readSecrets, sealBlob, sign, signingKey, writeSecrets } from '../crypto/vault-env.js';
import { utf8 } from '../crypto/bytes.js';
import { failure } from '../failure.js';
import { compare, marked } from './compare.js';
import { each, send } from './http.js';
import { namesFrom } from './replay.js';
import { REPORTS, reportsPath } from './reports.js';

const API = '/api/v1/';
const AUDIT_ROWS = 500;
const EMPTY = ['Environment not found', 'No secrets stored yet'];

export class VaultEnvProject {
  kind = 'vault-env';
  placeWord = 'environment';

  static async open({ key, device }, seen) {
    const parsed = parseVaultKey(key.trim());
    if (!parsed || !/^[A-Za-z0-9-]+$/.test(parsed.projectId) || !parsed.secret) {
      throw failure('input', 'This is no project key.', 'It looks like vk_…_… and stands in .env as VAULT_KEY.');
    }
    const project = new VaultEnvProject();
    project.id = parsed.projectId;
    project.seen = seen;
    project.signing = await signingKey(key.trim());
    if (device.trim()) {
      project.hash = await deviceHash(device.trim());
      project.encryption = await encryptionKey(key.trim(), device.trim());
    } else {
      // Projects of the original without any device encrypt with the key alone.
      project.encryption = await encryptionKey(key.trim(), null);
    }
    await project.devices();
    await project.probe();
    return project;
  }

  describe() {
    return {
      kind: this.kind, title: 'vault-env', project: this.name || this.id, placeWord: this.placeWord, caller: this.hash ? 'this device' : 'the project key',
      projects: [], can: { read: this.whole, write: this.whole, history: this.whole, approve: true, audit: this.whole, tokens: false, create: this.whole, invite: false },
      locked: this.hash ? '' : this.whole ? 'No device secret was given: values show only where the project has no devices; else names do, as far as the history tells.' : 'No device secret was given: this project shows its devices to the key alone, and all else to approved devices.',
    };
  }

  /** A strict project shows a key without a device nothing but the devices; a device that is not approved is told so now. */
  async probe() {
    try {
      this.name = (await this.call('environments/list')).project_name;
      this.whole = true;
    } catch (error) {
      if (error.status !== 403 || this.hash) throw error;
      this.whole = false;
    }
  }

  async call(path, members = {}, hashed = true) {
    const body = utf8(JSON.stringify({ project_id: this.id, ...members, ...(hashed && this.hash ? { device_hash: this.hash } : {}) }));
    const signature = await sign(this.signing, 'POST', API + path, body, Date.now());
    try {
      return await send('POST', API + path, { body, headers: { 'X-Vault-Signature': signature } });
    } catch (error) {
      throw explained(error);
    }
  }

  async devices() {
    return (await this.call('devices/list')).devices;
  }

  async places(detail) {
    if (!this.whole) return [];
    const environments = inOrder((await this.call('environments/list')).environments);
    if (!detail) return environments.map(({ name, version }) => ({ id: name, label: name, version }));
    const [devices, rows] = await Promise.all([this.devices(), this.audit({}).then(all => all.rows, () => [])]);
    const names = new Map(devices.map(device => [device.id, device.device_name]));
    return each(environments, async ({ name, version }) => {
      const last = rows.find(row => row.where === name && row.ok && /push|rollback/.test(row.action));
      const at = version ? last?.at ?? (await this.call('secrets/current-version', { environment: name })).updated_at : null;
      return { id: name, label: name, version, at, by: last ? names.get(last.device) ?? '' : '' };
    });
  }

  /** Returns a snapshot; an environment without a version has no values. */
  async load(place) {
    let pulled;
    try {
      pulled = await this.call('secrets/pull', { environment: place });
    } catch (error) {
      if (error.status === 403 && !this.hash) return this.names(place);
      if (error.status !== 404 || !EMPTY.includes(error.said)) throw error;
      pulled = null;
    }
    this.seen.version(place, pulled?.version ?? 0);
    return pulled ? { version: pulled.version, values: await this.opened(pulled.secrets, place) } : { version: 0, values: new Map() };
  }

  async names(place) {
    const { versions } = await this.call('secrets/versions', { environment: place });
    const changes = versions.map(({ version, changed_keys }) => ({ version, changed: changedNames(changed_keys) }));
    return { version: versions[0]?.version ?? 0, values: null, names: namesFrom(changes) };
  }

  async opened(blob, place) {
    const text = await openBlob(this.encryption, blob);
    if (text === null) {
      throw failure('foreign', `${place} was encrypted by another device.`,
        'Sign in with that device’s secret: vault-env device export prints it there.');
    }
    const values = readSecrets(text);
    if (!values) throw failure('foreign', `What ${place} holds is no set of names and values.`, 'Push it again from a directory that has its values.');
    return new Map([...values].map(([name, value]) => [name, { value, literal: false }]));
  }

  async push(place, before, edits) {
    const after = new Map([...before.values].map(([name, each]) => [name, each.value]));
    for (const { name, value } of edits) {
      if (value === null) after.delete(name);
      else after.set(name, value);
    }
    const changes = compare(new Map([...before.values].map(([name, each]) => [name, each.value])), after);
    const secrets = await sealBlob(this.encryption, writeSecrets(after));
    const { version } = await this.call('secrets/push', {
      environment: place, secrets, key_names: marked(changes), expected_version: before.version });
    this.seen.version(place, version);
    return { version };
  }

  async history(place) {
    let versions;
    try {
      ({ versions } = await this.call('secrets/versions', { environment: place }));
    } catch (error) {
      if (error.status === 404 && EMPTY.includes(error.said)) return [];
      throw error;
    }
    const [devices, { rows }] = await Promise.all([this.devices(), this.audit({ limit: 1000 }).catch(() => ({ rows: [] }))]);
    const names = new Map(devices.map(device => [device.id, device.device_name]));
    const writes = rows.filter(row => row.where === place && row.ok && /push|rollback/.test(row.action));
    return versions.map(({ version, changed_keys, created_at }, at) => ({
      id: String(version), version, at: created_at, by: names.get(writes[at]?.device) ?? '', changed: changedNames(changed_keys), current: at === 0 }));
  }

  async version(place, id) {
    const pulled = await this.call('secrets/pull', { environment: place, version: Number(id) });
    // A server that does not know the member answers with the newest version.
    if (pulled.version !== Number(id)) throw failure('unsupported', 'This server does not show old versions.', 'Compare their names, or roll back to look.');
    return this.opened(pulled.secrets, place);
  }

  async rollBack(place, id) {
    const { version } = await this.call('secrets/rollback', { environment: place, version: Number(id) });
    return { version };
  }

  async access() {
    const devices = await this.devices();
    return {
      devices: devices.map(device => ({ id: device.id, name: device.device_name, status: device.status, created: device.created_at,
        approved: device.approved_at, seen: device.last_seen_at })),
    };
  }

  approve = id => this.call('devices/approve', { device_id: id });
  revoke = id => this.call('devices/revoke', { device_id: id });

  async audit({ limit = AUDIT_ROWS, before }) {
    const { entries } = await this.call('audit/list', { limit, ...(before ? { before } : {}) });
    return {
      rows: entries.map(row => ({ id: row.id, at: row.created_at, who: row.device_id ?? '', device: row.device_id, action: row.action, where: row.environment ?? '',
        status: row.status, ok: row.status < 400, from: row.ip ?? '', agent: row.user_agent ?? '' })),
      before: entries.length === limit ? entries.at(-1).id : null,
    };
  }

  async auditView({ before }) {
    const [found, devices] = await Promise.all([this.audit({ before }), this.devices()]);
    const names = new Map(devices.map(device => [device.id, device.device_name]));
    return { ...found, rows: found.rows.map(row => ({ ...row, who: names.get(row.device) ?? row.who })) };
  }

  /** The one call without a body: what is signed in its place is the project's id. */
  async reports({ before } = {}) {
    const signature = await sign(this.signing, 'GET', REPORTS, utf8(this.id), Date.now());
    return send('GET', reportsPath(before), { headers: { 'X-Vault-Project': this.id, 'X-Vault-Signature': signature } });
  }
}

const RANKS = [/^dev|^local/i, /^test|^ci/i, /^stag|^pre/i, /^prod|^live/i];

/** As people go through them, from development to production; others stand before production, by name. */
function inOrder(environments) {
  const rank = ({ name }) => {
    const found = RANKS.findIndex(pattern => pattern.test(name));
    return found < 0 ? 2.5 : found;
  };
  return [...environments].sort((one, other) => rank(one) - rank(other) || (one.name < other.name ? -1 : 1));
}

/** The server keeps a JSON text, or nothing; ["rollback_from_v3"] stands for a rollback. */
function changedNames(text) {
  try {
    const names = JSON.parse(text ?? '[]');
    return Array.isArray(names) ? names.filter(name => typeof name === 'string') : [];
  } catch {
    return [];
  }
}

function explained(error) {
  if (error.status === 403 && /pending/.test(error.said)) {
    return failure('denied', 'This device waits for approval.', 'Somebody with an approved device approves it under Access.', { status: 403, said: error.said });
  }
  if (error.status === 403) {
    return failure('denied', 'This needs the secret of an approved device.',
      'Lock, and sign in with one: vault-env device export prints it.', { status: 403, said: error.said });
  }
  if (error.status === 409 && /last approved/.test(error.said)) {
    return failure('refused', 'This is the last approved device; without it nobody could read or write.', 'Approve another one first.', { status: 409, said: error.said });
  }
  return error;
}
