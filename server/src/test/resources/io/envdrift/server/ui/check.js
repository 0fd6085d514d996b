// Runs the page's modules under node: `node check.js IN OUT`. IN is what PageModulesTest made; OUT lists what differs.

import { readFileSync, writeFileSync } from 'node:fs';
import * as bytes from './ui/crypto/bytes.js';
import * as envsync from './ui/crypto/envsync.js';
import * as fernet from './ui/crypto/fernet.js';
import * as levels from './ui/crypto/levels.js';
import { gcmKey } from './ui/crypto/primitives.js';
import * as vault from './ui/crypto/vault-env.js';
import { compare, marked } from './ui/project/compare.js';
import { EnvSyncProject } from './ui/project/envsync.js';
import { applyLevelEdits, levelValues, merge } from './ui/project/level-text.js';
import { LevelsProject } from './ui/project/levels.js';
import { matrix } from './ui/project/matrix.js';
import { namesFrom } from './ui/project/replay.js';
import { Seen } from './ui/project/seen.js';
import { Session } from './ui/project/session.js';
import { VaultEnvProject } from './ui/project/vault-env.js';
import { applyEdits, quoted } from './ui/text/edit.js';
import { assignments, skippedLines, valuesOf } from './ui/text/grammar.js';
import { resolveAll } from './ui/text/references.js';
import { csv, plainTable } from './ui/parts/copy.js';
import { hidden, shown, unseen } from './ui/parts/text.js';
import { isUntouched } from './ui/views/conflict.js';
import { cellText, differences, rowsFor, rowsOf } from './ui/views/drift-rows.js';

const [, , inFile, outFile] = process.argv;
const given = JSON.parse(readFileSync(inFile, 'utf8'));
const read = file => JSON.parse(readFileSync(file, 'utf8'));
const failures = [];
let checks = 0;

function equal(actual, expected, what) {
  checks++;
  if (JSON.stringify(actual) !== JSON.stringify(expected)) failures.push(`${what}: ${JSON.stringify(actual)} instead of ${JSON.stringify(expected)}`);
}

async function fails(work, kind, what) {
  checks++;
  const error = await Promise.resolve().then(work).then(() => null, caught => caught);
  if (error?.kind !== kind) failures.push(`${what}: ${error?.kind ?? error} instead of ${kind}`);
}

const plain = map => Object.fromEntries([...map].map(([name, each]) => [name, each.value ?? `!${each.problem}`]));

async function vaultVectors(all) {
  for (const each of all.derive) {
    const material = await vault.inputMaterial(all.vault_keys[each.key], all.device_secrets[each.device]);
    equal(bytes.toHex(material), each.ikm, 'material');
    equal(bytes.toHex(await vault.encryptionBits(material)), each.enc_key, 'encryption key');
    equal(bytes.toHex(await vault.signingBits(material)), each.auth_key, 'signing key');
  }
  for (const each of all.device_hash) equal(await vault.deviceHash(all.device_secrets[each.device]), each.sha256_hex, 'device hash');
  for (const each of all.sign.filter(({ device }) => device === 'none')) {
    const header = await vault.sign(await vault.signingKey(all.vault_keys[each.key]), 'POST', '/', bytes.utf8(each.body), each.timestamp);
    equal(header.split(',v2=')[0], each.header, 'signature');
  }
  for (const each of all.blobs) {
    const key = await vault.encryptionKey(all.vault_keys[each.key], all.device_secrets[each.device]);
    equal(await vault.sealBlob(key, each.plaintext, bytes.fromHex(each.iv)), each.blob_b64, 'blob');
    equal(await vault.openBlob(key, each.blob_b64), each.plaintext, 'text of a blob');
    equal(await vault.openBlob(key, `${each.blob_b64.slice(0, -4)}AAAA`), null, 'changed blob');
  }
  for (const each of all.parse_vault_key) equal(vault.parseVaultKey(each.input), each.result, `key ${each.input}`);
  const odd = '{"2":"b","1":"a","__proto__":"p","n":5,"t":true,"x":null,"l":[1,[2]],"o":{}}';
  equal([...vault.readSecrets(odd)].map(([name, value]) => `${name}=${value}`).sort(), ['1=a', '2=b', '__proto__=p', 'l=1,2', 'n=5', 'o=[object Object]', 't=true', 'x=null'], 'secrets');
  equal(vault.writeSecrets(new Map([['b', '1'], ['2', '\ud800"'], ['1', '']])), '{"b":"1","2":"\\ud800\\"","1":""}', 'written secrets');
}

