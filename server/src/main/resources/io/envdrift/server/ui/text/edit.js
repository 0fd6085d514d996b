// Changes of single values in a .env text. All other lines, comments among them, stay as they are.

import { assignments } from './grammar.js';
import { failure } from '../failure.js';

const NAME = /^[A-Za-z0-9_.-]+$/;

/**
 * Finds quotes that hold a value whatever follows it, and that are read back as exactly this value; null for none.
 * Nothing expands in single quotes, so a value that shall go on to refer to others gets them only where no others hold it.
 */
export function quoted(value, expanding = false) {
  if (/\0/.test(value) || !value.isWellFormed()) return null;
  const plain = /^[A-Za-z0-9_./:@%+,=^~-]*$/.test(value);
  const escaped = value.replaceAll('\r', '\\r').replaceAll('\n', '\\n');
  const literal = [["'", value]];
  const others = [['"', value], ['`', value], ['"', escaped], ['', value]];
  const candidates = [...(plain ? [['', value]] : []), ...(expanding ? [...others, ...literal] : [...literal, ...others])];
  for (const [quote, raw] of candidates) {
    const alone = quote ? !raw.includes(quote) && !raw.endsWith('\\') : plain || raw && !'\'"`'.includes(raw[0]);
    const read = alone ? assignments(`K=${quote}${raw}${quote}\n`) : [];
    if (read.length === 1 && read[0].quote === quote && read[0].value === value) return quote + raw + quote;
  }
  return null;
}

/** Sets a name to exactly this value; `expanding` as for quoted(). */
export function setValue(text, name, value, expanding = false) {
  if (!NAME.test(name)) {
    throw failure('input', `${JSON.stringify(name)} cannot be the name of a variable.`, 'Use letters, digits, dots, dashes and underscores.');
  }
  const written = quoted(value, expanding);
  if (written === null) {
    throw failure('input', `The value of ${name} fits into none of the quotes of a .env file.`, 'Store it in base64, or without NUL and half characters.');
  }
  const last = assignments(text).findLast(each => each.name === name);
  if (last) return text.slice(0, last.written) + written + text.slice(last.writtenEnd);
  const gap = text === '' || text.endsWith('\n') ? '' : '\n';
  return `${text}${gap}${name}=${written}\n`;
}

/** Removes every assignment of a name with the whole of its lines. */
export function removeName(text, name) {
  let result = text;
  for (const each of assignments(text).filter(found => found.name === name).reverse()) {
    let start = each.start;
    while (start > 0 && !/[\n\r\u2028\u2029\ufeff]/.test(result[start - 1])) start--;
    const end = each.lineEnd + (result.startsWith('\r\n', each.lineEnd) ? 2 : each.lineEnd < result.length ? 1 : 0);
    result = result.slice(0, start) + result.slice(end);
  }
  return result;
}

/** Applies edits, {name, value, expanding} to set and {name, value: null} to remove, to a text. */
export function applyEdits(text, edits) {
  return edits.reduce((now, { name, value, expanding }) => value === null ? removeName(now, name) : setValue(now, name, value, expanding), text);
}
