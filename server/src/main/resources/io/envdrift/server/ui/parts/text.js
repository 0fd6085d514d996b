// Text from outside, as it is shown: what does not show, or turns the text around it, is written out, so that one name cannot
// pass for another; and what is very long is cut.

const MOST = 400;
// Controls, marks of direction, zero-width spaces, the byte order mark; not the joiners that scripts and emoji need.
const HIDDEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

const written = unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** Returns the text as it is shown. */
export function shown(text) {
  const whole = text.length <= MOST ? text : `${text.slice(0, MOST)}…`;
  return whole.replace(HIDDEN, written);
}

/** The characters of a value that do not show, each once, as in '\\u202e'. A value itself is never changed. */
export function hidden(text) {
  return [...new Set(text.match(HIDDEN) ?? [])].filter(unit => unit !== '\r').map(written);
}
