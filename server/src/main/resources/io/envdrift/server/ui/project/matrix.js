// The drift matrix: names × places. It holds no value: per name, equal values get the same letter.

/** Codes of a cell. From FIRST on, equal codes within a row are equal values. */
export const MISSING = 0;
export const THERE = 1;
export const UNKNOWN = 2;
export const FIRST = 3;

/**
 * @param loaded [{place, snapshot?, problem?}]
 * @returns {{columns, names, cells}} cells: one code per name and column, name after name, since one array travels faster
 *          from the worker to the page than a thousand
 */
export function matrix(loaded) {
  const columns = loaded.map(({ place, snapshot, problem }) => ({
    place, version: snapshot?.version ?? null, problem: problem ?? null,
    state: problem ? 'failed' : snapshot.values ? 'open' : snapshot.names ? 'names' : 'closed' }));
  const all = new Set(loaded.flatMap(({ snapshot }) => [...(snapshot?.values?.keys() ?? snapshot?.names ?? [])]));
  const names = [...all].sort();
  const cells = new Uint8Array(names.length * loaded.length);
  names.forEach((name, row) => {
    const letters = new Map();
    loaded.forEach(({ snapshot }, at) => { cells[row * loaded.length + at] = code(snapshot, name, letters); });
  });
  return { columns, names, cells };
}

function code(snapshot, name, letters) {
  if (!snapshot?.values) return snapshot?.names ? (snapshot.names.includes(name) ? THERE : MISSING) : UNKNOWN;
  const found = snapshot.values.get(name);
  if (!found) return MISSING;
  if (!letters.has(found.value)) letters.set(found.value, Math.min(FIRST + letters.size, 255));
  return letters.get(found.value);
}
