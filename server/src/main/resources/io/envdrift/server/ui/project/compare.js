// Which names differ between two sets of values.

/** Takes maps from name to value. */
export function compare(before, after) {
  const added = [];
  const modified = [];
  for (const [name, value] of after) {
    if (!before.has(name)) added.push(name);
    else if (before.get(name) !== value) modified.push(name);
  }
  return { added, modified, removed: [...before.keys()].filter(name => !after.has(name)) };
}

/** As the original's client sends them: +A, ~B, -C. */
export const marked = ({ added, modified, removed }) =>
  [...added.map(name => `+${name}`), ...modified.map(name => `~${name}`), ...removed.map(name => `-${name}`)];

/** Takes sets of {value}; returns plain values. */
export const plain = values => new Map([...values].map(([name, each]) => [name, each.value]));