async function envsyncVectors(all) {
  for (const each of all.pbkdf2_seed) {
    const keys = await envsync.passphraseKeys(each.passphrase, 'p');
    equal(await envsync.openEnv(keys, envsync.parseEnv(JSON.stringify(each.stored)), { project: 'p', branch: 'b' }, []), each.plaintext, 'document form');
  }
  for (const each of all.sha256_repo) {
    const keys = await envsync.passphraseKeys(each.passphrase, each.project_id);
    equal(await envsync.openEnv(keys, envsync.parseEnv(each.ciphertext), { project: each.project_id, branch: 'b' }, []), each.plaintext, 'repo form');
  }
  for (const each of all.fernet_edge) {
    const text = await fernet.openToken(await fernet.fernetKey(bytes.fromBase64Url(each.fernet_key)), each.token);
    const expected = /^accepted: ([\s\S]*)$/.exec(each.expect);
    equal(text && bytes.fromUtf8(text), expected ? expected[1] : null, each.case);
  }
}

async function levelsVectors(all) {
  // The many rounds are the same code: once is enough of what takes long.
  const cheap = all.derive.filter(({ iterations }) => iterations <= 100_000);
  for (const each of [all.derive[0], ...cheap]) {
    const key = await levels.projectKey(each.passphrase);
    const salt = bytes.fromBase64(each.salt_b64);
    equal(bytes.toHex(levels.padded(bytes.utf8(each.passphrase))), each.pad_key_hex, `padded ${each.name}`);
    equal(bytes.toHex(await levels.dataBits(key, salt, each.iterations)), each.data_key_hex, `data key ${each.name}`);
    equal(await levels.proofV1(key, salt, each.iterations), each.key_proof_b64, `proof ${each.name}`);
  }
  for (const each of all.blobs) {
    const key = await gcmKey(bytes.fromHex(each.key_hex));
    equal(await levels.sealLevel(key, each.plaintext, bytes.fromHex(each.iv_hex)), each.blob_b64, each.name);
    equal(await levels.openLevel(key, each.blob_b64), each.plaintext, each.name);
  }
  const key = await gcmKey(bytes.fromHex(all.bad_blobs.key_hex));
  for (const each of all.bad_blobs.must_all_fail) equal(await levels.openLevel(key, each.blob_b64), null, each.name);
  for (const each of all.merge) {
    const merged = merge(Object.entries(each.levels).map(([path, text]) => ({ path, values: levelValues(path, text, 'env') })));
    equal(plain(merged.values), each.merged, 'merge');
    if (each.resolved) equal(plain(resolveAll(merged.values)), each.resolved, 'resolved after the merge');
  }
  // Where the original gives up a whole set, ours is a result or an error of one value: docs/compatibility.md has the table.
  const ours = {
    'upstream bug: unset beside set': { A: '1', X: '1${NONE_1}' }, 'upstream bug: diamond': { A: '1', C: '1', X: '11' },
    'upstream: cycle spoils all': { A: '!circular reference: B -> A -> B', B: '!circular reference: B -> A -> B', C: '1', D: '1' },
    'upstream: required and unset spoils all': { X: '!NONE_1 is required: need it', C: '1', D: '1' },
  };
  for (const { name, vars, upstream } of all.interpolation) {
    const raw = new Map(Object.entries(vars).map(([each, value]) => [each, { value, literal: false }]));
    const expected = ours[name] ?? upstream;
    equal(sorted(plain(resolveAll(raw))), sorted(expected), name);
  }
}

const sorted = object => Object.fromEntries(Object.entries(object).sort());

