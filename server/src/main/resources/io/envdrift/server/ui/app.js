// Starts the page: asks for keys, shows the views, and forgets everything when it is locked.

import { Client } from './parts/client.js';
import { button, h } from './parts/dom.js';
import { watchIdle } from './parts/idle.js';
import { fail, hush, say } from './parts/notice.js';
import { show as access } from './views/access.js';
import { show as audit } from './views/audit.js';
import { show as drift } from './views/drift.js';
import { show as history } from './views/history.js';
import { show as keys } from './views/keys.js';
import { show as overview } from './views/overview.js';
import { noCrypto, signIn } from './views/signin.js';
import { show as values } from './views/values.js';

// All at once: a view must also open where the server went away meanwhile, to say so.
const SHOW = { overview, drift, values, history, access, audit, keys };
const IDLE = 10 * 60 * 1000;
const VIEWS = [
  ['overview', 'Overview', () => true], ['drift', 'Drift', can => can.read !== false], ['values', 'Values', can => can.read !== false],
  ['history', 'History', can => can.history], ['access', 'Access', can => can.approve || can.tokens],
  ['audit', 'Audit', can => can.audit], ['keys', 'CI keys', () => true],
];

class App {
  #client = new Client();
  #stopIdle = () => {};
  #shown = 0;
  session = null;
  /** What was chosen, so that views open where the last one was: the place, and a filter. */
  chosen = {};
  #drafts = new Map();

  /** Changes that were typed and not pushed yet: place → name → value, with the version they were begun on as `base`. Gone when the page is locked. */
  get drafts() {
    const { project } = this.session;
    if (!this.#drafts.has(project)) this.#drafts.set(project, new Map());
    return this.#drafts.get(project);
  }

  call = (call, args) => this.#client.call(call, args);

  start(why = '') {
    this.session = null;
    this.chosen = {};
    this.#drafts.clear();
    document.title = 'envdrift';
    signIn(document.getElementById('page'), this, why);
    performance.mark('signin');
  }

  /** Everything is gone with the worker: keys, tokens, values. The elements that showed values go, too. */
  lock(why) {
    this.#stopIdle();
    this.#client.forget();
    document.querySelectorAll('dialog').forEach(dialog => dialog.remove());
    hush();
    globalThis.history.replaceState(null, '', location.pathname);
    this.start(why);
  }

  entered(session) {
    hush();
    this.session = session;
    this.#stopIdle();
    this.#stopIdle = watchIdle(IDLE, () => this.lock('Locked after ten minutes without a touch. Keys are kept in memory only, so enter them again.'));
    document.getElementById('page').replaceChildren(this.#header(), h('main', { id: 'content', tabIndex: -1 }));
    this.go(this.views()[0][0]);
  }

  views = () => this.session.kind === 'reports' ? [['keys', 'CI keys']] : VIEWS.filter(([, , allowed]) => allowed(this.session.can));

  #header() {
    const { title, project, projects, caller } = this.session;
    const chooser = projects.length > 1
      ? h('select', { 'aria-label': 'Project', data: { test: 'project' }, onchange: event => this.#enter(event.target.value) },
        projects.map(each => h('option', { value: each, selected: each === project }, each)))
      : h('strong', { class: 'project', title: project }, project);
    return h('header', {},
      h('div.bar', {}, h('span.brand', {}, 'envdrift'), chooser, h('span.who', { title: `${title}, ${caller}` }, caller),
        button('Lock', () => this.lock('Locked. Keys are kept in memory only, so enter them again.'), { data: { test: 'lock' }, title: 'Forget all keys and values. Happens by itself after ten idle minutes.' })),
      h('nav', { 'aria-label': 'Views' }, this.views().map(([name, label]) =>
        h('a', { href: `#${name}`, data: { test: `nav-${name}`, name }, onclick: event => { event.preventDefault(); this.go(name, { search: '' }); } }, label))));
  }

  async #enter(project) {
    try {
      const session = await this.call('enter', { project });
      this.chosen = {};
      this.entered(session);
    } catch (error) {
      const chooser = document.querySelector('header [data-test="project"]');
      if (chooser && this.session) chooser.value = this.session.project;
      fail(error, { accept: pin => this.#accept(pin, () => this.#enter(project)) });
    }
  }

  async #accept(pin, again) {
    await this.call('accept', pin);
    again();
  }

  /** Shows a view. `chosen` says where, as in {place, filter}. */
  async go(name, chosen = {}) {
    hush();
    const turn = ++this.#shown;
    Object.assign(this.chosen, chosen);
    if (location.hash !== `#${name}`) globalThis.history.pushState(null, '', `#${name}`);
    document.querySelectorAll('nav a').forEach(link => link.toggleAttribute('aria-current', link.dataset.name === name));
    document.querySelector('nav a[aria-current]')?.setAttribute('aria-current', 'page');
    document.title = `${this.views().find(([each]) => each === name)[1]} – ${this.session.project} – envdrift`;
    const view = h('section', { class: `view view-${name}`, 'aria-busy': 'true', data: { view: name } }, h('p.loading', {}, 'Loading…'));
    document.getElementById('content').replaceChildren(view);
    try {
      await SHOW[name](view, this);
    } catch (error) {
      if (turn !== this.#shown || error.kind === 'locked') return;
      view.replaceChildren(h('p.plain', {}, 'Nothing to show.'));
      this.fail(error, () => this.go(name));
    } finally {
      view.removeAttribute('aria-busy');
      performance.mark(name);
      if (turn === this.#shown) focusIfLost(view);
    }
  }

  fail = (error, retry) => fail(error, { retry, accept: pin => this.#accept(pin, retry ?? (() => {})) });
  say = say;

  /** Goes where the address says; used for the browser's back button. */
  follow() {
    const name = location.hash.slice(1);
    if (this.session && this.views().some(([each]) => each === name)) this.go(name);
  }
}

/** What had the focus may be gone with the view before: the keyboard goes on at the heading then, and a screen reader says it. */
function focusIfLost(view) {
  if (document.activeElement && document.activeElement !== document.body) return;
  const heading = view.querySelector('h1') ?? document.getElementById('content');
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
}

const page = document.getElementById('page');
if (!globalThis.crypto?.subtle || !globalThis.Worker) {
  noCrypto(page);
} else {
  const app = new App();
  addEventListener('popstate', () => app.follow());
  // Also what the browser keeps of a page for its back button must hold nothing.
  addEventListener('pagehide', () => app.lock('The page was left. Keys are kept in memory only, so enter them again.'));
  const reloaded = performance.getEntriesByType('navigation')[0]?.type === 'reload';
  app.start(reloaded ? 'The page was reloaded. Keys are kept in memory only, so enter them again.' : '');
}
