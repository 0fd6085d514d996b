// Versions: who changed which names and when; any two compared; an old one brought back as the newest.

import { button, fill, h } from '../parts/dom.js';
import { ask } from '../parts/dialog.js';
import { table } from '../parts/table.js';
import { time } from '../parts/time.js';
import { valueText } from '../parts/value.js';
import { placeField } from './place.js';

export async function show(view, app) {
  const places = await app.call('places');
  const tools = h('div.tools', {}, placeField(app, 'history', places));
  const { place } = app.chosen;
  if (place === undefined) {
    fill(view, h('h1', {}, 'History'), h('p.plain', {}, 'Nothing was pushed yet.'));
    return;
  }
  const versions = await app.call('history', { place });
  const compared = h('div', { data: { test: 'compared' } });
  const picked = { older: versions[1]?.id, newer: versions[0]?.id };
  const compare = () => showCompared(compared, app, place, versions, picked);
  fill(view, h('h1', {}, 'History'), tools,
    versions.length ? list(versions, picked, app, place, compare) : h('p.plain', {}, `Nothing was pushed to ${place} yet.`),
    versions.length > 1 && button('Compare', compare, { class: 'primary', data: { test: 'compare' } }), compared);
}

function list(versions, picked, app, place, compare) {
  const pick = (side, version) => h('input', { type: 'radio', name: side, value: version.id, checked: picked[side] === version.id,
    'aria-label': `${side === 'older' ? 'From' : 'To'} version ${version.version}`, data: { test: `pick-${side}` }, onchange: () => { picked[side] = version.id; compare(); } });
  const back = version => !version.current && app.session.can.write && button('Roll back', () => rollBack(app, place, version, versions[0].version),
    { 'aria-label': `Roll back to version ${version.version}`, data: { test: 'roll-back' } });
  const several = versions.length > 1;
  const changes = (version, at) => versions[at + 1] && button('Changes', () => {
    Object.assign(picked, { older: versions[at + 1].id, newer: version.id });
    document.querySelectorAll('[data-test="versions"] input').forEach(input => { input.checked = picked[input.name] === input.value; });
    compare();
  }, { 'aria-label': `What version ${version.version} changed`, data: { test: 'changes' } });
  const heads = ['Version', 'When', 'By', 'Changed names', ...(several ? ['From', 'To', ''] : [])];
  return table('Versions', 'versions', heads, versions.map((version, at) => [
    [`v${version.version}`, version.current && h('span.tag', {}, 'now')], time(version.at), version.by, names(version),
    ...(several ? [pick('older', version), pick('newer', version), h('div.row-buttons', {}, changes(version, at), back(version))] : [])]));
}

function names({ changed, action }) {
  const back = /^rollback_from_v(\d+)$/.exec(changed[0] ?? '');
  if (back) return `brought back version ${back[1]}`;
  if (!changed.length) return action ?? '';
  return [changed.slice(0, 4).map(chip), changed.length > 4 && h('span.quiet', {}, ` and ${changed.length - 4} more`)];
}

/** '+A', '~B', '-C', or a bare name. */
function chip(text) {
  const kinds = { '+': ['added', 'added'], '~': ['changed', 'changed'], '-': ['removed', 'removed'] };
  const [kind, word] = kinds[text[0]] ?? ['', ''];
  return h('span', { class: `chip ${kind}`, title: word }, text);
}

async function rollBack(app, place, version, expected) {
  const yes = await ask(`Roll ${place} back to version ${version.version}?`, 'What it held then becomes the newest version. Nothing is lost: the versions between stay.', 'Roll back');
  if (!yes) return;
  try {
    const { version: now } = await app.call('rollBack', { place, id: version.id, expected });
    await app.go('history');
    app.say(`${place} is version ${now} now, with what version ${version.version} held.`);
  } catch (error) {
    app.fail(error, () => app.go('history'));
  }
}

async function showCompared(box, app, place, versions, { older, newer }) {
  fill(box, h('p.loading', {}, 'Comparing…'));
  const label = id => `v${versions.find(version => version.id === id).version}`;
  let result;
  try {
    result = await app.call('compareVersions', { place, older, newer });
  } catch (error) {
    result = byNames(versions, older, newer);
    fill(box);
    if (!['unsupported', 'locked', 'missing'].includes(error.kind) || !result) return app.fail(error);
    result.note = error.kind === 'locked' ? error.message : 'This server shows old versions by their names only.';
  }
  const reveal = !result.note;
  const group = (word, list, sides) => list.length > 0 && [h('h3', {}, `${word} (${list.length})`), h('ul.changes', {}, list.map(name =>
    h('li', { data: { name } }, h('code.name', {}, name), reveal && sides.map(([side, id]) => value(app, place, id, name, sides.length > 1 ? side : ''))))) ];
  const from = [label(older), older];
  const to = [label(newer), newer];
  const empty = !result.added.length && !result.modified.length && !result.removed.length;
  fill(box, h('h2', {}, `From ${from[0]} to ${to[0]}`), result.note && h('p.hint', {}, result.note), empty && h('p.plain', {}, 'No difference.'),
    group('Changed', result.modified, [from, to]), group('Added', result.added, [to]), group('Removed', result.removed, [from]));
}

function value(app, place, id, name, label) {
  const box = h('span.side', {}, label && h('small', {}, label));
  box.append(button('Show', async () => {
    try {
      const found = await app.call('revealVersion', { place, id, name });
      box.lastChild.replaceWith(h('div', {}, valueText(found.value ?? '')));
    } catch (error) {
      app.fail(error);
    }
  }, { 'aria-label': `Show ${name} ${label}`.trim(), data: { test: 'reveal-version' } }));
  return box;
}

/** What the names say, where values do not show: sets of names, or else the changes on the way from one to the other. */
function byNames(versions, older, newer) {
  const [to, from] = [newer, older].map(id => versions.findIndex(version => version.id === id));
  const [a, b] = [versions[from].names, versions[to].names];
  if (a && b) return { added: b.filter(name => !a.includes(name)), removed: a.filter(name => !b.includes(name)), modified: [] };
  if (from < to) return null;
  const changes = versions.slice(to, from).flatMap(version => version.changed);
  const of = mark => [...new Set(changes.filter(text => text.startsWith(mark)).map(text => text.slice(1)))];
  return { added: of('+'), modified: of('~'), removed: of('-') };
}
