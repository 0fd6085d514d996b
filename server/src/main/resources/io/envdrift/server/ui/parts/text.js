// Text from outside, as it is shown: what does not show, or turns the text around it, is written out, so that one name cannot
// pass for another; and what is very long is cut.

const MOST = 400;
const MOST_NAMED = 8;
// Controls, marks of direction, joiners, tags, fillers, variation selectors, blanks that are not the space, halves of characters,
// and the letters that Unicode calls blank.
const HIDDEN = /(?![\t\n])[\p{Cc}\p{Cf}\p{Cs}\p{Cn}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800\u{16fe4}\u{1d159}]|(?! )\p{Zs}/gu;
// A letter with a mark behind it looks like the one character that Unicode prefers.
const MARKS = /\p{M}/gu;

const written = character => {
  const code = character.codePointAt(0).toString(16);
  return code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, '0')}`;
};

const inTwoParts = text => text.normalize('NFC') !== text;

/** Returns the text as it is shown. */
export function shown(text) {
  const whole = text.length <= MOST ? text : `${text.slice(0, MOST).replace(/[\ud800-\udbff]$/, '')}…`;
  const safe = whole.replace(HIDDEN, written);
  return inTwoParts(safe) ? safe.replace(MARKS, written) : safe;
}

/** The characters of a value that do not show, each once, as in '\\u202e'. A value itself is never changed. */
export function hidden(text) {
  const found = [...text.match(HIDDEN) ?? [], ...inTwoParts(text) ? text.match(MARKS) ?? [] : []];
  return [...new Set(found)].filter(character => character !== '\r').map(written);
}

/** Says what of a value does not show, '' for nothing: two values that look alike must be told apart. */
export function unseen(text) {
  const found = hidden(text);
  const blanks = [/^\s/.test(text) && 'begins', /\s$/.test(text) && 'ends'].filter(Boolean).join(' and ');
  const lines = /\r/.test(text) && 'has line ends with a carriage return';
  const named = found.length > 0 && `holds characters that do not show: ${found.slice(0, MOST_NAMED).join(' ')}${found.length > MOST_NAMED ? ' …' : ''}`;
  const said = [named, blanks && `${blanks} with a blank or a line end`, lines].filter(Boolean).join('; ');
  return said && `${said[0].toUpperCase()}${said.slice(1)}.`;
}
