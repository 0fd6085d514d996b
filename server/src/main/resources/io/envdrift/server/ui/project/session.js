// One signed-in project. The calls are what the page may ask; none of them returns a key, and only `reveal`, `revealVersion`
// and `revealTheirs` return values: one at a time.

import { failure } from '../failure.js';
import { refers, resolveAll } from '../text/references.js';
import { compare, plain } from './compare.js';
import { EnvSyncProject } from './envsync.js';
import { LevelsProject } from './levels.js';
import { Login } from './login.js';
import { matrix } from './matrix.js';
import { each } from './http.js';
import { ReportsOnly } from './reports.js';
import { Seen } from './seen.js';
import { VaultEnvProject } from './vault-env.js';

const KINDS = { 'vault-env': VaultEnvProject, envsync: EnvSyncProject, levels: LevelsProject, reports: ReportsOnly };

export class Session {
  static calls = ['providers', 'startLogin', 'finishLogin', 'join', 'open', 'enter', 'accept', 'places', 'matrix', 'values', 'reveal', 'hold', 'push', 'theirs', 'revealTheirs',
    'history', 'compareVersions', 'revealVersion', 'rollBack', 'access', 'approve', 'revoke', 'issue', 'invite', 'audit', 'reports'];

  #project = null;
  #login = new Login();
  #seen = new Seen();
  #snapshots = new Map();
  #bases = new Map();
  #theirs = new Map();
  #versions = new Map();

  providers = () => EnvSyncProject.providers();
  startLogin = wish => this.#login.start(wish);
  finishLogin = async ({ code, state, ...form }) => this.open({ ...form, token: await this.#login.finish({ code, state }) });
  join = form => EnvSyncProject.join(form);

  async open({ kind, ...form }) {
    // What a sign-in that failed saw may have been another project's.
    const seen = new Seen();
    this.#project = await KINDS[kind].open(form, seen);
    this.#seen = seen;
    return this.#project.describe();
  }

  /** Goes to another project of the same token. */
  async enter({ project, clientKey }) {
    await this.#project.enter(project, clientKey);
    this.#snapshots.clear();
    this.#versions.clear();
    this.#theirs.clear();
    return this.#project.describe();
  }

  accept = pin => this.#seen.accept(pin);
  /** `detail` says who and when, which costs calls. */
  places = ({ detail }) => this.#project.places(detail);

  async #load(place) {
    const snapshot = await this.#project.load(place);
    this.#snapshots.set(place, snapshot);
    this.#theirs.delete(place);
    return snapshot;
  }

  /** Compares all places; a place that cannot be read says why, and keeps none of the others from showing. */
  async matrix({ places }) {
    const loaded = await each(places, async place => {
      try {
        return { place, snapshot: await this.#load(place) };
      } catch (error) {
        return { place, problem: toShown(error) };
      }
    });
    return matrix(loaded);
  }

  async values({ place }) {
    const snapshot = await this.#load(place);
    return { version: snapshot.version, readable: snapshot.values !== null, rows: rowsOf(snapshot) };
  }

  /** Returns one value: as it stands, and resolved where it refers to others. */
  reveal({ place, name }) {
    const snapshot = this.#snapshots.get(place);
    const found = snapshot?.values?.get(name);
    if (!found) throw failure('missing', `There is no ${name} any more.`, 'Reload the view.');
    const shown = { value: found.value, chain: found.chain?.length > 1 ? found.chain : null };
    return refers(found) ? { ...shown, resolved: this.#resolved(snapshot).get(name) } : shown;
  }

  #resolved(snapshot) {
    snapshot.resolved ??= resolveAll(snapshot.values);
    return snapshot.resolved;
  }

  /** Keeps what edits are begun on: after the view was loaded again, a conflict still shows it as the base. */
  hold = ({ place }) => void this.#bases.set(place, this.#snapshots.get(place));

  #base = place => this.#bases.get(place) ?? this.#snapshots.get(place);

  async push({ place, edits, version }) {
    const before = this.#theirs.get(place) ?? this.#snapshots.get(place);
    if (!before?.values || before.version !== version) throw failure('conflict', 'The view is older than what was loaded.', 'Reload it.');
    const pushed = await this.#project.push(place, before, edits.map(edit => ({ ...edit, expanding: goesOnReferring(before, edit) })));
    this.#bases.delete(place);
    this.#theirs.delete(place);
    await this.#load(place);
    return pushed;
  }

  /** After a conflict: what they have now, beside the base and mine, for the names that I changed. */
  async theirs({ place, edits }) {
    const base = this.#base(place);
    const now = await this.#project.load(place);
    this.#theirs.set(place, now);
    const own = snapshot => snapshot.own ?? snapshot.values;
    const word = (one, other) => one === undefined ? 'absent' : other !== undefined && one.value === other.value ? 'same' : 'other';
    return {
      version: now.version,
      rows: edits.map(({ name, value }) => {
        const [theirs, before] = [own(now).get(name), own(base).get(name)];
        return { name, mine: value === null ? 'absent' : 'other', base: word(before), theirs: word(theirs, before), agree: (theirs?.value ?? null) === value };
      }),
    };
  }

  revealTheirs({ place, name, side }) {
    const snapshot = side === 'base' ? this.#base(place) : this.#theirs.get(place);
    return { value: (snapshot?.own ?? snapshot?.values)?.get(name)?.value ?? null };
  }

  history = ({ place }) => {
    // Others may have pushed since it was compared.
    this.#versions.delete(`now\n${place}`);
    return this.#project.history(place);
  };

  async #version(place, id) {
    const key = `${id}\n${place}`;
    if (!this.#versions.has(key)) this.#versions.set(key, await this.#project.version(place, id));
    return this.#versions.get(key);
  }

  async compareVersions({ place, older, newer }) {
    return compare(plain(await this.#version(place, older)), plain(await this.#version(place, newer)));
  }

  revealVersion = async ({ place, id, name }) => ({ value: (await this.#version(place, id)).get(name)?.value ?? null });

  rollBack({ place, id, expected }) {
    return this.#project.rollBack(place, id, expected);
  }

  access = () => this.#project.access();
  approve = async ({ id }) => void await this.#project.approve(id);
  revoke = async ({ id }) => void await this.#project.revoke(id);
  issue = wish => this.#project.issue(wish);
  invite = wish => this.#project.invite(wish);
  audit = options => this.#project.auditView(options);
  reports = options => this.#project.reports(options);
}

/** A value that refers to others does so after an edit, too; but no shell that reads the file may find a command in it. */
function goesOnReferring({ values }, { name, value }) {
  return values.has(name) && refers(values.get(name)) && value !== null && !/`|\$\(/.test(value);
}

const toShown = error => ({ kind: error.kind ?? 'internal', sentence: error.message, way: error.way ?? '', accept: error.accept ?? null });

function rowsOf(snapshot) {
  if (!snapshot.values) return (snapshot.names ?? []).map(name => ({ name }));
  const resolved = [...snapshot.values.values()].some(refers) ? resolveAll(snapshot.values) : null;
  snapshot.resolved = resolved ?? undefined;
  return [...snapshot.values].map(([name, value]) => ({
    name, length: value.value.length, lines: value.value.split('\n').length, from: value.from, own: !snapshot.own || snapshot.own.has(name),
    refers: refers(value), problem: resolved?.get(name).problem ?? null }));
}
