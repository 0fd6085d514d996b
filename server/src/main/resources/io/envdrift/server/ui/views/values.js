// Values of one place: masked until asked for, one by one; edits are gathered and pushed together.

import { askText } from '../parts/dialog.js';
import { button, delayed, field, fill, h } from '../parts/dom.js';
import { hush } from '../parts/notice.js';
import { conflict } from './conflict.js';
import { addForm, valueRow } from './value-row.js';
import { placeField } from './place.js';

const AT_ONCE = 100;

export async function show(view, app) {
  const places = await app.call('places');
  if (!places.length && !app.session.can.create) {
    fill(view, h('h1', {}, 'Values'), h('p.plain', {}, 'There is nothing yet.'));
    return;
  }
  const chooser = placeField(app, 'values', places);
  const place = app.chosen.place;
  const heading = h('h1', {}, 'Values');
  const tools = h('div.tools', {}, chooser, app.session.can.create && button(`New ${app.session.placeWord}…`, () => newPlace(app), { data: { test: 'new-place' } }));
  fill(view, heading, tools, h('p.loading', {}, 'Loading…'));
  let loaded;
  try {
    loaded = place === undefined ? { version: 0, readable: true, rows: [] } : await app.call('values', { place });
  } catch (error) {
    view.lastChild.replaceWith(h('p.plain', {}, `${place} does not show.`));
    app.fail(error, () => app.go('values'));
    return;
  }
  new Values(view, app, place, loaded, heading, tools).draw();
}

async function newPlace(app) {
  const name = await askText(`New ${app.session.placeWord}`, 'Name', 'Make');
  if (name) app.go('values', { place: name, made: name, search: '' });
}

class Values {
  constructor(view, app, place, loaded, heading, tools) {
    Object.assign(this, { view, app, place, heading, tools, ...loaded });
    if (!app.drafts.has(place)) app.drafts.set(place, new Map());
    this.edits = app.drafts.get(place);
    this.list = h('ul.values', { 'aria-label': `Values of ${place}`, data: { test: 'values' } });
    this.bar = h('div.draft', { role: 'region', 'aria-label': 'Changes', hidden: true, data: { test: 'draft' } });
    this.count = h('p.count', { role: 'status', data: { test: 'count' } });
    this.adder = h('div', {});
  }

  get writable() {
    return this.readable && this.app.session.can.write;
  }

  draw() {
    const { app } = this;
    const search = h('input', { type: 'search', value: app.chosen.search ?? '', autocomplete: 'off', spellcheck: 'false', data: { test: 'search' },
      oninput: delayed(() => { app.chosen.search = search.value; this.fill(); }) });
    this.tools.append(field('Search', search), this.writable ? button('Add', () => this.add(), { class: 'primary', data: { test: 'add' } }) : '');
    fill(this.view, this.heading, this.tools,
      app.session.locked && h('p.why', {}, app.session.locked), this.count, this.adder, this.list, this.bar);
    this.fill();
    this.changed();
  }

  /** Rows come in portions, as the end of the list comes into sight. */
  fill() {
    const words = (this.app.chosen.search ?? '').toLowerCase().split(/\s+/).filter(Boolean);
    const fresh = [...this.edits].filter(([name, value]) => value !== null && !this.rows.some(row => row.name === name)).map(([name]) => ({ name, own: true, fresh: true }));
    const rows = [...fresh, ...this.rows].filter(row => words.every(word => row.name.toLowerCase().includes(word)));
    this.count.textContent = `${rows.length === this.rows.length + fresh.length ? rows.length : `${rows.length} of ${this.rows.length + fresh.length}`} ${this.rows.length + fresh.length === 1 ? 'name' : 'names'}${this.version ? `, version ${this.version}` : ', nothing pushed yet'}`;
    fill(this.list);
    this.offer(rows.length);
    this.observer?.disconnect();
    const more = () => {
      const from = this.list.childElementCount;
      this.list.append(...rows.slice(from, from + AT_ONCE).map(row => valueRow(this, row)));
      this.observer?.disconnect();
      if (this.list.childElementCount < rows.length) {
        this.observer = new IntersectionObserver(seen => seen.some(each => each.isIntersecting) && more());
        this.observer.observe(this.list.lastElementChild);
      }
    };
    more();
  }

  add(name = '') {
    fill(this.adder, addForm(this, name));
    this.adder.querySelector(name ? 'textarea' : 'input').focus();
  }

  /** Who came from a missing cell of the matrix most likely wants to fill it. */
  offer(found) {
    const name = (this.app.chosen.search ?? '').trim();
    const offered = !found && this.writable && /^[A-Za-z0-9_.-]+$/.test(name);
    fill(this.adder, offered && h('p.plain', {}, `${name} is not in ${this.place}. `, button(`Add ${name}`, () => this.add(name), { data: { test: 'add-missing' } })));
  }

  /** `value` null deletes; undefined takes the change back. */
  edit(name, value) {
    if (!this.edits.size) {
      this.edits.base = this.version;
      this.app.call('hold', { place: this.place }).catch(error => this.app.fail(error));
    }
    if (value === undefined) this.edits.delete(name);
    else this.edits.set(name, value);
    this.changed();
  }

  changed() {
    const count = this.edits.size;
    this.bar.hidden = count === 0;
    if (!count) return;
    fill(this.bar, h('p', { role: 'status' }, `${count} ${count === 1 ? 'change' : 'changes'}, not pushed yet`),
      button('Discard', () => { this.edits.clear(); this.changed(); this.fill(); }, { data: { test: 'discard' } }),
      button(`Push to ${this.place}`, event => this.push(event.target), { class: 'primary', data: { test: 'push' } }));
  }

  get wish() {
    return [...this.edits].map(([name, value]) => ({ name, value }));
  }

  async push(pressed) {
    pressed.disabled = true;
    try {
      // Edits that were begun on an older version must not replace what somebody pushed since without a look at it.
      if (this.edits.base !== this.version) return await this.conflict();
      const { version, note } = await this.app.call('push', { place: this.place, edits: this.wish, version: this.version });
      this.stored(version, note);
    } catch (error) {
      pressed.disabled = false;
      if (error.kind === 'conflict') await this.conflict().catch(problem => this.app.fail(problem));
      else this.app.fail(error, () => this.push(pressed));
    }
  }

  async conflict() {
    hush();
    const theirs = await this.app.call('theirs', { place: this.place, edits: this.wish });
    if (theirs.rows.every(row => row.agree)) {
      this.stored(theirs.version, 'It held your changes already.');
      return;
    }
    fill(this.view, conflict(this, theirs));
    this.view.querySelector('h1').focus();
  }

  async stored(version, note) {
    this.edits.clear();
    await this.app.go('values');
    this.app.say(`${this.place} is version ${version} now.${note ? ` ${note}` : ''}`);
  }
}
