// Somebody pushed meanwhile: what was there, what they have, and what I want, side by side, for the names that I changed.

import { button, fill, h } from '../parts/dom.js';
import { valueText } from '../parts/value.js';

export function conflict(values, { version, rows }) {
  const { app, place, edits } = values;
  const take = new Map(rows.map(row => [row.name, isUntouched(row) ? 'mine' : null]));
  const push = button(`Push on top of version ${version}`, () => send(), { class: 'primary', disabled: true, data: { test: 'conflict-push' } });
  const ready = () => { push.disabled = [...take.values()].includes(null); };
  const send = async () => {
    push.disabled = true;
    for (const [name, side] of take) if (side === 'theirs') edits.delete(name);
    values.version = edits.base = version;
    if (!edits.size) return values.stored(version, 'Nothing of yours was left to push.');
    await values.push(push);
  };
  const column = (row, side, word) => {
    const cell = h('td', { data: { label: word, test: `${side}-${row.name}` } });
    const state = side === 'mine' ? row.mine : row[side];
    cell.append(state === 'absent' ? h('p.quiet', {}, 'not there') : show(values, row, side));
    if (side !== 'base') {
      cell.append(h('label.check', {}, h('input', { type: 'radio', name: `take-${row.name}`, value: side, checked: take.get(row.name) === side,
        data: { test: `take-${side}` }, onchange: () => { take.set(row.name, side); ready(); } }), side === 'mine' ? 'Take mine' : 'Take theirs'));
    }
    return cell;
  };
  ready();
  return [
    h('h1', { tabIndex: -1 }, `Somebody pushed to ${place} meanwhile`),
    h('p', {}, `It is version ${version} now; your changes stand on version ${edits.base}. Nothing of yours was pushed. What they changed elsewhere stays.`),
    h('table.conflict', { data: { test: 'conflict' } },
      h('thead', {}, h('tr', {}, ['Name', 'Base', 'Theirs', 'Mine'].map(text => h('th', { scope: 'col' }, text)))),
      h('tbody', {}, rows.map(row => h('tr', {}, h('th', { scope: 'row' }, h('code', {}, row.name)),
        column(row, 'base', 'Base'), column(row, 'theirs', 'Theirs'), column(row, 'mine', 'Mine'))))),
    h('div.buttons', {}, button('Back to my changes', () => app.go('values'), { data: { test: 'conflict-back' } }), push)];
}

/** Where they changed nothing, mine is right; wherever both changed a name, the reader decides. */
export const isUntouched = ({ base, theirs }) => theirs === 'same' || theirs === 'absent' && base === 'absent';

function show(values, row, side) {
  const box = h('div', {});
  const reveal = button('Show', async () => {
    const found = side === 'mine' ? { value: values.edits.get(row.name) } : await values.app.call('revealTheirs', { place: values.place, name: row.name, side });
    fill(box, valueText(found.value ?? ''));
  }, { 'aria-label': `Show ${row.name}, ${side}` });
  box.append(reveal, side === 'theirs' && row.theirs === 'same' ? h('span.tag.quiet', {}, 'as before') : '');
  return box;
}
