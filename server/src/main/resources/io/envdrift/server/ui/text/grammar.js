// The grammar of .env files, as in core/dotenv: what dotenvx reads, in one pass. Offsets count UTF-16 units, so that an edit
// changes one value and leaves every other character as it was.
//
// An assignment is: blanks, perhaps `export`, a name of [A-Za-z0-9_.-]+, then `=` with blanks allowed before it or `:` with
// one behind it, then a quoted value or the rest of the line up to `#`. What does not match is skipped.

const BLANK = /[\t-\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]/;
const LINE_END = /[\n\r\u2028\u2029]/;
const NAME = /[A-Za-z0-9_.-]/;
const QUOTES = '\'"`';

const isQuote = c => c !== undefined && c !== '' && QUOTES.includes(c);

function skip(text, from, to, inLine = false) {
  let at = from;
  while (at < to && BLANK.test(text[at]) && !(inLine && LINE_END.test(text[at]))) at++;
  return at;
}

function lineEnd(text, from) {
  let at = from;
  while (at < text.length && !LINE_END.test(text[at])) at++;
  return at;
}

function nameEnd(text, from) {
  let at = from;
  while (at < text.length && NAME.test(text[at])) at++;
  return at;
}

/** Returns all assignments in the order of the text: {name, value, quote, start, end, written, writtenEnd, lineEnd}. */
export function assignments(text) {
  const found = [];
  let at = 0;
  while (at < text.length) at = assignment(text, skip(text, at, text.length), found);
  return found;
}

function assignment(text, start, found) {
  let name = start;
  if (text.startsWith('export', start)) {
    const behind = skip(text, start + 6, text.length);
    if (behind > start + 6 && behind < text.length && NAME.test(text[behind])) name = behind;
  }
  let end = nameEnd(text, name);
  let from = end === name ? -1 : separator(text, end);
  if (from < 0 && name !== start) {
    // "export" itself may be the name.
    name = start;
    end = nameEnd(text, name);
    from = separator(text, end);
  }
  return from < 0 ? lineEnd(text, start) : value(text, name, end, from, found);
}

/** Returns the offset behind the separator, or -1. */
function separator(text, end) {
  if (text[end] === ':') {
    if (end + 1 === text.length || !BLANK.test(text[end + 1])) return -1;
    return end + (text.startsWith('\r\n', end + 1) ? 3 : 2);
  }
  const equals = skip(text, end, text.length);
  return text[equals] === '=' ? equals + 1 : -1;
}

function value(text, name, end, from, found) {
  const open = skip(text, from, text.length);
  const close = isQuote(text[open]) ? closingQuote(text, open) : -1;
  if (close >= 0) return add(text, name, end, open, close + 1, text[open], text[open], found);
  let stop = from;
  while (stop < text.length && !'#\n\r'.includes(text[stop])) stop++;
  while (stop > from && BLANK.test(text[stop - 1])) stop--;
  const written = stop === from ? from : skip(text, from, stop);
  const marker = written < stop && isQuote(text[written]) ? text[written] : '';
  // One pair of equal quotes comes off, also where the rest between them is odd.
  const pair = stop - written >= 2 && marker && text[stop - 1] === marker;
  return add(text, name, end, written, stop, pair ? marker : '', marker, found);
}

/** The first quote that no backslash precedes, or else the last that one precedes, if only blanks and a comment follow. */
function closingQuote(text, open) {
  let last = -1;
  for (let at = open + 1; at < text.length; at++) {
    if (text[at] === text[open]) return endsLine(text, at + 1) ? at : last;
    if (text[at] === '\\' && text[at + 1] === text[open]) {
      if (endsLine(text, at + 2)) last = at + 1;
      at++;
    }
  }
  return last;
}

function endsLine(text, from) {
  const at = skip(text, from, text.length, true);
  return at === text.length || LINE_END.test(text[at]) || text[at] === '#';
}

function add(text, start, end, written, writtenEnd, quote, marker, found) {
  let tail = skip(text, writtenEnd, text.length, true);
  tail = text[tail] === '#' ? lineEnd(text, tail) : Math.max(writtenEnd, tail);
  const raw = text.slice(written + quote.length, writtenEnd - quote.length);
  found.push({ name: text.slice(start, end), value: parseValue(raw, marker), quote, start, end, written, writtenEnd, lineEnd: tail });
  return tail;
}

/** `marker` is the character at the front of the written value, which rules the escapes even when it quotes nothing. */
function parseValue(raw, marker) {
  const lines = raw.replace(/\r\n?/g, '\n');
  if (marker === '"') return lines.replaceAll('\\n', '\n').replaceAll('\\r', '\r').replaceAll('\\t', '\t');
  return marker === "'" ? lines.replaceAll("\\'", "'") : lines;
}

/** The numbers of the lines that are neither blank nor a comment nor part of an assignment: readers skip them. */
export function skippedLines(text) {
  const lines = [];
  let at = 0;
  const collect = to => {
    for (let from = skip(text, at, to); from < to; from = skip(text, lineEnd(text, from), to)) {
      if (text[from] !== '#') lines.push(text.slice(0, from).split(/\r\n|\r|\n/).length);
    }
  };
  for (const each of assignments(text)) {
    const exported = /export[\s\u2028\u2029\ufeff]+$/.exec(text.slice(at, each.start));
    collect(exported ? at + exported.index : each.start);
    at = each.lineEnd;
  }
  collect(text.length);
  return lines;
}

/** Returns name → {value, literal}; the last assignment of a name counts. Nothing expands in single quotes. */
export function valuesOf(text) {
  return new Map(assignments(text).map(each => [each.name, { value: each.value, literal: each.quote === "'" }]));
}
