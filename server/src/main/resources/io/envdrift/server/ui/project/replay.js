// Names without values: a holder of the key alone may not pull from a project that has devices, but its history says which
// names came and went.

/**
 * @param versions newest first: [{version, changed}], with '+A', '~A', '-A', a bare name, or 'rollback_from_v3'
 * @returns the names that the newest one holds, as far as the history tells
 */
export function namesFrom(versions) {
  const states = new Map();
  let names = new Set();
  for (const { version, changed } of [...versions].reverse()) {
    const back = /^rollback_from_v(\d+)$/.exec(changed[0] ?? '');
    names = new Set(back ? states.get(Number(back[1])) ?? names : names);
    for (const text of back ? [] : changed) {
      if (text.startsWith('-')) names.delete(text.slice(1));
      else names.add(text.replace(/^[+~]/, ''));
    }
    states.set(version, names);
  }
  return [...names].sort();
}
