// One value: its name, the value behind a mask, and what can be done with it.

import { copy } from '../parts/copy.js';
import { button, exact, field, fill, h } from '../parts/dom.js';
import { fail } from '../parts/notice.js';
import { valueText } from '../parts/value.js';

const NAME = /^[A-Za-z0-9_.-]+$/;
const MASK = '••••••••';

export function valueRow(values, row) {
  const item = h('li.value-row', { data: { name: row.name } });
  draw(values, row, item);
  return item;
}

function draw(values, row, item, shown = null) {
  const { edits, place, readable, writable } = values;
  const pending = edits.get(row.name);
  const state = pending === null ? 'deleted' : pending === undefined ? '' : row.fresh ? 'new' : 'changed';
  const again = (value = null) => draw(values, row, item, value);
  const buttons = !readable ? [] : [
    button(shown ? 'Hide' : 'Show', async () => again(shown ? null : await reveal(values, row, again)), { 'aria-label': `${shown ? 'Hide' : 'Show'} ${row.name}`, data: { test: 'reveal' } }),
    button('Copy', async () => {
      const found = await reveal(values, row, again);
      if (found) copy(found.resolved?.value ?? found.value, row.name);
    }, { 'aria-label': `Copy the value of ${row.name}`, data: { test: 'copy' } }),
    writable && button('Edit', () => edit(values, row, item, again), { 'aria-label': `Edit ${row.name}`, data: { test: 'edit' } }),
    writable && (state ? button('Undo', () => { values.edit(row.name, undefined); row.fresh ? item.remove() : again(); }, { 'aria-label': `Undo the change of ${row.name}`, data: { test: 'undo' } })
      : row.own && button('Delete', () => { values.edit(row.name, null); again(); }, { 'aria-label': `Delete ${row.name}`, data: { test: 'delete' } }))];
  item.className = `value-row ${state}`;
  fill(item, 
    h('div.name-cell', {}, h('code.name', {}, row.name), state && h('span.tag', {}, state), row.from && row.from !== place && h('span.tag.quiet', {}, `from ${row.from}`),
      row.problem && h('span.tag.bad', {}, row.problem)),
    readable ? h('div.value-cell', {}, shown ? value(shown) : h('span.mask', { 'aria-label': 'hidden' }, MASK)) : '',
    h('div.row-buttons', {}, buttons));
}

function value({ value, resolved, chain }) {
  return [
    valueText(value, { data: { test: 'value' } }),
    resolved && h('p.hint', {}, resolved.problem ? `Does not resolve: ${resolved.problem}` : ['Resolves to ', h('code', { data: { test: 'resolved' } }, exact(resolved.value))]),
    chain && h('p.hint', {}, `Replaces the value of ${chain.slice(0, -1).map(each => each.from).join(', ')}`)];
}

/** A pending change shows what was typed; else the worker is asked for this one value. */
async function reveal(values, row) {
  const pending = values.edits.get(row.name);
  if (typeof pending === 'string') return { value: pending };
  try {
    return await values.app.call('reveal', { place: values.place, name: row.name });
  } catch (error) {
    values.app.fail(error);
    return null;
  }
}

async function edit(values, row, item, again) {
  const now = await reveal(values, row);
  if (!now) return;
  const input = textarea(now.value);
  // The browser writes line ends its own way: what nobody touched is no change, and what was CR LF stays so.
  const untouched = input.value;
  const typed = () => /\r\n/.test(now.value) && !/(?<!\r)\n/.test(now.value) ? input.value.replaceAll('\n', '\r\n') : input.value;
  const done = () => { again(); item.querySelector('[data-test="edit"]')?.focus(); };
  const keep = () => {
    if (input.value !== untouched) values.edit(row.name, typed());
    // Who deleted it, looked at it again and keeps it, takes the deletion back.
    else if (values.edits.get(row.name) === null) values.edit(row.name, undefined);
  };
  const form = h('form.edit', { onsubmit: event => { event.preventDefault(); keep(); done(); },
    onkeydown: event => event.key === 'Escape' && done() },
  field(`Value of ${row.name}`, input), h('div.buttons', {}, button('Cancel', done), h('button.primary', { type: 'submit', data: { test: 'keep' } }, 'Keep')));
  fill(item, form);
  input.focus();
}

function textarea(text) {
  const input = h('textarea', { rows: Math.min(12, text.split('\n').length + 1), autocomplete: 'off', spellcheck: 'false', data: { test: 'new-value' },
    // Enter keeps, as in a single line; a line end is Shift and Enter.
    onkeydown: event => { if (event.key === 'Enter' && !event.shiftKey) { event.preventDefault(); event.target.form.requestSubmit(); } } });
  input.value = text;
  return input;
}

export function addForm(values, given) {
  const name = h('input', { required: true, value: given, autocomplete: 'off', spellcheck: 'false', autocapitalize: 'off', data: { test: 'new-name' } });
  const value = textarea('');
  const close = () => fill(values.adder);
  return h('form.edit', { onsubmit: event => {
    event.preventDefault();
    if (!NAME.test(name.value.trim())) {
      fail({ kind: 'input', message: `${name.value.trim() ? `${name.value.trim()} cannot be the name of a variable.` : 'The name is missing.'}`, way: 'Use letters, digits, dots, dashes and underscores.' });
      return name.focus();
    }
    values.edit(name.value.trim(), value.value);
    close();
    values.fill();
  }, onkeydown: event => event.key === 'Escape' && close() },
  field('Name', name), field('Value', value, 'Enter keeps it; Shift and Enter make a line end. Nothing leaves the page before you push.'),
  h('div.buttons', {}, button('Cancel', close), h('button.primary', { type: 'submit', data: { test: 'keep' } }, 'Keep')));
}
