// A value that was asked for: exactly as it is, with a word of what does not show in it.

import { exact, h } from './dom.js';
import { unseen } from './text.js';

export function valueText(value, props = {}) {
  const said = unseen(value);
  return [h('pre.value', { tabIndex: 0, ...props }, value === '' ? h('span.quiet', {}, 'empty') : exact(value)),
    said && h('p.hint', { data: { test: 'unseen' } }, said)];
}
