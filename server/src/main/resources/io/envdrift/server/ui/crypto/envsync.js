// EnvSync: the two forms in which a branch's text is stored, and what ties a blob to its branch and names. As in
// core/envsync; the form of the original's code is read, and never written.

import { bigEndian, concat, fromHex, fromUtf8, same, toHex, utf8 } from './bytes.js';
import { fernetKey, openToken, sealToken } from './fernet.js';
import { hmac, hmacKey, passphraseKey, pbkdf2, random, sha256, wipe } from './primitives.js';
import { failure } from '../failure.js';

const ROUNDS = 480_000;
const MIN_ROUNDS = 100_000;
const MAX_ROUNDS = 2_000_000;
const SALT_LENGTH = 16;
const BIND_LABEL = utf8('envdrift envsync bind v1');

/** The keys of a passphrase and a project. What was derived is kept, so that nobody waits for it twice. */
export async function passphraseKeys(passphrase, project) {
  const text = utf8(passphrase);
  const repoText = utf8(`${passphrase}:${project}`);
  const repoBits = await sha256(repoText);
  const keys = { base: await passphraseKey(text), repo: await fromBits(repoBits), derived: new Map() };
  wipe(text, repoText);
  return keys;
}

async function fromBits(bits) {
  const key = { ...(await fernetKey(bits)), binding: await hmacKey(await hmac(await hmacKey(bits), BIND_LABEL)) };
  wipe(bits);
  return key;
}

async function documentKey(keys, salt, rounds) {
  const name = `${toHex(salt)}x${rounds}`;
  if (!keys.derived.has(name)) keys.derived.set(name, pbkdf2(keys.base, salt, rounds).then(fromBits));
  return keys.derived.get(name);
}

const counted = bytes => concat(bigEndian(bytes.length, 4), bytes);

/** An HMAC over project, branch and names; their order and repeated names do not matter. */
export async function bind(key, place, names) {
  // By UTF-16 units, as Java sorts; the default of sort() is the same.
  const sorted = [...new Set(names)].sort();
  const message = concat(
    counted(utf8(place.project)), counted(utf8(place.branch)), bigEndian(sorted.length, 4),
    ...sorted.map(name => counted(utf8(name))));
  return toHex(await hmac(key.binding, message));
}

/** Encrypts in the document's form, tied to its place and to the names that the server gets. */
export async function sealEnv(keys, text, place, names, seconds) {
  const salt = random(SALT_LENGTH);
  const key = await documentKey(keys, salt, ROUNDS);
  const ciphertext = await sealToken(key, utf8(text), seconds);
  return JSON.stringify({ ciphertext, salt: toHex(salt), bind: await bind(key, place, names) });
}

/** Reads what a server stored: JSON text, a bare token with the salt beside it, or the original's bare token. */
export function parseEnv(ciphertext, sibling) {
  if (!ciphertext.trim().startsWith('{')) {
    return { token: ciphertext, salt: sibling ? saltOf(sibling) : null, rounds: ROUNDS, bind: null };
  }
  let json;
  try {
    json = JSON.parse(ciphertext);
  } catch {
    json = {};
  }
  if (typeof json.ciphertext !== 'string') throw malformed('What the server stored is none of EnvSync’s forms.');
  const salt = typeof json.salt === 'string' ? json.salt : sibling;
  return {
    token: json.ciphertext,
    salt: salt ? saltOf(salt) : null,
    rounds: roundsOf(json.iterations ?? ROUNDS),
    bind: typeof json.bind === 'string' ? json.bind : null,
  };
}

/** Returns exactly the text that was pushed. */
export async function openEnv(keys, sealed, place, names) {
  const key = sealed.salt ? await documentKey(keys, sealed.salt, sealed.rounds) : keys.repo;
  const bytes = await openToken(key, sealed.token);
  if (!bytes) throw wrong();
  if (sealed.bind && !same(sealed.bind, await bind(key, place, names))) {
    throw failure('foreign', `What the server shows for ${place.branch} was pushed to another branch, or with other names.`,
      'Nothing of it is shown. Ask whoever runs the server, or push the branch again from a directory that has its values.');
  }
  try {
    return fromUtf8(bytes);
  } catch {
    throw wrong();
  }
}

const wrong = () => failure('decrypt', 'The passphrase is another one, or the data was changed.',
  'Every blank in it counts. Lock, and sign in with the passphrase that the branch was pushed with.');

const malformed = text => failure('malformed', text, 'Ask whoever runs the server.');

function saltOf(hex) {
  const salt = fromHex(hex.trim());
  if (!salt || !salt.length) throw malformed('The salt that the server shows is no hex text.');
  return salt;
}

function roundsOf(rounds) {
  if (Number.isInteger(rounds) && rounds >= MIN_ROUNDS && rounds <= MAX_ROUNDS) return rounds;
  throw malformed(`The server asks for ${rounds} rounds; from ${MIN_ROUNDS} to ${MAX_ROUNDS} are allowed.`);
}
