// What CI reported: for each repository and branch, which keys fit, and since when one does not.

import { button, fill, h } from '../parts/dom.js';
import { table, tableRow } from '../parts/table.js';
import { time } from '../parts/time.js';

const HEADS = ['Repository', 'Branch', 'File or secret', 'State', 'Since', 'Key', 'Commit', 'Reported'];

export async function show(view, app) {
  let first;
  try {
    first = await app.call('reports');
  } catch (error) {
    if (![401, 403, 404].includes(error.status)) throw error;
    fill(view, h('h1', {}, 'CI keys'), h('p.plain', {}, 'Reports show to owners of a project, and to whoever has the operator’s read token.'));
    return;
  }
  if (!first.reports.length) {
    fill(view, h('h1', {}, 'CI keys'), h('p.plain', {}, 'CI reported nothing yet. A job reports like this:'),
      h('pre', {}, `envdrift sync --check-decryption --ci --report-to ${location.origin}`));
    return;
  }
  const list = table('Reports', 'reports', HEADS, []);
  const more = button('More', () => further(), { data: { test: 'more' } });
  let before;
  const add = answer => {
    list.querySelector('tbody').append(...answer.reports.flatMap(lines).map(line => tableRow(HEADS, line)));
    ({ before } = answer);
    more.hidden = !before;
  };
  const further = async () => {
    try {
      add(await app.call('reports', { before }));
    } catch (error) {
      app.fail(error, further);
    }
  };
  add(first);
  fill(view, h('h1', {}, 'CI keys'), h('p', {}, 'Whether the keys in the vaults open the files that are committed, as the jobs of each repository last reported.'), list, more);
}

/** What does not fit comes first, a line for each; what fits shares one. */
function lines(report) {
  const rows = report.rows ?? [];
  const bad = rows.filter(row => !row.fits);
  const fit = rows.length - bad.length;
  const place = [report.repository, report.branch];
  const end = [commit(report.commit), time(report.receivedAt)];
  const good = fit > 0 && { cells: [...place, fit === 1 ? nameOf(rows.find(row => row.fits)) : `${fit} files`, h('span.tag.ok', {}, 'fits'), time(report.since),
    fit === 1 ? fingerprint(rows.find(row => row.fits)) : '', ...end] };
  const failed = bad.map(row => ({ class: 'refused', cells: [...place, nameOf(row), [h('span.tag.bad', {}, 'does not fit'), h('small', {}, ` ${row.decryptionReason ?? row.reason ?? row.status}`)],
    since(row), fingerprint(row), ...end] }));
  const error = !rows.length && { class: report.ok ? '' : 'refused', cells: [...place, report.command,
    report.ok ? h('span.tag.ok', {}, 'fits') : [h('span.tag.bad', {}, 'failed'), report.error && h('small', {}, ` ${report.error}`)], since(report), '', ...end] };
  return [...failed, good, error].filter(Boolean);
}

/** The file, or the secret and the place it is for. */
const nameOf = row => row.file ?? (row.secret ? [row.secret, row.folder && h('small', {}, ` for ${[row.folder, row.environment].filter(Boolean).join(', ')}`)] : row.environment ?? row.folder ?? '');
const fingerprint = row => [row.vaultFingerprint && ['vault ', h('code', {}, row.vaultFingerprint), ' '], row.localFingerprint && ['here ', h('code', {}, row.localFingerprint), ' '],
  row.fileFingerprint && ['file ', h('code', {}, row.fileFingerprint)]].filter(Boolean);
const commit = text => text && h('code.commit', { title: text }, text.slice(0, 7));
const since = row => [moment(row.since, row.sinceCommit), row.lastGood && h('small', {}, '; last fitted ', moment(row.lastGood, row.lastGoodCommit))];
const moment = (at, made) => [time(at), made && [' with ', commit(made)]];
