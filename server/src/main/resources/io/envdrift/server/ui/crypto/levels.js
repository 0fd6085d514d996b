// Levels: the data key, the two kinds of proof, the blob and the line that ties a text to its level. As in core/levels.

import { concat, fromBase64, fromUtf8, toBase64, utf8 } from './bytes.js';
import { gcmKey, gcmOpen, gcmSeal, hkdf, passphraseKey, pbkdf2, random, wipe } from './primitives.js';
import { failure } from '../failure.js';

const DEFAULT_ROUNDS = 600_000;
const MIN_ROUNDS = 100_000;
const MAX_ROUNDS = 10_000_000;
const PROOF_CONTEXT = utf8('envdrift/levels/key-proof/v2');
const IV_LENGTH = 12;
const TAG_LENGTH = 16;
const KEY_LENGTH = 32;
const BINDING = '# envdrift-level: ';
const BINDING_MEMBER = '{"_ENVDRIFT_LEVEL":"';

/** The first 32 bytes, filled up with the digit 0. The cut may fall within a character, so this is bytes and no text. */
export function padded(bytes) {
  const pad = new Uint8Array(KEY_LENGTH).fill(0x30);
  pad.set(bytes.subarray(0, KEY_LENGTH));
  return pad;
}

/** Keeps a key text for derivations. `exact` tells that proof v1 would be the data key itself. */
export async function projectKey(text) {
  const bytes = utf8(text);
  const pad = padded(bytes);
  const key = { whole: await passphraseKey(bytes), padded: await passphraseKey(pad), exact: bytes.length === KEY_LENGTH };
  // A project so old that it has no salt encrypts with the padded text itself.
  key.legacy = await gcmKey(pad);
  wipe(bytes, pad);
  return key;
}

/** Reads the descriptor, which stands as JSON text within JSON. */
export function parseDescriptor(answer) {
  const key = JSON.parse(answer.data.attributes.content).key;
  const rounds = Number.isInteger(key.key_check_iterations) && key.key_check_iterations > 0
    ? key.key_check_iterations : DEFAULT_ROUNDS;
  const salt = key.key_check_salt ? fromBase64(key.key_check_salt) : null;
  if (key.key_check_salt && !salt?.length) throw failure('malformed', 'The salt that the server shows is no base64.', 'Ask whoever runs the server.');
  return {
    managed: key.managed === 'client' ? 'client' : 'server', key: key.key || null, salt, rounds,
    proof: key.proof === 'v2' ? 'v2' : 'v1', version: Number(key.version ?? 1), hint: key.key_hint ?? null,
  };
}

/** Few rounds make the proof a cheap oracle for the passphrase; very many make a client work for minutes. */
export function requireRounds(descriptor) {
  if (descriptor.salt && (descriptor.rounds < MIN_ROUNDS || descriptor.rounds > MAX_ROUNDS)) {
    throw failure('terms', `The server asks for ${descriptor.rounds} rounds; from ${MIN_ROUNDS} to ${MAX_ROUNDS} are allowed.`,
      'Nothing was sent. Ask whoever runs the server.');
  }
}

export const dataBits = (key, salt, rounds) => pbkdf2(key.whole, salt, rounds);

/** Returns the data key and the proof that a write needs, from one derivation where one is enough. */
export async function access(key, descriptor) {
  requireRounds(descriptor);
  if (!descriptor.salt) return { data: key.legacy, proof: null };
  const bits = await dataBits(key, descriptor.salt, descriptor.rounds);
  const data = await gcmKey(bits);
  let proof = null;
  if (descriptor.managed === 'client') {
    proof = descriptor.proof === 'v2' ? await proofV2(bits, descriptor.salt) : await proofV1(key, descriptor.salt, descriptor.rounds);
  }
  wipe(bits);
  return { data, proof };
}

export const proofV1 = async (key, salt, rounds) => toBase64(await pbkdf2(key.padded, salt, rounds));
export const proofV2 = async (bits, salt) => toBase64(await hkdf(bits, salt, PROOF_CONTEXT));

/** Base64 of IV, ciphertext and tag. */
export async function sealLevel(key, text, iv = random(IV_LENGTH)) {
  return toBase64(concat(iv, await gcmSeal(key, iv, utf8(text))));
}

/** Returns null when the text is no blob, or was encrypted with another key, or was changed. */
export async function openLevel(key, blob) {
  const bytes = fromBase64(blob);
  if (!bytes || bytes.length < IV_LENGTH + TAG_LENGTH) return null;
  const text = await gcmOpen(key, bytes.subarray(0, IV_LENGTH), bytes.subarray(IV_LENGTH));
  return text && fromUtf8(text);
}

/** Puts the level's path first into the text, so that a server cannot show it for another level. */
export const bindLevel = (path, text) => `${BINDING}${path}\n${strip(text)}`;

/** Takes that line off again, and refuses another level's. */
export function unbindLevel(path, text, required) {
  const named = text.startsWith(BINDING) ? text.split('\n', 1)[0].slice(BINDING.length) : null;
  if (named === path || named === null && !required) return strip(text);
  const why = named === null ? 'does not say which level it belongs to' : 'was written for another level';
  throw failure('foreign', `What the server shows for ${path} ${why}.`, 'Nothing of it is shown. Ask whoever runs the server.');
}

function strip(text) {
  if (!text.startsWith(BINDING)) return text;
  const end = text.indexOf('\n');
  return end < 0 ? '' : text.slice(end + 1);
}

/** The same in JSON, which has no comments: a first member. A text without it is taken as it is. */
export function bindObject(path, text) {
  const object = stripMember(text).trim();
  if (!object.startsWith('{')) return text;
  const rest = object.slice(1);
  return `${BINDING_MEMBER}${path}"${rest.trimStart().startsWith('}') ? '' : ','}${rest}`;
}

export function unbindObject(path, text) {
  if (text.startsWith(BINDING_MEMBER) && named(text) !== path) {
    throw failure('foreign', `What the server shows for ${path} was written for another level.`, 'Nothing of it is shown. Ask whoever runs the server.');
  }
  return stripMember(text);
}

const named = text => text.slice(BINDING_MEMBER.length, Math.max(text.indexOf('"', BINDING_MEMBER.length), BINDING_MEMBER.length));

function stripMember(text) {
  if (!text.startsWith(BINDING_MEMBER)) return text;
  const rest = text.slice(BINDING_MEMBER.length + named(text).length + 1);
  return `{${rest.startsWith(',') ? rest.slice(1) : rest}`;
}
