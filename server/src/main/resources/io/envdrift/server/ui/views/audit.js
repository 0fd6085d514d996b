// Who did what, when, from where, and whether it was refused.

import { csv, save } from '../parts/copy.js';
import { button, choice, delayed, field, fill, h } from '../parts/dom.js';
import { table, tableRow } from '../parts/table.js';
import { time } from '../parts/time.js';
import { check } from './drift.js';

const PAGE = 50;
const HEADS = ['When', 'Who', 'What', 'Where', 'From'];

export async function show(view, app) {
  let { rows, before } = await app.call('audit');
  const wanted = { text: '', action: '', refused: false };
  let shown = PAGE;
  const list = table('Audit log', 'audit', HEADS, []);
  const body = list.querySelector('tbody');
  const count = h('p.count', { role: 'status', data: { test: 'count' } });
  const next = button('More', () => further(), { data: { test: 'more' } });
  const found = () => rows.filter(row => (!wanted.refused || !row.ok) && (!wanted.action || row.action === wanted.action)
    && wanted.text.toLowerCase().split(/\s+/).every(word => `${row.who} ${row.action} ${row.where} ${row.from} ${row.agent}`.toLowerCase().includes(word)));
  const draw = () => {
    const all = found();
    fill(body, ...all.slice(0, shown).map(row => tableRow(HEADS, line(row))));
    count.textContent = `${Math.min(shown, all.length)} of ${all.length}${before ? ' so far' : ''}`;
    next.hidden = all.length <= shown && !before;
  };
  const further = async () => {
    shown += PAGE;
    try {
      if (found().length < shown && before) await older();
    } catch (error) {
      app.fail(error, further);
    }
    draw();
  };
  /** A page that is counted from the newest row may bring some again, where others came meanwhile. */
  const older = async () => {
    const answer = await app.call('audit', { before });
    const known = new Set(rows.map(row => row.id));
    rows = [...rows, ...answer.rows.filter(row => !known.has(row.id))];
    ({ before } = answer);
    offer();
  };
  const restart = () => { shown = PAGE; draw(); };
  const search = h('input', { type: 'search', autocomplete: 'off', spellcheck: 'false', data: { test: 'search' }, oninput: delayed(() => { wanted.text = search.value; restart(); }) });
  const action = choice([], '', { data: { test: 'action' }, onchange: event => { wanted.action = event.target.value; restart(); } });
  /** Older rows may bring actions that the newer ones have not. */
  const offer = () => {
    const actions = [...new Set(rows.map(row => row.action))].sort();
    fill(action, ['', ...actions].map(each => h('option', { value: each, selected: each === wanted.action }, words(each) || 'all')));
  };
  offer();
  const saved = () => [['When', 'Who', 'What', 'Where', 'Result', 'From', 'Client'],
    ...found().map(row => [row.at, row.who, row.action, row.where, row.ok ? 'ok' : `refused (${row.status})`, row.from, row.agent])];
  fill(view, h('h1', {}, 'Audit'),
    h('div.tools', {}, field('Search', search),
      field('Action', action),
      check('Only refused', false, 'only-refused', on => { wanted.refused = on; restart(); }),
      button('CSV', async () => {
        try {
          while (before) await older();
          save(csv(saved()), 'audit.csv');
        } catch (error) {
          app.fail(error);
        }
        draw();
      }, { data: { test: 'save-csv' }, title: 'Save all that the filters let through as CSV, also what was not loaded yet' })),
    count, list, next);
  draw();
}

const words = action => action.replaceAll('_', ' ');

const line = row => ({ class: row.ok ? '' : 'refused', cells: [
  time(row.at), row.who || h('span.quiet', {}, 'not known'), [words(row.action), !row.ok && h('span.tag.bad', {}, `refused, ${row.status}`)],
  row.where, row.from && h('span', { title: row.agent }, row.from)] });
