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
    'history', 'compareVersions', 'revealVersion', 'rollBack', 'access', 'approve', 'revoke', 'issue', 'invite', 'invites', 'takeBack', 'addMember', 'removeMember', 'audit', 'reports'];

  #project = null;
  #login = new Login();
  #seen = new Seen();
  #stores = new Map();

  providers = () => EnvSyncProject.providers();
  startLogin = wish => this.#login.start(wish);
  finishLogin = async ({ code, state, ...form }) => this.open({ ...form, token: await this.#login.finish({ code, state }) });
  join = form => EnvSyncProject.join(form);

  async open({ kind, ...form }) {
    // What a sign-in that failed saw may have been another project's.
    const seen = new Seen();
    this.#project = await KINDS[kind].open(form, seen);
    this.#seen = seen;
    this.#stores.clear();
    return this.#project.describe();
  }

  /** What was loaded of the project that is open; names of places count within it. */
  get #here() {
    const { id } = this.#project;
    if (!this.#stores.has(id)) this.#stores.set(id, { project: this.#project, snapshots: new Map(), bases: new Map(), theirs: new Map(), versions: new Map() });
    return this.#stores.get(id);
  }

  /** Goes to another project of the same token. */
  async enter({ project, clientKey }) {
    this.#project = await this.#project.enter(project, clientKey);
    const here = this.#here;
    here.project = this.#project;
    here.snapshots.clear();
    here.versions.clear();
    here.theirs.clear();
    return this.#project.describe();
  }

  accept = pin => this.#seen.accept(pin);
  /** `detail` says who and when, which costs calls. */
  places = ({ detail }) => this.#project.places(detail);

  /** `here` is what was open when it was begun: an answer that comes late must not land in another project. */
  async #load(place, here = this.#here) {
    const snapshot = await here.project.load(place);
    here.snapshots.set(place, snapshot);
    here.theirs.delete(place);
    return snapshot;
  }

  /** Compares all places; a place that cannot be read says why, and keeps none of the others from showing. */
  async matrix({ places }) {
    const here = this.#here;
    const loaded = await each(places, async place => {
      try {
        return { place, snapshot: await this.#load(place, here) };
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
    const snapshot = this.#here.snapshots.get(place);
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
  hold = ({ place }) => void this.#here.bases.set(place, this.#here.snapshots.get(place));

  async push({ place, edits, version }) {
    const here = this.#here;
    const before = here.theirs.get(place) ?? here.snapshots.get(place);
    if (!before?.values || before.version !== version) throw failure('conflict', 'The view is older than what was loaded.', 'Reload it.');
    const pushed = await here.project.push(place, before, edits.map(edit => ({ ...edit, expanding: goesOnReferring(before, edit) })));
    here.bases.delete(place);
    here.theirs.delete(place);
    await this.#load(place, here);
    return pushed;
  }

  /** After a conflict: what they have now, beside the base and mine, for the names that I changed. */
  async theirs({ place, edits }) {
    const here = this.#here;
    const base = baseOf(here, place);
    const now = await here.project.load(place);
    here.theirs.set(place, now);
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
    const snapshot = side === 'base' ? baseOf(this.#here, place) : this.#here.theirs.get(place);
    return { value: (snapshot?.own ?? snapshot?.values)?.get(name)?.value ?? null };
  }

  history = ({ place }) => {
    // Others may have pushed since it was compared.
    this.#here.versions.delete(`now\n${place}`);
    return this.#project.history(place);
  };

  async #version(place, id) {
    const { versions, project } = this.#here;
    const key = `${id}\n${place}`;
    if (!versions.has(key)) versions.set(key, await project.version(place, id));
    return versions.get(key);
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
  invites = () => this.#project.invites();
  takeBack = async ({ id }) => void await this.#project.takeBack(id);
  addMember = async wish => void await this.#project.addMember(wish);
  removeMember = async ({ id }) => void await this.#project.removeMember(id);
  audit = options => this.#project.auditView(options);
  reports = options => this.#project.reports(options);
}

const baseOf = ({ bases, snapshots }, place) => bases.get(place) ?? snapshots.get(place);

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
