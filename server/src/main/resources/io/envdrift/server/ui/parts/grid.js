// A table of any size: only the rows and columns in sight exist. Each row is a box of its own, so that a new one costs the
// layout of one row. One cell is in the order of the Tab key; arrows go to the others.

import { h } from './dom.js';

const ROW = 36;
const MORE_ROWS = 6;
const COLUMNS_AT_ONCE = 4;

export class Grid {
  #rows = [];
  #built = new Map();
  #active = { row: 0, column: 0 };
  #queued = false;
  #span = [0, 0];

  /**
   * @param {string} label    what the table is
   * @param {Node[]} columns  contents of the heads but the first
   * @param nameOf            row → text of its head
   * @param cellOf            (row, column) → [class, text, spoken]
   * @param onOpen            (row, column) → nothing: a cell was clicked
   */
  constructor(label, columns, nameOf, cellOf, onOpen) {
    Object.assign(this, { columns, nameOf, cellOf, onOpen });
    this.head = h('div.grid-head', { role: 'row', 'aria-rowindex': 1 });
    this.body = h('div.grid-body', { role: 'rowgroup' });
    this.element = h('div.grid', { role: 'grid', 'aria-label': label, 'aria-colcount': columns.length + 1, 'aria-readonly': 'true', data: { test: 'matrix' } },
      h('div', { role: 'rowgroup', class: 'grid-top' }, this.head), this.body);
    this.element.addEventListener('scroll', () => this.#queue(), { passive: true });
    this.element.addEventListener('keydown', event => this.#key(event));
    this.element.addEventListener('click', event => {
      const at = placeOf(event.target);
      if (at) this.onOpen(this.#rows[at.row], at.column);
    });
    this.element.addEventListener('focusin', event => {
      const at = placeOf(event.target);
      if (at) this.#activate(at.row, at.column);
    });
    new ResizeObserver(() => this.#queue()).observe(this.element);
  }

  /** Shows other rows: whatever `nameOf` and `cellOf` take. */
  show(rows) {
    this.#rows = rows;
    this.#active = { row: 0, column: 0 };
    this.element.scrollTop = 0;
    this.element.setAttribute('aria-rowcount', rows.length + 1);
    this.body.style.height = `${rows.length * ROW}px`;
    this.#clear();
    this.#queue();
  }

  #clear() {
    this.#built.clear();
    this.body.replaceChildren();
  }

  #queue() {
    if (this.#queued) return;
    this.#queued = true;
    requestAnimationFrame(() => {
      this.#queued = false;
      this.#draw();
    });
  }

  /** Widths come from the style, which has others for small screens. */
  #measure() {
    const style = getComputedStyle(this.element);
    const [name, least] = ['--name-width', '--column-width'].map(each => parseFloat(style.getPropertyValue(each)));
    const room = this.element.clientWidth - name;
    const width = Math.max(least, Math.floor(room / this.columns.length));
    return { name, width, room, total: name + width * this.columns.length };
  }

  #draw() {
    const { name, width, room, total } = this.#measure();
    // In steps, since other columns mean new rows.
    const step = COLUMNS_AT_ONCE * width;
    const left = Math.floor(this.element.scrollLeft / step) * COLUMNS_AT_ONCE;
    const right = Math.min(this.columns.length, Math.ceil((this.element.scrollLeft + Math.max(room, width)) / step) * COLUMNS_AT_ONCE);
    if (this.#span.join() !== [left, right, width].join()) {
      this.#span = [left, right, width];
      this.#clear();
      this.#drawHead(name, width, total);
    }
    const first = Math.max(0, Math.floor(this.element.scrollTop / ROW) - MORE_ROWS);
    const last = Math.min(this.#rows.length, Math.ceil((this.element.scrollTop + (this.element.clientHeight || 600)) / ROW) + MORE_ROWS);
    for (const [at, row] of this.#built) {
      if (at < first || at >= last) {
        row.remove();
        this.#built.delete(at);
      }
    }
    const fresh = document.createDocumentFragment();
    for (let at = first; at < last; at++) {
      if (!this.#built.has(at)) {
        const row = this.#row(at, name, width, total);
        this.#built.set(at, row);
        fresh.append(row);
      }
    }
    this.body.append(fresh);
  }

  #drawHead(name, width, total) {
    const [left, right] = this.#span;
    const cell = (content, column) => place(h('div.column', { role: 'columnheader', 'aria-colindex': column + 2 }, content), name + column * width, width);
    this.head.style.width = this.body.style.width = `${total}px`;
    this.head.replaceChildren(h('div.corner', { role: 'columnheader', 'aria-colindex': 1 }, 'Name'),
      ...this.columns.slice(left, right).map((content, at) => cell(content, left + at)));
  }

  #row(at, name, width, total) {
    const [left, right] = this.#span;
    const row = this.#rows[at];
    const cells = [];
    for (let column = left; column < right; column++) {
      const [kind, text, spoken] = this.cellOf(row, column);
      const active = at === this.#active.row && column === this.#active.column;
      const cell = h('div', { role: 'gridcell', class: `cell ${kind}`, 'aria-label': spoken, 'aria-colindex': column + 2, tabIndex: active ? 0 : -1, data: { row: at, column } }, text);
      cells.push(place(cell, name + column * width, width));
    }
    const label = this.nameOf(row);
    const made = h('div.grid-row', { role: 'row', 'aria-rowindex': at + 2 }, h('div.row-name', { role: 'rowheader', title: label, 'aria-colindex': 1 }, label), cells);
    made.style.top = `${at * ROW}px`;
    made.style.width = `${total}px`;
    return made;
  }

