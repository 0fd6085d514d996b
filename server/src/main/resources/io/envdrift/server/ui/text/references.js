// References between values, as in core/levels: $NAME, ${NAME}, ${NAME:-text}, ${NAME:+text}, ${NAME:?text}. Each value is
// resolved once, after those that it refers to; what is inserted is not searched again; an error concerns its own value.

const MAX_DEPTH = 32;
const MAX_INSERTED = 4 * 1024 * 1024;
const NAME = /[A-Za-z0-9_]/;

/** Cuts a value into texts and references {name, written, operator, operand}. Everything else is text as it stands. */
export function parseTemplate(value, depth = 0) {
  const parts = [];
  let text = '';
  let at = 0;
  while (at < value.length) {
    if (value[at] === '\\' && value[at + 1] === '$') {
      text += '\\$';
      at += 2;
      continue;
    }
    const found = value[at] === '$' ? reference(value, at, depth) : null;
    if (!found) {
      text += value[at++];
      continue;
    }
    if (text) parts.push(text);
    text = '';
    parts.push(found.part);
    at = found.end;
  }
  return text ? [...parts, text] : parts;
}

function endOfName(value, from) {
  let end = from;
  while (end < value.length && NAME.test(value[end])) end++;
  return end;
}

function reference(value, dollar, depth) {
  if (value[dollar + 1] === '{') return braced(value, dollar, depth);
  const end = endOfName(value, dollar + 1);
  if (end === dollar + 1 || /[0-9]/.test(value[dollar + 1])) return null;
  return { part: { name: value.slice(dollar + 1, end), written: value.slice(dollar, end), operator: ' ', operand: [] }, end };
}

function braced(value, dollar, depth) {
  const close = closingBrace(value, dollar + 2);
  const end = endOfName(value, dollar + 2);
  if (close < 0 || end === dollar + 2) return null;
  const name = value.slice(dollar + 2, end);
  const written = value.slice(dollar, close + 1);
  if (end === close) return { part: { name, written, operator: ' ', operand: [] }, end: close + 1 };
  const operator = end + 1 < close && value[end] === ':' ? value[end + 1] : ' ';
  if (!'-+?'.includes(operator) || depth === MAX_DEPTH) return { part: written, end: close + 1 };
  return { part: { name, written, operator, operand: parseTemplate(value.slice(end + 2, close), depth + 1) }, end: close + 1 };
}

function closingBrace(value, from) {
  let open = 1;
  for (let at = from; at < value.length; at++) {
    if (value[at] === '{') open++;
    else if (value[at] === '}' && --open === 0) return at;
  }
  return -1;
}

/** Tells whether a value refers to others. */
export const refers = ({ value, literal }) => !literal && parseTemplate(value).some(part => typeof part !== 'string');

/**
 * Resolves the values of a set.
 * @param {Map<string, {value: string, literal: boolean}>} raw
 * @returns {Map<string, {value?: string, problem?: string}>}
 */
export function resolveAll(raw) {
  const templates = new Map([...raw].map(([name, each]) => [name, each.literal ? [each.value] : parseTemplate(each.value)]));
  const state = { templates, done: new Map(), open: [], inserted: 0 };
  inOrder(templates).forEach(name => resolve(state, name));
  return new Map([...raw.keys()].map(name => [name, state.done.get(name)]));
}

/** The names, each after those that it refers to, so that a long chain needs no deep stack. */
function inOrder(templates) {
  const ordered = new Set();
  const seen = new Set();
  for (const start of templates.keys()) {
    const path = [start];
    while (path.length) {
      const name = path.at(-1);
      if (seen.has(name)) {
        ordered.add(path.pop());
        continue;
      }
      seen.add(name);
      for (const other of names(templates.get(name))) if (templates.has(other) && !seen.has(other)) path.push(other);
    }
  }
  return ordered;
}

const names = parts => parts.flatMap(part => typeof part === 'string' ? [] : [part.name, ...names(part.operand)]);

function resolve(state, name) {
  if (!state.done.has(name)) {
    state.open.push(name);
    const result = expand(state, state.templates.get(name));
    state.open.pop();
    state.done.set(name, result);
  }
  return state.done.get(name);
}

function expand(state, parts) {
  let value = '';
  for (const part of parts) {
    const next = typeof part === 'string' ? { value: part } : follow(state, part);
    if (next.problem) return next;
    value += next.value;
  }
  return { value };
}

function follow(state, { name, written, operator, operand }) {
  let found = '';
  if (state.templates.has(name)) {
    if (state.open.includes(name)) {
      const chain = [...state.open.slice(state.open.indexOf(name)), name];
      return { problem: `circular reference: ${chain.join(' -> ')}` };
    }
    const other = resolve(state, name);
    if (other.problem) {
      return other.problem.startsWith('circular') ? other : { problem: `refers to ${name}, which cannot be resolved` };
    }
    found = other.value;
  }
  if (operator === '+') return found ? expand(state, operand) : { value: '' };
  if (found) {
    state.inserted += found.length;
    return state.inserted > MAX_INSERTED ? { problem: 'its references insert too much text' } : { value: found };
  }
  if (operator === '-') return expand(state, operand);
  if (operator !== '?') return { value: written };
  const message = expand(state, operand);
  return { problem: message.problem ?? `${name} is required${message.value ? `: ${message.value}` : ''}` };
}
