// Questions and what is shown once, in the browser's own dialog: it keeps the focus inside and closes with Escape.

import { button, exact, field, h } from './dom.js';
import { copy } from './copy.js';

function open(title, content, buttons) {
  const dialog = h('dialog', { 'aria-labelledby': 'dialog-title' }, h('h2', { id: 'dialog-title' }, title), content, buttons.length > 0 && h('div.buttons', {}, buttons) || '');
  document.body.append(dialog);
  dialog.addEventListener('close', () => dialog.remove());
  dialog.showModal();
  return dialog;
}

/** Resolves to whether the reader said yes. */
export function ask(title, text, yes, danger = true) {
  return new Promise(resolve => {
    const dialog = open(title, h('p', {}, text), [
      button('Cancel', () => dialog.close(), { data: { test: 'dialog-cancel' } }),
      button(yes, () => { resolve(true); dialog.close(); }, { class: danger ? 'danger' : 'primary', data: { test: 'dialog-yes' } })]);
    dialog.addEventListener('close', () => resolve(false));
  });
}

/** Resolves to a text, or to nothing when the reader does not want any. */
export function askText(title, label, yes) {
  return new Promise(resolve => {
    const input = h('input', { required: true, autocomplete: 'off', spellcheck: 'false', data: { test: 'dialog-text' } });
    const form = h('form', { onsubmit: event => {
      event.preventDefault();
      if (input.value.trim()) resolve(input.value.trim());
      dialog.close();
    } }, field(label, input), h('div.buttons', {}, button('Cancel', () => dialog.close()), h('button.primary', { type: 'submit', data: { test: 'dialog-yes' } }, yes)));
    const dialog = open(title, form, []);
    dialog.addEventListener('close', () => resolve(null));
  });
}

/** Shows a secret that the server gives only now. */
export function showOnce(title, secret, text) {
  return new Promise(resolve => {
    const dialog = open(title, [h('p', {}, text), h('output.secret', { data: { test: 'shown-once' } }, exact(secret))], [
      button('Copy', () => copy(secret, 'it'), { class: 'primary', data: { test: 'copy-once' } }),
      button('I have it', () => dialog.close(), { data: { test: 'dialog-yes' } })]);
    dialog.addEventListener('close', () => {
      dialog.querySelector('output').textContent = '';
      resolve();
    });
  });
}