  #cell = (row, column) => this.#built.get(row)?.querySelector(`[data-column="${column}"]`);

  #activate(row, column) {
    const before = this.#cell(this.#active.row, this.#active.column);
    if (before) before.tabIndex = -1;
    this.#active = { row, column };
    const now = this.#cell(row, column);
    if (now) now.tabIndex = 0;
  }

  #key(event) {
    const { row, column } = this.#active;
    const [lastRow, lastColumn] = [this.#rows.length - 1, this.columns.length - 1];
    if (lastRow < 0) return;
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      this.onOpen(this.#rows[row], column);
      return;
    }
    const page = Math.max(1, Math.floor(this.element.clientHeight / ROW) - 2);
    const to = {
      ArrowUp: [row - 1, column], ArrowDown: [row + 1, column], ArrowLeft: [row, column - 1], ArrowRight: [row, column + 1],
      PageUp: [row - page, column], PageDown: [row + page, column], Home: [event.ctrlKey ? 0 : row, 0], End: [event.ctrlKey ? lastRow : row, lastColumn],
    }[event.key];
    if (!to) return;
    event.preventDefault();
    this.focus(Math.min(lastRow, Math.max(0, to[0])), Math.min(lastColumn, Math.max(0, to[1])));
  }

  /** Scrolls so far that the cell is in sight, beside the names and below the heads, which stay in place. */
  focus(row, column) {
    const { name, width } = this.#measure();
    const box = this.element;
    const top = row * ROW;
    const left = column * width;
    box.scrollTop = Math.max(Math.min(box.scrollTop, top), top + ROW + this.head.offsetHeight - box.clientHeight);
    box.scrollLeft = Math.max(Math.min(box.scrollLeft, left), left + width + name - box.clientWidth);
    this.#draw();
    this.#activate(row, column);
    this.#cell(row, column)?.focus({ preventScroll: true });
  }
}

function place(element, left, width) {
  element.style.left = `${left}px`;
  element.style.width = `${width}px`;
  return element;
}

function placeOf(target) {
  const cell = target.closest('.cell');
  return cell && { row: Number(cell.dataset.row), column: Number(cell.dataset.column) };
}
