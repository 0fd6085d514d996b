// What CI reported: for each repository and branch, whether its keys fit, and since when they do not.

import { h } from '../parts/dom.js';
import { time } from '../parts/time.js';

export async function show(view, app) {
  let reports = [];
  try {
    ({ reports } = await app.call('reports'));
  } catch (error) {
    if (error.status !== 403 && error.status !== 404 && error.status !== 401) throw error;
    view.replaceChildren(h('h1', {}, 'CI keys'), h('p.plain', {}, 'Reports show to owners of a project, and to whoever has the operator’s read token.'));
    return;
  }
  view.replaceChildren(h('h1', {}, 'CI keys'), reports.length ? table(reports) : howTo());
}

const howTo = () => [h('p.plain', {}, 'CI reported nothing yet. A job reports like this:'),
  h('pre', {}, 'envdrift sync --check-decryption --ci --report-to URL')];

function table(reports) {
  return h('div.scroll', { tabIndex: 0, role: 'region', 'aria-label': 'Reports' }, h('table.rows', { data: { test: 'reports' } },
    h('thead', {}, h('tr', {}, ['Repository', 'Branch', 'Keys', 'File', 'Key', 'Commit', 'Reported'].map(text => h('th', { scope: 'col' }, text)))),
    h('tbody', {}, reports.map(report => h('tr', {}, h('th', { scope: 'row' }, report.repository), h('td', {}, report.branch),
      h('td', {}, report.ok ? h('span.tag.ok', {}, 'fit') : [h('span.tag.bad', {}, 'do not fit'), ' since ', time(report.since ?? report.at)]),
      h('td', {}, report.file ?? '', report.problem && h('small', {}, ` ${report.problem}`)), h('td', {}, h('code', {}, report.fingerprint ?? '')),
      h('td', {}, h('code', { title: report.commit }, (report.commit ?? '').slice(0, 8))), h('td', {}, time(report.at)))))));
}
