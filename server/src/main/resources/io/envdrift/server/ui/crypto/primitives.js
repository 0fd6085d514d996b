// What WebCrypto does for this page. Keys become CryptoKey objects that cannot be exported again; the bytes they were made
// from are overwritten as soon as WebCrypto has them.

const subtle = globalThis.crypto?.subtle;
const SHA256 = 'SHA-256';

export const random = length => crypto.getRandomValues(new Uint8Array(length));

export const sha256 = async bytes => new Uint8Array(await subtle.digest(SHA256, bytes));

export const hmacKey = bytes =>
  subtle.importKey('raw', bytes, { name: 'HMAC', hash: SHA256 }, false, ['sign']);

export const hmac = async (key, bytes) => new Uint8Array(await subtle.sign('HMAC', key, bytes));

export async function hkdf(input, salt, info) {
  const key = await subtle.importKey('raw', input, 'HKDF', false, ['deriveBits']);
  return new Uint8Array(await subtle.deriveBits({ name: 'HKDF', hash: SHA256, salt, info }, key, 256));
}

/** Keeps a passphrase for derivations; it cannot be read back. */
export const passphraseKey = bytes => subtle.importKey('raw', bytes, 'PBKDF2', false, ['deriveBits']);

export async function pbkdf2(key, salt, rounds) {
  return new Uint8Array(await subtle.deriveBits({ name: 'PBKDF2', hash: SHA256, salt, iterations: rounds }, key, 256));
}

export const gcmKey = bytes => subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt']);

/** Returns ciphertext and, behind it, the 16-byte tag. */
export const gcmSeal = async (key, iv, text) =>
  new Uint8Array(await subtle.encrypt({ name: 'AES-GCM', iv }, key, text));

/** Returns null when the tag does not fit: another key, or changed bytes. */
export const gcmOpen = (key, iv, sealed) =>
  subtle.decrypt({ name: 'AES-GCM', iv }, key, sealed).then(text => new Uint8Array(text), () => null);

export const cbcKey = bytes => subtle.importKey('raw', bytes, 'AES-CBC', false, ['encrypt', 'decrypt']);

export const cbcSeal = async (key, iv, text) =>
  new Uint8Array(await subtle.encrypt({ name: 'AES-CBC', iv }, key, text));

/** Returns null when the padding is wrong. Call it only after the MAC was checked. */
export const cbcOpen = (key, iv, sealed) =>
  subtle.decrypt({ name: 'AES-CBC', iv }, key, sealed).then(text => new Uint8Array(text), () => null);

/** Overwrites what a key was made from. JavaScript may have copied it, so this is a precaution and no promise. */
export function wipe(...arrays) {
  arrays.forEach(array => array.fill(0));
}
