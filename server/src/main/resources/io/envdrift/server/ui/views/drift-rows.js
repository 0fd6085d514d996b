// Which rows of the matrix show, and what they say. Codes: see project/matrix.js.

import { FIRST, MISSING, THERE, UNKNOWN } from '../project/matrix.js';

/** Cuts the cells that came from the worker into rows. */
export function rowsOf({ columns, names, cells }) {
  return { columns, names, cells: names.map((_, row) => cells.subarray(row * columns.length, (row + 1) * columns.length)) };
}

/** Places whose names are worth comparing: of levels the environments, since they hold what is above them. */
export function comparable(places) {
  const leaves = places.filter(place => place.leaf);
  return leaves.length ? leaves : places.filter(place => place.version !== 0);
}

/** What a row is: 'missing' somewhere, 'different' somewhere, or 'same' wherever it can be told. */
export function stateOf(cells) {
  let state = 'same';
  let first = 0;
  for (const code of cells) {
    if (code === MISSING) return 'missing';
    if (code < FIRST) continue;
    if (first && code !== first) state = 'different';
    first = code;
  }
  return state;
}

/** The names that each place lacks, the places with most first; and the names whose values differ. */
export function differences({ columns, names, cells }) {
  const missing = columns.map(({ place }, at) => ({ place, names: names.filter((_, row) => cells[row][at] === MISSING) }));
  return {
    missing: missing.filter(each => each.names.length).sort((one, other) => other.names.length - one.names.length),
    different: names.filter((_, row) => new Set(cells[row].filter(code => code >= FIRST)).size > 1),
  };
}

/** Row numbers that pass the filter: what is missing somewhere comes first, then what differs, then the rest. */
export function rowsFor({ names, cells }, { filter = '', onlyDifferences = false }) {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  const groups = { missing: [], different: [], same: [] };
  names.forEach((name, row) => {
    if (words.every(word => name.toLowerCase().includes(word))) groups[stateOf(cells[row])].push(row);
  });
  return [...groups.missing, ...groups.different, ...(onlyDifferences ? [] : groups.same)];
}

/** What a cell shows and says. `differs` tells whether the row has different values: only then letters mean something. */
export function cellText(code, differs) {
  if (code === MISSING) return { text: 'missing', kind: 'missing', says: 'missing' };
  if (code === UNKNOWN) return { text: '?', kind: 'unknown', says: 'cannot be told' };
  if (code === THERE) return { text: '●', kind: 'there', says: 'there, value not compared' };
  const letter = letterOf(code - FIRST);
  return differs ? { text: letter, kind: `value-${(code - FIRST) % 6}`, says: `value ${letter}` } : { text: '✓', kind: 'same', says: 'same value' };
}

/** A, B, … Z, AA, AB, … */
function letterOf(number) {
  const last = String.fromCharCode(65 + number % 26);
  return number < 26 ? last : letterOf(Math.floor(number / 26) - 1) + last;
}