async function againstJava() {
  const { key, device, text, passphrase, project, branch, names } = given;
  const place = { project, branch };
  equal(await vault.sign(await vault.signingKey(key), 'POST', '/a/b', bytes.utf8(given.body), 1_711_187_650_872), given.signature, 'bound signature');
  const encryption = await vault.encryptionKey(key, device);
  equal(await vault.openBlob(encryption, given.vaultBlob), text, 'blob of Java');
  const keys = await envsync.passphraseKeys(passphrase, project);
  equal(await envsync.openEnv(keys, envsync.parseEnv(given.envsync), place, names), text, 'branch of Java');
  equal(await envsync.openEnv(keys, envsync.parseEnv(given.repo), place, names), text, 'branch of Java in the repo form');
  await fails(() => envsync.openEnv(keys, envsync.parseEnv(given.envsync), { project, branch: 'other' }, names), 'foreign', 'another branch');
  await fails(() => envsync.openEnv(keys, envsync.parseEnv(given.envsync), place, ['A']), 'foreign', 'other names');
  const wrong = await envsync.passphraseKeys(`${passphrase} `, project);
  await fails(() => envsync.openEnv(wrong, envsync.parseEnv(given.repo), place, names), 'decrypt', 'wrong passphrase');
  for (const rounds of [99_999, 2_000_001, 1.5]) {
    await fails(() => envsync.parseEnv(JSON.stringify({ ciphertext: 'x', salt: '00', iterations: rounds })), 'malformed', `${rounds} rounds`);
  }
  const salt = bytes.fromBase64(given.salt);
  const levelsKey = await levels.projectKey(passphrase);
  const terms = { managed: 'client', salt, rounds: given.rounds };
  const strict = await levels.access(levelsKey, { ...terms, proof: 'v2' });
  equal(strict.proof, given.proofV2, 'proof v2');
  equal((await levels.access(levelsKey, { ...terms, proof: 'v1' })).proof, given.proofV1, 'proof v1');
  equal(await levels.openLevel(strict.data, given.levelBlob), text, 'level of Java');
  for (const rounds of [99_999, 10_000_001]) await fails(() => levels.access(levelsKey, { ...terms, rounds }), 'terms', `${rounds} rounds`);
  given.texts.forEach((each, at) => {
    const found = assignments(each).map(one => [one.name, one.value, one.quote, `${one.start} ${one.written} ${one.writtenEnd} ${one.lineEnd}`]);
    equal(found, given.parsed[at], `grammar of ${JSON.stringify(each)}`);
    equal(skippedLines(each), given.skipped[at], `skipped lines of ${JSON.stringify(each)}`);
  });
  return {
    vaultBlob: await vault.sealBlob(encryption, text), levelBlob: await levels.sealLevel(strict.data, text),
    envsync: await envsync.sealEnv(keys, text, place, names, 1),
  };
}

async function rules() {
  const history = [['+C'], ['rollback_from_v1'], ['-A', '~B'], ['+A', 'B']].map((changed, at) => ({ version: 4 - at, changed }));
  equal(namesFrom(history), ['A', 'B', 'C'], 'names out of the history');
  equal(namesFrom(history.slice(2)), ['B'], 'names out of the first versions');
  const seen = new Seen();
  seen.version('p', 3);
  await fails(() => seen.version('p', 2), 'pin', 'a version that goes back');
  seen.accept({ place: 'p', version: 2 });
  seen.version('p', 2);
  seen.terms('p', 'a', 1);
  await fails(() => seen.terms('p', 'b', 1), 'pin', 'other terms under the same key version');
  seen.terms('p', 'b', 2);
  await fails(() => seen.terms('p', 'b', 1), 'pin', 'a key version that goes back');
  equal(levels.unbindLevel('a/b', levels.bindLevel('a/b', 'X=1\n'), true), 'X=1\n', 'own level');
  await fails(() => levels.unbindLevel('a/b', levels.bindLevel('a/c', 'X=1\n'), false), 'foreign', 'another level');
  await fails(() => levels.unbindLevel('a/b', 'X=1\n', true), 'foreign', 'a level that does not say which');
  for (const text of ['{"A":"1"}', '{}', '{\n  "A": "1"\n}\n']) {
    equal(levels.unbindObject('a/b', levels.bindObject('a/b', text)), text.trim(), `own level in json ${text}`);
    equal(plain(levelValues('a/b', levels.bindObject('a/b', text), 'json'))._ENVDRIFT_LEVEL, 'a/b', 'bound json is json');
    await fails(() => levels.unbindObject('a/b', levels.bindObject('a/c', text)), 'foreign', 'another level in json');
  }
  await fails(() => levelValues('a', 'A-B=1', 'env'), 'format', 'a name that levels do not have');
  await fails(() => levelValues('a', 'A=1\nnonsense', 'env'), 'format', 'a line that is none');
  equal(plain(levelValues('a', applyLevelEdits('{"A":"1"}', 'json', [{ name: 'B', value: '2' }, { name: 'A', value: null }]), 'json')), { B: '2' }, 'edit of json');
  for (const value of ['', 'x', 'a b', "it's", '"', '`"\'', '$HOME', 'a\nb', 'a\r\nb', 'x\\', '#', ' x ', '\u2028', 'C:\\new', '\ud83d\ude80']) {
    const text = `# c\nA=old # note\nB='2'\n`;
    if (quoted(value) === null) continue;
    const edited = applyEdits(text, [{ name: 'A', value }]);
    equal([valuesOf(edited).get('A').value, valuesOf(edited).get('B').value, edited.startsWith('# c\nA='), edited.includes(' # note')], [value, '2', true, true], `edit to ${JSON.stringify(value)}`);
  }
  equal(applyEdits('A=1\nexport B=2 # c\nC=3', [{ name: 'B', value: null }, { name: 'D', value: 'x y' }]), "A=1\nC=3\nD='x y'\n", 'removed and added');
  await fails(() => applyEdits('', [{ name: 'A', value: '\0' }]), 'input', 'a value that no quotes hold');
  await fails(() => applyEdits('', [{ name: 'A B', value: '' }]), 'input', 'a name that is none');
  equal(marked(compare(new Map([['a', '1'], ['b', '1'], ['c', '1']]), new Map([['b', '2'], ['c', '1'], ['d', '1']]))), ['+d', '~b', '-a'], 'changes');
}

