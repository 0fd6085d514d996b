// vault-env: keys, blobs and the request signature, as in core/vault-env.

import { concat, fromBase64, fromUtf8, toBase64, toHex, utf8 } from './bytes.js';
import { gcmKey, gcmOpen, gcmSeal, hkdf, hmac, hmacKey, random, sha256, wipe } from './primitives.js';

const ENCRYPT_SALT = utf8('vault-encrypt-v1');
const AUTH_SALT = utf8('vault-auth-v1');
const NO_INFO = new Uint8Array(0);
const BOUND_LABEL = utf8('envdrift-request-v2\n');
const IV_LENGTH = 12;
const TAG_LENGTH = 16;

/** Takes vk_<projectId>_<secret> apart; null for another form. The project id ends at the second underscore. */
export function parseVaultKey(text) {
  const match = /^vk_([^_]*)_([\s\S]*)$/.exec(text);
  return match && { projectId: match[1], secret: match[2] };
}

/** The whole key is the material, mixed with the device's secret where there is one; hex is never decoded. */
export async function inputMaterial(key, device) {
  const bytes = utf8(key);
  return device ? hmac(await hmacKey(bytes), utf8(device)) : bytes;
}

export const encryptionBits = material => hkdf(material, ENCRYPT_SALT, NO_INFO);
export const signingBits = material => hkdf(material, AUTH_SALT, NO_INFO);

/** Requests are always signed with the key alone: the server has to verify those of every device. */
export async function signingKey(key) {
  const material = await inputMaterial(key, null);
  const bits = await signingBits(material);
  const made = await hmacKey(bits);
  wipe(material, bits);
  return made;
}

export async function encryptionKey(key, device) {
  const material = await inputMaterial(key, device);
  const bits = await encryptionBits(material);
  const made = await gcmKey(bits);
  wipe(material, bits);
  return made;
}

/** What the server knows a device by. */
export const deviceHash = async device => toHex(await sha256(utf8(device)));

/** Returns the header X-Vault-Signature. Its part v2 binds method and path, so that it fits no other call. */
export async function sign(key, method, path, body, timestamp) {
  const time = utf8(String(timestamp));
  const plain = await hmac(key, concat(body, time));
  const bound = await hmac(key, concat(BOUND_LABEL, utf8(`${method} ${path}\n`), time, utf8('\n'), body));
  return `v=${timestamp},d=${toHex(plain)},v2=${toHex(bound)}`;
}

/** Base64 of IV, tag and ciphertext, in this order. */
export async function sealBlob(key, text, iv = random(IV_LENGTH)) {
  const sealed = await gcmSeal(key, iv, utf8(text));
  const end = sealed.length - TAG_LENGTH;
  return toBase64(concat(iv, sealed.subarray(end), sealed.subarray(0, end)));
}

/** Returns null when the text is no blob, was altered, or was encrypted with another key. */
export async function openBlob(key, blob) {
  const packed = fromBase64(blob.trim());
  if (!packed || packed.length < IV_LENGTH + TAG_LENGTH) return null;
  const start = IV_LENGTH + TAG_LENGTH;
  const sealed = concat(packed.subarray(start), packed.subarray(IV_LENGTH, start));
  const text = await gcmOpen(key, packed.subarray(0, IV_LENGTH), sealed);
  return text && fromUtf8(text);
}

/** Reads the JSON in a blob. Values that are no text become what String(v) makes of them. Null for another text. */
export function readSecrets(json) {
  let parsed;
  try {
    parsed = JSON.parse(json);
  } catch {
    return null;
  }
  if (parsed === null || typeof parsed !== 'object' || Array.isArray(parsed)) return null;
  return new Map(Object.entries(parsed).map(([name, value]) => [name, String(value)]));
}

/** Written member by member, because an object would sort names that look like numbers. */
export function writeSecrets(values) {
  const members = [...values].map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`);
  return `{${members.join(',')}}`;
}
