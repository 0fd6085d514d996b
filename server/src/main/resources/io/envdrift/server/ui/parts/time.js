// Times in the reader's zone, roughly; the exact one on hover, and for screen readers and copies.

import { h } from './dom.js';

const STEPS = [[60, 'second'], [60, 'minute'], [24, 'hour'], [7, 'day'], [4.35, 'week'], [12, 'month'], [Infinity, 'year']];
const near = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const formatted = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'long' });
/** With plain spaces: the narrow ones of some languages would be written out. */
const exact = date => formatted.format(date).replace(/\p{Zs}/gu, ' ');

export function ago(date, now = Date.now()) {
  let amount = (date - now) / 1000;
  for (const [size, unit] of STEPS) {
    if (Math.abs(amount) < size) return unit === 'second' && Math.abs(amount) < 45 ? 'just now' : near.format(Math.round(amount), unit);
    amount /= size;
  }
  return '';
}

/** Takes what a server calls a time; a text that is none stays as it is. */
export function time(text, none = '') {
  if (!text) return none;
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) return text;
  return h('time', { datetime: date.toISOString(), title: exact(date) }, ago(date));
}