/** A server of EnvSync with one branch that anybody replaces, in the place of the network. */
async function conflicts() {
  const token = 'x.y.z';
  const keys = await envsync.passphraseKeys(given.passphrase, 'p');
  const seal = async (text, version) => ({ ciphertext: await envsync.sealEnv(keys, text, { project: 'p', branch: 'main' }, [...valuesOf(text).keys()], 1), key_names: [...valuesOf(text).keys()], version });
  let stored = await seal('A="${B}/x"\nB=1\nC=1\n', 3);
  let foreign = { ciphertext: 'gAAAA', key_names: [], version: 9 };
  globalThis.fetch = async (path, { method, body }) => {
    const answer = /caller$/.test(path) ? { email: 'a@example.com', role: 'developer', projects: ['q', 'p'], everywhere: false } : /branches$/.test(path) ? { branches: [{ branch: 'main', version: 1, pushed_at: 'x' }] }
      : /versions\?/.test(path) ? { versions: [{ version: stored.version, key_names: stored.key_names }] }
        : method === 'POST' ? { version: (stored = { ...JSON.parse(body), version: stored.version + 1 }).version } : /\/q\//.test(path) ? foreign : stored;
    return { ok: true, status: 200, text: async () => JSON.stringify(answer) };
  };
  const session = new Session();
  const form = { kind: 'envsync', token, passphrase: given.passphrase };
  await fails(() => session.open({ ...form, project: 'q' }), 'decrypt', 'a passphrase of another project');
  equal((await session.open({ ...form, project: '' })).project, 'p', 'the project whose values the passphrase opens');
  const place = 'main';
  const other = await session.enter({ project: 'q' });
  equal([other.project, other.can.values, /not that of this project/.test(other.locked)], ['q', false, true], 'a project of another passphrase shows names');
  await session.values({ place });
  await session.enter({ project: 'p' });
  equal((await session.values({ place })).version, 3, 'a version that another project had before a failed sign-in');
  session.hold({ place });
  stored = await seal('A="${B}/x"\nB=theirs\nC=1\n', 4);
  equal((await session.values({ place })).version, 4, 'loaded again');
  const edits = [{ name: 'A', value: '${B}/y' }, { name: 'B', value: 'mine' }, { name: 'D', value: '1' }];
  const { rows, version } = await session.theirs({ place, edits });
  equal([version, ...rows.map(isUntouched)], [4, true, false, true], 'what both changed is for the reader to decide');
  equal(session.revealTheirs({ place, name: 'B', side: 'base' }), { value: '1' }, 'the base is what the edits were begun on');
  await session.values({ place });
  stored = await seal('A="${B}/x"\nB=theirs\nC=2\n', 5);
  await session.values({ place });
  equal((await session.push({ place, edits: edits.slice(0, 1), version: 5 })).version, 6, 'an old conflict is forgotten when the view is loaded again');
  await session.values({ place });
  equal(session.reveal({ place, name: 'A' }).resolved, { value: 'theirs/y' }, 'an edited value goes on to refer');
  const { bind, ...unbound } = JSON.parse(stored.ciphertext);
  equal(typeof bind, 'string', 'what the page pushes is bound');
  stored = { ...stored, ciphertext: JSON.stringify(unbound), version: 7 };
  for (const look of ['once', 'twice']) await fails(() => session.values({ place }), 'pin', `a version that is bound no more, ${look}`);
  session.accept({ place, version: 7, within: 'p', bound: false });
  equal((await session.values({ place })).version, 7, 'a version that is not bound, accepted');
}

