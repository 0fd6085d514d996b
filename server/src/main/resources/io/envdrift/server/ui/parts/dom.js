// Elements without markup: whatever comes from outside becomes text, never HTML.

import { shown } from './text.js';

/**
 * Makes an element.
 * @param {string} tag  with classes, as in 'button.primary'
 * @param {object} props `on…` are listeners, `data` becomes data-attributes, true and false set and leave attributes out,
 *                 properties that have no attribute (value, checked, disabled) are set as such
 * @param children nodes and texts, also in lists; null and false are left out
 */
export function h(tag, props = {}, ...children) {
  const [name, ...classes] = tag.split('.');
  const element = document.createElement(name);
  if (classes.length) element.className = classes.join(' ');
  for (const [key, value] of Object.entries(props)) set(element, key, value);
  element.append(...real(children));
  return element;
}

const real = children => children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false)
  .map(child => child instanceof Node ? child : shown(String(child)));

/** A text exactly as it is: values and secrets, which people copy. */
export const exact = text => document.createTextNode(text);

/** Replaces what an element holds; children as in h(). */
export const fill = (element, ...children) => element.replaceChildren(...real(children));

const SPOKEN = ['title', 'aria-label', 'placeholder'];
const PROPERTIES = ['value', 'checked', 'disabled', 'selected', 'hidden', 'tabIndex', 'htmlFor', 'open', 'indeterminate'];

function set(element, key, value) {
  if (value === null || value === undefined) return;
  if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
  else if (key === 'data') Object.assign(element.dataset, value);
  else if (PROPERTIES.includes(key)) element[key] = value;
  else if (value === true) element.setAttribute(key, '');
  else if (value !== false) element.setAttribute(key, SPOKEN.includes(key) ? shown(String(value)) : value);
}

let counter = 0;

/** Makes a labelled field. `hint` is a sentence below it. */
export function field(label, input, hint) {
  input.id ||= `field-${++counter}`;
  const described = hint && h('p.hint', { id: `${input.id}-hint` }, hint);
  if (described) input.setAttribute('aria-describedby', described.id);
  return h('div.field', {}, h('label', { for: input.id }, label), input, described);
}

/** Makes a secret field: never remembered, never completed by the browser, never checked for spelling. */
export const secretInput = (name, props = {}) => h('input', {
  type: 'password', name, autocomplete: 'off', spellcheck: 'false', autocapitalize: 'off', data: { test: name }, ...props });

/** Makes a list of choices, [value, text]. */
export const choice = (options, value, props = {}) =>
  h('select', props, options.map(([each, text]) => h('option', { value: each, selected: each === value }, text)));

export const button = (text, onclick, props = {}) => h('button', { type: 'button', onclick, ...props }, text);

/** Waits until nothing came for a moment: filters over a thousand names need not run with each key. */
export function delayed(work, milliseconds = 120) {
  let timer = 0;
  return (...args) => {
    clearTimeout(timer);
    timer = setTimeout(work, milliseconds, ...args);
  };
}
