// What waits first, then every place with its version, who and when.

import { button, fill, h } from '../parts/dom.js';
import { table } from '../parts/table.js';
import { time } from '../parts/time.js';
import { approved } from './access.js';
import { comparable, differences, rowsOf } from './drift-rows.js';

const MOST = 5;

export async function show(view, app) {
  const { can, placeWord, locked, notice, project } = app.session;
  const places = await app.call('places', { detail: true });
  const waits = h('ul.waits', { data: { test: 'waits' } }, h('li.quiet', {}, 'Looking for what waits…'));
  fill(view,
    h('h1', { tabIndex: -1 }, project),
    notice && h('p.why', {}, notice),
    locked && h('p.why', {}, locked),
    h('h2', {}, 'What waits'), waits,
    places.length > 0 && h('h2', {}, places.length === 1 ? `1 ${placeWord}` : `${places.length} ${plural(placeWord)}`),
    places.length ? list(places, app) : can.read !== false && h('p.plain', {}, `Nothing was pushed yet. The first push makes the ${placeWord}.`));
  const found = (await Promise.all([pending(app, can), invited(app, can), drift(app, places), reported(app)])).flat();
  fill(waits, found.length ? found : h('li.quiet', {}, 'Nothing waits.'));
}

const plural = word => word === 'branch' ? 'branches' : `${word}s`;

function list(places, app) {
  const open = place => h('div', { class: place.depth ? `depth-${place.depth}` : null },
    button(place.label, () => app.go('values', { place: place.id, search: '' }), { class: 'link', data: { test: 'place' } }),
    place.production && h('span.tag', {}, 'production'));
  return table('Places', 'places', ['Name', 'Version', 'Changed', 'By'], places.map(place => ({ data: { place: place.id }, cells: [
    open(place), place.version ? `v${place.version}` : place.version === 0 ? h('span.quiet', {}, 'empty') : '', time(place.at), place.by ?? ''] })));
}

async function pending(app, can) {
  if (!can.approve) return [];
  const { devices } = await app.call('access').catch(() => ({ devices: [] }));
  return devices.filter(device => device.status === 'pending').map(device => wait('warn', `${device.name} waits for approval`,
    button('Approve', async event => {
      event.target.disabled = true;
      try {
        await app.call('approve', { id: device.id });
        app.say(approved(device.name));
        const list = event.target.closest('ul');
        event.target.closest('li').remove();
        if (!list.children.length) fill(list, h('li.quiet', {}, 'Nothing waits.'));
        (list.querySelector('button') ?? document.querySelector('#content h1')).focus();
      } catch (error) {
        event.target.disabled = false;
        app.fail(error);
      }
    }, { class: 'primary', 'aria-label': `Approve ${device.name}`, data: { test: 'approve' } })));
}

async function invited(app, can) {
  if (!can.invite) return [];
  const invites = await app.call('invites').catch(() => []);
  return invites.map(invite => wait('note', [h('strong', {}, invite.name), ' did not accept the invite yet; it ends ', time(invite.expires)],
    button('Show', () => app.go('access'), { 'aria-label': `Show the invite of ${invite.name}` })));
}

async function drift(app, places) {
  const compared = comparable(places).map(place => place.id);
  if (compared.length < 2) return [];
  const matrix = rowsOf(await app.call('matrix', { places: compared }));
  const labels = new Map(places.map(place => [place.id, place.label]));
  const { missing, different } = differences(matrix);
  const items = missing.slice(0, MOST).map(({ place, names }) => wait('bad', [
    h('strong', {}, labels.get(place)), ` lacks ${names.slice(0, 3).join(', ')}${names.length > 3 ? ` and ${names.length - 3} more` : ''}`],
  button('Show', () => app.go('drift', { filter: '', onlyDifferences: true }), { 'aria-label': `Show what ${labels.get(place)} lacks`, data: { test: 'show-missing' } })));
  if (missing.length > MOST) {
    items.push(wait('bad', `${missing.length - MOST} more ${plural(app.session.placeWord)} lack names`, button('Show', () => app.go('drift', { filter: '' }), { 'aria-label': 'Show the drift' })));
  }
  if (different.length) {
    items.push(wait('note', `${different.length} ${different.length === 1 ? 'name has' : 'names have'} different values`,
      button('Show', () => app.go('drift', { filter: '', onlyDifferences: true }), { 'aria-label': 'Show the names with different values' })));
  }
  const failed = matrix.columns.filter(column => column.problem).map(({ place, problem }) =>
    wait('bad', [h('strong', {}, labels.get(place)), `: ${problem.sentence}`], button('Show', () => app.go('values', { place }), { 'aria-label': `Show ${labels.get(place)}` })));
  return [...failed, ...items];
}

async function reported(app) {
  const rows = await app.call('reports').then(all => all.reports ?? [], () => []);
  const bad = rows.filter(report => !report.ok).length;
  return bad ? [wait('bad', bad === 1 ? 'The keys of 1 branch do not fit, CI says' : `The keys of ${bad} branches do not fit, CI says`, button('Show', () => app.go('keys'), { 'aria-label': 'Show the keys that do not fit' }))] : [];
}

const wait = (kind, text, action) => h('li', { class: kind, data: { test: 'wait' } }, h('span', {}, text), action);