/** Levels of two projects, of which the second cannot be entered. */
async function levelsSessions() {
  const project = (slug, encryption_type) => ({ attributes: { slug, encryption_type, secret_format: 'env' } });
  let abilities = ['key:retrieve', 'secret:read', 'secret:history'];
  let content = 'A=1\n';
  const answers = [
    [/\/user$/, () => ({ data: { attributes: { name: 'n', abilities } }, included: [{ attributes: { ulid: 'o', name: 'O' } }] })],
    [/\/projects\?/, () => ({ data: [project('one', 'server'), project('two', 'server')] })],
    [/one\/encryption-key$/, () => ({ data: { attributes: { content: JSON.stringify({ key: { managed: 'server', key: 'k', key_check_salt: given.salt, key_check_iterations: given.rounds } }) } } })],
    [/secrets\/versions$/, () => ({ data: [] })],
    [/one\/secrets$/, () => ({ data: { attributes: { levels: { project: { encrypted: false, content, version: 1 } }, format: 'env' } } })],
  ];
  globalThis.fetch = async path => {
    const found = answers.find(([pattern]) => pattern.test(path));
    return { ok: Boolean(found), status: found ? 200 : 503, text: async () => JSON.stringify(found ? found[1]() : {}) };
  };
  const session = new Session();
  const form = { kind: 'levels', token: `dotenv_${'0'.repeat(26)}_x`, project: '', clientKey: '' };
  await session.open(form);
  await session.values({ place: 'one' });
  await fails(() => session.enter({ project: 'two' }), 'busy', 'a project whose key does not come');
  equal(session.reveal({ place: 'one', name: 'A' }).value, '1', 'the project before stays');
  await session.compareVersions({ place: 'one', older: 'now', newer: 'now' });
  content = 'A=2\n';
  await session.history({ place: 'one' });
  equal(await session.revealVersion({ place: 'one', id: 'now', name: 'A' }), { value: '2' }, 'the newest version is what is there now');
  abilities = ['secret:read', 'secret:decrypt'];
  await fails(() => session.open({ ...form, clientKey: 'x' }), 'terms', 'a client key for what the server decrypts');
}

/** An audit log of 1,203 rows, newest first, told a page at a time by each of the three APIs: all of it comes, and nothing twice. */
async function auditPages() {
  const newest = 1203;
  const ids = (limit, before = newest + 1) => Array.from({ length: Math.min(limit, before - 1) }, (_, at) => before - 1 - at);
  const row = id => ({ id, action: `a${id % 7}`, status: 200, created_at: 'x', attributes: { action: `a${id % 7}`, outcome: id === 3 ? 'refused 403' : 'ok' } });
  globalThis.fetch = async (path, { body }) => {
    const url = new URL(path, 'http://localhost');
    const given = Number(url.searchParams.get('limit') ?? url.searchParams.get('per_page') ?? (body && JSON.parse(new TextDecoder().decode(body)).limit));
    const page = Number(url.searchParams.get('page') ?? 1);
    const before = Number(url.searchParams.get('before') ?? (body && JSON.parse(new TextDecoder().decode(body)).before) ?? 0) || undefined;
    const data = url.searchParams.has('page') ? ids(given, newest + 1 - (page - 1) * given).map(row) : [];
    const entries = ids(given, before).map(row);
    return { ok: true, status: 200, text: async () => JSON.stringify({ devices: [], environments: [], entries, data, meta: { current_page: page, last_page: Math.ceil(newest / given) } }) };
  };
  const projects = {
    'vault-env': await VaultEnvProject.open({ key: 'vk_p_secret', device: 'd' }, new Seen()),
    envsync: Object.assign(new EnvSyncProject(), { id: 'p', bearer: {} }),
    levels: Object.assign(new LevelsProject(), { organization: 'o', bearer: {}, abilities: ['*'], limits: [] }),
  };
  for (const [kind, project] of Object.entries(projects)) {
    const seen = [];
    let before;
    do {
      const answer = await project.auditView({ before });
      seen.push(...answer.rows.map(each => each.id));
      ({ before } = answer);
    } while (before);
    equal(seen, ids(newest), `audit log of ${kind}`);
  }
  const limited = Object.assign(new LevelsProject(), { organization: 'o', bearer: {}, abilities: ['*'], limits: ['acme/backend/*'] });
  await fails(() => limited.auditView({}), 'denied', 'the audit log with a token with limits');
  equal(/limited to acme\/backend\/\*/.test((await limited.access()).closed), true, 'what a token with limits may not see');
  const foreign = Object.assign(new LevelsProject(), { managed: 'client' });
  await fails(() => foreign.text('acme', { encrypted: false, content: 'A=1' }, null, 'env'), 'foreign', 'a plain level where the clients hold the key');
  const issuing = Object.assign(new LevelsProject(), { organization: 'o', bearer: {}, abilities: ['api-token:create'], limits: [], listed: [] });
  equal([issuing.describe().can.tokens, issuing.describe().can.issue, (await issuing.access()).closed.length], [true, true, 2], 'who issues tokens need not list them');
}

