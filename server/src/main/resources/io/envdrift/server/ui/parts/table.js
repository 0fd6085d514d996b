// A table that becomes a list of cards where the screen is narrow. The roles are written out, because a browser may drop
// them when the style makes blocks of a table.

import { h } from './dom.js';

/**
 * @param {string} label  what the table is, for screen readers
 * @param {string} test   its name for tests
 * @param heads           texts of the heads; '' for a column of buttons
 * @param lines           rows as lists of cells, the first of which names the row; or {cells, class, data}
 */
export function table(label, test, heads, lines) {
  const body = h('tbody', { role: 'rowgroup' }, lines.map(line => tableRow(heads, line)));
  return h('div.scroll', { tabIndex: 0, role: 'region', 'aria-label': label }, h('table.rows', { role: 'table', 'aria-label': label, data: { test } },
    h('thead', { role: 'rowgroup' }, h('tr', { role: 'row' }, heads.map(text =>
      h('th', { scope: 'col', role: 'columnheader' }, text || h('span.hidden', {}, 'Actions'))))), body));
}

const isEmpty = cell => cell === '' || cell === null || cell === undefined || cell === false || Array.isArray(cell) && cell.every(isEmpty);

export function tableRow(heads, line) {
  const { cells, ...props } = Array.isArray(line) ? { cells: line } : line;
  const [first, ...rest] = cells;
  return h('tr', { role: 'row', ...props }, h('th', { scope: 'row', role: 'rowheader' }, first),
    rest.map((cell, at) => h('td', { role: 'cell', data: { label: heads[at + 1] } }, isEmpty(cell) ? [] : h('div', {}, cell))));
}
