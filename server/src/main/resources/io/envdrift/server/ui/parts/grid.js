// A table of any length: only the rows in sight exist. One cell is in the order of the Tab key; arrows go to the others.

import { h } from './dom.js';

const ROW_HEIGHT = 36;
const MORE = 8;

export class Grid {
  #rows = [];
  #built = new Map();
  #active = { row: 0, column: 0 };
  #queued = false;

  /**
   * @param {string} label    what the table is
   * @param {Node[]} columns  contents of the heads, the first one of the row heads
   * @param build             (row) → [text of the head, [[class, text, spoken], …]]
   * @param onOpen            (row, column) → nothing: a cell was clicked
   */
  constructor(label, columns, build, onOpen) {
    Object.assign(this, { columns, build, onOpen });
    this.above = h('tbody', { role: 'presentation', 'aria-hidden': 'true' }, h('tr', {}, h('td', { colspan: columns.length })));
    this.below = h('tbody', { role: 'presentation', 'aria-hidden': 'true' }, h('tr', {}, h('td', { colspan: columns.length })));
    this.body = h('tbody', {});
    this.table = h('table.grid', { role: 'grid', 'aria-label': label, 'aria-colcount': columns.length, data: { test: 'matrix' } },
      h('thead', {}, h('tr', { 'aria-rowindex': 1 }, columns.map((column, at) => h('th', { scope: 'col', 'aria-colindex': at + 1 }, column)))),
      this.above, this.body, this.below);
    this.element = h('div.grid-scroll', { onscroll: () => this.#queue() }, this.table);
    this.table.addEventListener('keydown', event => this.#key(event));
    this.table.addEventListener('click', event => {
      const cell = event.target.closest('button');
      if (cell) this.onOpen(this.#rows[Number(cell.dataset.row)], Number(cell.dataset.column));
    });
    this.table.addEventListener('focusin', event => {
      const cell = event.target.closest('button');
      if (cell) this.#activate(Number(cell.dataset.row), Number(cell.dataset.column));
    });
    new ResizeObserver(() => this.#queue()).observe(this.element);
  }

  /** Shows other rows: whatever `build` takes. */
  show(rows) {
    this.#rows = rows;
    this.#active = { row: 0, column: 0 };
    this.#built.clear();
    this.body.replaceChildren();
    this.element.scrollTop = 0;
    this.table.setAttribute('aria-rowcount', rows.length + 1);
    this.#draw();
  }

  #queue() {
    if (this.#queued) return;
    this.#queued = true;
    requestAnimationFrame(() => {
      this.#queued = false;
      this.#draw();
    });
  }

  #draw() {
    const height = this.element.clientHeight || 600;
    const first = Math.max(0, Math.floor(this.element.scrollTop / ROW_HEIGHT) - MORE);
    const last = Math.min(this.#rows.length, Math.ceil((this.element.scrollTop + height) / ROW_HEIGHT) + MORE);
    for (const [at, row] of this.#built) {
      if (at < first || at >= last) {
        row.remove();
        this.#built.delete(at);
      }
    }
    let before = null;
    for (let at = last - 1; at >= first; at--) {
      if (!this.#built.has(at)) {
        const row = this.#row(at);
        this.#built.set(at, row);
        this.body.insertBefore(row, before);
      }
      before = this.#built.get(at);
    }
    this.above.firstChild.firstChild.style.height = `${first * ROW_HEIGHT}px`;
    this.below.firstChild.firstChild.style.height = `${(this.#rows.length - last) * ROW_HEIGHT}px`;
  }

  #row(at) {
    const [head, cells] = this.build(this.#rows[at]);
    return h('tr', { 'aria-rowindex': at + 2 },
      h('th', { scope: 'row', title: head, 'aria-colindex': 1 }, h('span.name', {}, head)),
      cells.map(([kind, text, spoken], column) => h('td', { 'aria-colindex': column + 2 },
        h('button', { type: 'button', class: `cell ${kind}`, tabIndex: at === this.#active.row && column === this.#active.column ? 0 : -1,
          'aria-label': spoken, title: spoken, data: { row: at, column } }, text))));
  }

  #cell = (row, column) => this.#built.get(row)?.querySelector(`button[data-column="${column}"]`);

  #activate(row, column) {
    const before = this.#cell(this.#active.row, this.#active.column);
    if (before) before.tabIndex = -1;
    this.#active = { row, column };
    const now = this.#cell(row, column);
    if (now) now.tabIndex = 0;
  }

  #key(event) {
    const page = Math.max(1, Math.floor(this.element.clientHeight / ROW_HEIGHT) - 2);
    const { row, column } = this.#active;
    const last = this.#rows.length - 1;
    const to = {
      ArrowUp: [row - 1, column], ArrowDown: [row + 1, column], ArrowLeft: [row, column - 1], ArrowRight: [row, column + 1],
      PageUp: [row - page, column], PageDown: [row + page, column], Home: [event.ctrlKey ? 0 : row, 0], End: [event.ctrlKey ? last : row, this.columns.length - 2],
    }[event.key];
    if (!to || last < 0) return;
    event.preventDefault();
    this.focus(Math.min(last, Math.max(0, to[0])), Math.min(this.columns.length - 2, Math.max(0, to[1])));
  }

  focus(row, column) {
    const head = this.table.tHead.offsetHeight;
    const top = row * ROW_HEIGHT;
    if (top < this.element.scrollTop) this.element.scrollTop = top;
    const bottom = top + ROW_HEIGHT + head - this.element.clientHeight;
    if (bottom > this.element.scrollTop) this.element.scrollTop = bottom;
    this.#draw();
    this.#activate(row, column);
    this.#cell(row, column)?.focus({ preventScroll: false });
  }
}
