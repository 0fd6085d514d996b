// The text of a level, in the formats env and json, and how levels are merged: project, target, environment; later wins.

import { failure } from '../failure.js';
import { applyEdits } from '../text/edit.js';
import { assignments, skippedLines } from '../text/grammar.js';

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Returns name → {value, literal}. A text that does not parse fails as a whole: half a level would be wrong values. */
export function levelValues(path, text, format) {
  if (format === 'json') return jsonValues(path, text);
  if (format !== 'env') throw failure('format', `${path} has the format ${format}, which is stored but not merged.`, 'Levels of the formats env and json are merged.');
  const [skipped] = skippedLines(text);
  if (skipped) throw unreadable(path, `line ${skipped} holds no assignment`);
  const values = new Map();
  for (const each of assignments(text)) {
    if (!NAME.test(each.name)) throw unreadable(path, 'it holds a name that is not of letters, digits and underscores');
    values.set(each.name, { value: each.value, literal: each.quote === "'" });
  }
  return values;
}

function jsonValues(path, text) {
  if (text === '') return new Map();
  let parsed;
  try {
    parsed = JSON.parse(text);
  } catch {
    parsed = null;
  }
  const entries = parsed && typeof parsed === 'object' && !Array.isArray(parsed) ? Object.entries(parsed) : null;
  if (!entries?.every(([name, value]) => NAME.test(name) && typeof value === 'string')) throw unreadable(path, 'it is no JSON object of texts');
  return new Map(entries.map(([name, value]) => [name, { value, literal: false }]));
}

const unreadable = (path, why) => failure('format', `${path} cannot be read: ${why}.`, 'Push a corrected text of this level.');

/** Merges levels [{path, values}], the one that wins last. Each value remembers the levels that have it. */
export function merge(levels) {
  const values = new Map();
  for (const { path, values: own } of levels) {
    for (const [name, each] of own) {
      const chain = [...(values.get(name)?.chain ?? []), { from: path, value: each.value }];
      values.set(name, { ...each, from: path, chain });
    }
  }
  return { values, own: levels.at(-1).values };
}

export function applyLevelEdits(text, format, edits) {
  for (const { name, value } of edits) {
    if (value !== null && !NAME.test(name)) {
      throw failure('input', `${JSON.stringify(name)} cannot be the name of a variable.`, 'Use letters, digits and underscores, and no digit first.');
    }
  }
  if (format === 'env') return applyEdits(text, edits);
  const values = new Map([...jsonValues('The level', text)].map(([name, each]) => [name, each.value]));
  for (const { name, value } of edits) {
    if (value === null) values.delete(name);
    else values.set(name, value);
  }
  return `${JSON.stringify(Object.fromEntries(values), null, 2)}\n`;
}
