// Fernet (github.com/fernet/spec): 0x80, eight bytes of seconds, a 16-byte IV, AES-128-CBC, and an HMAC over all before.
// The MAC is checked first; the time is not checked, as in the original.

import { bigEndian, concat, fromBase64Url, same, toBase64Url, toHex } from './bytes.js';
import { cbcKey, cbcOpen, cbcSeal, hmac, hmacKey, random } from './primitives.js';

const VERSION = 0x80;
const IV_LENGTH = 16;
const HEADER_LENGTH = 1 + 8 + IV_LENGTH;
const MAC_LENGTH = 32;

/** The first half of the 32 bytes signs, the second encrypts. */
export async function fernetKey(bytes) {
  return { signing: await hmacKey(bytes.subarray(0, 16)), encryption: await cbcKey(bytes.subarray(16, 32)) };
}

export async function sealToken(key, text, seconds, iv = random(IV_LENGTH)) {
  const encrypted = await cbcSeal(key.encryption, iv, text);
  const signed = concat(Uint8Array.of(VERSION), bigEndian(seconds, 8), iv, encrypted);
  return toBase64Url(concat(signed, await hmac(key.signing, signed)));
}

/** Returns null when the token is malformed, was changed, or belongs to another key. */
export async function openToken(key, token) {
  // Python's reader skips white space, also inside.
  const bytes = fromBase64Url(token.replace(/\s+/g, ''));
  if (!bytes || bytes.length <= HEADER_LENGTH + MAC_LENGTH) return null;
  const signed = bytes.subarray(0, bytes.length - MAC_LENGTH);
  const mac = toHex(bytes.subarray(bytes.length - MAC_LENGTH));
  if (!same(mac, toHex(await hmac(key.signing, signed))) || bytes[0] !== VERSION) return null;
  return cbcOpen(key.encryption, bytes.subarray(9, HEADER_LENGTH), signed.subarray(HEADER_LENGTH));
}