function drift() {
  const open = object => ({ version: 1, values: new Map(Object.entries(object).map(([name, value]) => [name, { value }])) });
  const loaded = [{ place: 'dev', snapshot: open({ A: '1', B: '1', C: '1' }) }, { place: 'prod', snapshot: open({ A: '1', B: '2' }) },
    { place: 'names', snapshot: { version: 1, values: null, names: ['A', 'B', 'C'] } }, { place: 'broken', problem: { sentence: 'no' } }];
  const made = rowsOf(matrix(loaded));
  equal(made.cells.map(row => [...row]), [[3, 3, 1, 2], [3, 4, 1, 2], [3, 0, 1, 2]], 'matrix');
  equal(differences(made), { missing: [{ place: 'prod', names: ['C'] }], different: ['B'] }, 'differences');
  equal(rowsFor(made, {}), [2, 1, 0], 'missing first, then different');
  equal(rowsFor(made, { onlyDifferences: true, filter: 'b' }), [1], 'filter');
  equal(cellText(3 + 27, true).text, 'AB', 'letters beyond Z');
  equal(shown('a\u202eb\u0000\u200d\ud800'), 'a\\u202eb\\u0000\\u200d\\ud800', 'what does not show is written out');
  const unseenOnes = ['\u{e0000}', '\u{e0041}', '\u{e007f}', '\u115f', '\u1160', '\u3164', '\uffa0', '\u180b', '\u180f', '\u034f', '\ufe00', '\ufe0f', '\u{e0100}', '\u{e01ef}', '\u17b4', '\u200b', '\u200c',
    '\u2060', '\u206f', '\u00ad', '\u061c', '\ufeff', '\u2028', '\ufff9', '\u{1d173}', '\u{1bca0}', '\u2800', '\u00a0', '\u2009', '\u202f', '\u3000', '\ufdd0', '\u{16fe4}', '\u{1d159}', '\u0085', '\r'];
  for (const one of unseenOnes) {
    equal(/^AB\\u/.test(shown(`AB${one}`)) && shown(`AB${one}`) !== shown('AB'), true, `a name with ${JSON.stringify(one)} shows it`);
    equal(unseen(`AB${one}`) !== '', true, `a value with ${JSON.stringify(one)} says so`);
  }
  equal(shown('e\u0301') !== shown('\u00e9'), true, 'a letter with a mark is not the one character');
  for (const plainText of ['DATABASE_URL', 'naïve café', 'Ελλάδα', 'данные', '変数', '한국어', 'हिन्दी', 'عربي', 'a\tb\nc', '\ud83d\ude80']) equal(shown(plainText), plainText, 'text that shows stays');
  equal([unseen('a b'), unseen(' a'), unseen('a\n'), unseen('')], ['', 'Begins with a blank or a line end.', 'Ends with a blank or a line end.', ''], 'blanks at the ends of a value');
  equal(unseen('a\r\nb'), 'Has line ends with a carriage return.', 'line ends of Windows');
  equal(shown('x'.repeat(10_000)).length, 401, 'what is very long is cut');
  equal(hidden('ok\n\té\ud83d\ude80\u0000\u0000'), ['\\u0000'], 'characters of a value that do not show');
  equal(csv([['=1+1', 'a"b', 'x,y']]), '\'=1+1,"a""b","x,y"\r\n', 'csv');
  equal(plainTable([['Name', 'dev'], ['A', 'same']]), 'Name  dev\nA     same\n', 'table as text');
}

await vaultVectors(read(given.vaultVectors));
await envsyncVectors(read(given.envsyncVectors));
await levelsVectors(read(given.levelsVectors));
const sealed = await againstJava();
await rules();
await conflicts();
await levelsSessions();
await auditPages();
drift();
writeFileSync(outFile, JSON.stringify({ checks, failures, ...sealed }));
