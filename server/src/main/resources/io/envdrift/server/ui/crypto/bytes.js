// Bytes and the three ways in which the protocols write them as text. Every decoder is strict: what is not exactly the
// form is refused, as the command line refuses it.

const encoder = new TextEncoder();
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?$/;

export const utf8 = text => encoder.encode(text);

/** Reads UTF-8 and keeps a byte order mark. Throws a TypeError for bytes that are no UTF-8. */
export const fromUtf8 = bytes => new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);

export function concat(...parts) {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

export const toHex = bytes => Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('');

/** Returns null for a text that is no hex. */
export function fromHex(text) {
  if (text.length % 2 || !/^[0-9A-Fa-f]*$/.test(text)) return null;
  return Uint8Array.from(text.match(/../g) ?? [], pair => parseInt(pair, 16));
}

export function toBase64(bytes) {
  let text = '';
  // In pieces, because a call takes only so many arguments.
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}

/** Returns null for a text that is no base64. */
export function fromBase64(text) {
  if (!BASE64.test(text)) return null;
  return Uint8Array.from(atob(text), unit => unit.charCodeAt(0));
}

export const toBase64Url = bytes => toBase64(bytes).replaceAll('+', '-').replaceAll('/', '_');

/** Returns null for a text that is no URL-safe base64 with padding. */
export function fromBase64Url(text) {
  if (text.length % 4 || /[+/]/.test(text)) return null;
  return fromBase64(text.replaceAll('-', '+').replaceAll('_', '/'));
}

/** Writes a whole number below 2^53 as big-endian bytes. */
export function bigEndian(number, length) {
  const bytes = new Uint8Array(length);
  for (let at = length - 1, rest = number; at >= 0; at--, rest = Math.floor(rest / 256)) bytes[at] = rest % 256;
  return bytes;
}

/** Compares without telling by its time where two texts differ. */
export function same(one, other) {
  const a = utf8(one);
  const b = utf8(other);
  let difference = a.length ^ b.length;
  for (let at = 0; at < a.length; at++) difference |= a[at] ^ (b[at] ?? 0);
  return difference === 0;
}
