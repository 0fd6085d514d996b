// Copying and saving. Tables hold names and states, never values.

import { h } from './dom.js';
import { fail, say } from './notice.js';
import { shown } from './text.js';
import { failure } from '../failure.js';

export async function copy(text, what) {
  try {
    await navigator.clipboard.writeText(text);
    say(`Copied ${what}.`);
  } catch {
    fail(failure('input', 'The browser does not let this page copy.', 'Allow the clipboard for this page, or mark the text and copy it.'));
  }
}

/** A cell that a spreadsheet would run as a formula gets an apostrophe in front. */
export function csv(rows) {
  const cell = value => {
    const text = String(value ?? '');
    const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  return rows.map(row => row.map(cell).join(',')).join('\r\n') + '\r\n';
}

/** Lays cells out in columns of equal width, for mails and tickets. */
export function plainTable(rows) {
  const texts = rows.map(row => row.map(cell => shown(String(cell)).replaceAll(/\s/g, ' ')));
  const widths = texts[0].map((_, at) => texts.reduce((most, row) => Math.max(most, row[at].length), 0));
  return texts.map(row => row.map((cell, at) => cell.padEnd(widths[at])).join('  ').trimEnd()).join('\n') + '\n';
}

export function save(text, name) {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv' }));
  const link = h('a', { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
  say(`Saved ${name}.`);
}
