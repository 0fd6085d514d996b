// A client of the original protocol, written from its description alone: what the Node client sends and reads, in no other
// words and with nothing of ours. Usage: node original-client.mjs create | pull ENV | push ENV JSON | open FILE | seal FILE JSON
import crypto from 'node:crypto';
import fs from 'node:fs';

const { VAULT_URL: url, VAULT_KEY: savedKey, VAULT_DEVICE_SECRET: savedDevice } = process.env;
const hmac = (key, ...parts) => parts.reduce((mac, part) => mac.update(part), crypto.createHmac('sha256', key));
const derive = (input, salt) => Buffer.from(crypto.hkdfSync('sha256', input, salt, '', 32));
const authKey = key => derive(key, 'vault-auth-v1');
const encryptionKey = (key, device) => derive(hmac(key, device).digest(), 'vault-encrypt-v1');
const hash = text => crypto.createHash('sha256').update(text).digest('hex');

function seal(key, device, text) {
  const iv = crypto.randomBytes(12);
  const cipher = crypto.createCipheriv('aes-256-gcm', encryptionKey(key, device), iv);
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64');
}

function open(key, device, blob) {
  const packed = Buffer.from(blob, 'base64');
  const cipher = crypto.createDecipheriv('aes-256-gcm', encryptionKey(key, device), packed.subarray(0, 12));
  cipher.setAuthTag(packed.subarray(12, 28));
  return JSON.parse(Buffer.concat([cipher.update(packed.subarray(28)), cipher.final()]).toString());
}

async function call(path, message, key) {
  const body = JSON.stringify(message);
  const time = Date.now();
  const headers = { 'Content-Type': 'application/json' };
  if (key) {
    headers['X-Vault-Signature'] = `v=${time},d=${hmac(authKey(key), body, String(time)).digest('hex')}`;
  }
  const answer = await fetch(`${url}/api/v1${path}`, { method: 'POST', body, headers });
  const json = await answer.json();
  if (!answer.ok) throw new Error(`${path} ${answer.status}: ${json.error}`);
  return json;
}

const projectOf = key => key.split('_')[1];
const target = (environment, more) => ({
  project_id: projectOf(savedKey), environment, ...more, device_hash: hash(savedDevice),
});

const commands = {
  async create() {
    const { project_id } = await call('/project/create', { project_name: 'original' });
    const key = `vk_${project_id}_${crypto.randomBytes(32).toString('hex')}`;
    await call('/project/set-key', { project_id, auth_key_hash: authKey(key).toString('hex') });
    const device = crypto.randomBytes(32).toString('hex');
    const registered = await call(
      '/devices/register', { project_id, device_name: 'node', device_hash: hash(device) }, key);
    return { key, device, status: registered.status };
  },
  async push(environment, json) {
    const secrets = seal(savedKey, savedDevice, json);
    const names = Object.keys(JSON.parse(json));
    const more = { secrets, key_names: names.map(name => `+${name}`), key_count: names.length };
    return await call('/secrets/push', target(environment, more), savedKey);
  },
  async pull(environment) {
    const { secrets } = await call('/secrets/pull', target(environment), savedKey);
    return open(savedKey, savedDevice, secrets);
  },
  async open(file) { return open(savedKey, savedDevice, fs.readFileSync(file, 'utf8')); },
  async seal(file, json) { fs.writeFileSync(file, seal(savedKey, savedDevice, json)); return {}; },
};
const [name, ...args] = process.argv.slice(2);
console.log(JSON.stringify(await commands[name](...args)));
