// What was seen in this session. A server that shows an older version than before, or one that does not say any more which
// branch it belongs to, or names another custody, salt or number of rounds, is not believed: the page asks, and goes on only
// when its reader says so.

import { failure } from '../failure.js';

export class Seen {
  #versions = new Map();
  #bound = new Set();
  #terms = new Map();

  /** Throws a `pin` failure, whose member `accept` names what accept() takes. Names of places count within one project. */
  version(place, version, within = '') {
    const key = `${within}\n${place}`;
    const highest = this.#versions.get(key) ?? 0;
    if (version < highest) {
      throw failure('pin', `The server shows version ${version} of ${place}, but version ${highest} was there before.`,
        'It was restored from a backup, deleted, or somebody serves old secrets. Ask its operator before you go on.',
        { accept: { place, version, within } });
    }
    this.#versions.set(key, version);
  }

  /** Throws a `pin` failure when this version is not bound to its branch, and an earlier one was. */
  binding(place, version, bound, within) {
    const key = `${within}\n${place}`;
    if (bound) {
      this.#bound.add(key);
    } else if (this.#bound.has(key)) {
      throw failure('pin', `Version ${version} of ${place} does not say which branch it belongs to, which an earlier one did.`,
        'A client of the original pushed it, or the server took that away. Ask who pushed it before you go on.',
        { accept: { place, version, within, bound } });
    }
  }

  /** `terms` say who holds the key and how it is derived; they may change only together with the key's version. */
  terms(project, terms, version) {
    const before = this.#terms.get(project);
    if (before && (version < before.version || version === before.version && terms !== before.terms)) {
      throw failure('pin', `The server says otherwise than before who holds the key of ${project}, or how it is derived.`,
        'Nothing was sent. Ask its operator before you go on.', { accept: { project, terms, keyVersion: version } });
    }
    this.#terms.set(project, { terms, version });
  }

  accept({ place, version, within = '', bound, project, terms, keyVersion }) {
    if (place !== undefined) this.#versions.set(`${within}\n${place}`, version);
    if (bound === false) this.#bound.delete(`${within}\n${place}`);
    if (project !== undefined) this.#terms.set(project, { terms, version: keyVersion });
  }
}
