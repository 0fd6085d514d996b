// What was done, and what failed: one plain sentence each, with the way out.

import { button, fill, h } from './dom.js';

const error = () => document.getElementById('error');
const message = () => document.getElementById('message');
let timer = 0;

export function say(text) {
  hush();
  message().replaceChildren(h('p', {}, text));
  clearTimeout(timer);
  timer = setTimeout(() => message().replaceChildren(), 8_000);
}

/** `retry` is offered as a button; a broken pin also offers to go on, which is never done by itself. */
export function fail(problem, { retry, accept } = {}) {
  if (problem.kind === 'locked') return;
  message().replaceChildren();
  fill(error(), sentence(problem, { retry, accept }), button('Close', hush, { class: 'quiet', 'aria-label': 'Close this message' }));
}

export function sentence(problem, { retry, accept } = {}) {
  return h('div.sentence', {}, h('p', {}, h('strong', {}, problem.message ?? problem.sentence)), problem.way && h('p', { data: { test: 'error-way' } }, problem.way),
    retry && button('Try again', () => { hush(); retry(); }, { data: { test: 'retry' } }),
    problem.accept && accept && button('I asked: go on with what the server shows', () => { hush(); accept(problem.accept); }, { class: 'danger', data: { test: 'accept' } }));
}

export function hush() {
  error().replaceChildren();
  message().replaceChildren();
}
