// The heart: which name is where, and whether the values are the same.

import { copy, csv, plainTable, save } from '../parts/copy.js';
import { button, delayed, field, fill, h } from '../parts/dom.js';
import { Grid } from '../parts/grid.js';
import { cellText, comparable, differences, rowsFor, rowsOf, stateOf } from './drift-rows.js';

const SUMMARY = 3;

export async function show(view, app) {
  const places = await app.call('places');
  const shown = app.chosen.allLevels ? places : comparable(places);
  if (!shown.length) {
    fill(view, h('h1', {}, 'Drift'), h('p.plain', {}, `Nothing was pushed yet. The first push makes the ${app.session.placeWord}.`));
    return;
  }
  const matrix = rowsOf(await app.call('matrix', { places: shown.map(place => place.id) }));
  const labels = new Map(places.map(place => [place.id, place.label]));
  draw(view, app, matrix, labels, places.some(place => place.leaf));
}

function draw(view, app, matrix, labels, hasLevels) {
  const { chosen } = app;
  const label = place => labels.get(place);
  const spoken = (name, code, differs, at) => `${name} in ${label(matrix.columns[at].place)}: ${cellText(code, differs).says}`;
  const cell = (row, column) => {
    const code = matrix.cells[row][column];
    const differs = stateOfValues(matrix.cells[row]);
    const { text, kind } = cellText(code, differs);
    return [kind, text, spoken(matrix.names[row], code, differs, column)];
  };
  const grid = new Grid('Names and where they are', matrix.columns.map(column => head(column, label(column.place))), row => matrix.names[row], cell,
    (row, column) => app.go('values', { place: matrix.columns[column].place, search: matrix.names[row] }));
  const count = h('p.count', { role: 'status', data: { test: 'count' } });
  const refresh = () => {
    const rows = rowsFor(matrix, chosen);
    grid.show(rows);
    count.textContent = rows.length === matrix.names.length ? `${rows.length} ${rows.length === 1 ? 'name' : 'names'}` : `${rows.length} of ${matrix.names.length} names`;
    grid.element.hidden = rows.length === 0;
  };
  const filter = h('input', { type: 'search', value: chosen.filter ?? '', autocomplete: 'off', spellcheck: 'false', data: { test: 'filter' },
    oninput: delayed(() => { chosen.filter = filter.value; refresh(); }) });
  const table = () => [['Name', ...matrix.columns.map(column => label(column.place))],
    ...rowsFor(matrix, chosen).map(row => [matrix.names[row], ...Array.from(matrix.cells[row], code => cellText(code, stateOfValues(matrix.cells[row])).text.replace('●', 'there').replace('✓', 'same'))])];
  fill(view, 
    h('h1', {}, 'Drift'),
    app.session.locked && h('p.why', {}, app.session.locked),
    problems(matrix, label),
    summary(matrix, label, name => { filter.value = name; chosen.filter = name; refresh(); }),
    h('div.tools', {},
      field('Filter', filter),
      check('Only differences', chosen.onlyDifferences, 'only-differences', on => { chosen.onlyDifferences = on; refresh(); }),
      hasLevels && check('All levels', chosen.allLevels, 'all-levels', on => app.go('drift', { allLevels: on })),
      button('Copy', () => copy(plainTable(table()), 'the table, without values'), { data: { test: 'copy-text' } }),
      button('CSV', () => save(csv(table()), 'drift.csv'), { data: { test: 'save-csv' }, title: 'Save the table as CSV, without values' })),
    h('p.legend', {}, count, legend(matrix)),
    grid.element);
  refresh();
}

/** Letters tell values apart; where all are the same, a tick says so with less. */
const stateOfValues = cells => stateOf(cells.filter(code => code !== 0)) === 'different';

/** The last part of a path tells columns apart; the rest stands small above it. */
function head(column, label) {
  const cut = label.lastIndexOf('/') + 1;
  return [cut > 0 && h('small', {}, label.slice(0, cut)), h('span.place', { title: label }, label.slice(cut)),
    h('small', {}, column.problem ? 'not read' : column.version ? `v${column.version}` : 'empty')];
}

function legend({ columns }) {
  const parts = columns.some(column => column.state === 'open') ? ['✓ the same value wherever it is there', 'A, B: equal letters are equal values', 'A cell leads to its value'] : ['● there'];
  return parts.map(text => h('span', {}, text));
}

function problems({ columns }, label) {
  return columns.filter(column => column.problem).map(({ place, problem }) =>
    h('p.problem', {}, h('strong', {}, `${label(place)} is left out. `), problem.sentence, ' ', problem.way));
}

function summary(matrix, label, choose) {
  const { missing, different } = differences(matrix);
  if (!missing.length && !different.length) return h('p.good', { data: { test: 'no-drift' } }, 'No drift: every name is everywhere, with the same value where values show.');
  const line = ({ place, names }) => h('li', {}, h('strong', {}, label(place)), ' lacks ',
    names.slice(0, 4).map(name => [button(name, () => choose(name), { class: 'link name' }), ' ']), names.length > 4 && `and ${names.length - 4} more`);
  const rest = missing.slice(SUMMARY);
  return [h('ul.summary', { data: { test: 'summary' } }, missing.slice(0, SUMMARY).map(line)),
    rest.length > 0 && h('details.rest', {}, h('summary', {}, `${rest.length} more lack names`), h('ul.summary', {}, rest.map(line)))];
}

export function check(label, checked, test, onchange) {
  return h('label.check', {}, h('input', { type: 'checkbox', checked: Boolean(checked), data: { test }, onchange: event => onchange(event.target.checked) }), label);
}
