// The operator's read token: it shows what CI reported of the keys, and nothing else.

import { failure } from '../failure.js';
import { send } from './http.js';

export const REPORTS = '/api/v1/reports';

/** The latest report of each repository, branch and command, a page at a time. */
export const reportsPath = before => before ? `${REPORTS}?before=${encodeURIComponent(before)}` : REPORTS;

export class ReportsOnly {
  kind = 'reports';

  static async open({ token }) {
    if (!token.trim()) throw failure('input', 'The token is missing.', 'envdrift-server report-token --read NAME makes one.', { field: 'token' });
    const opened = new ReportsOnly();
    opened.bearer = { Authorization: `Bearer ${token.trim()}` };
    await opened.reports();
    return opened;
  }

  describe() {
    return { kind: this.kind, title: 'CI reports', project: 'all repositories', placeWord: 'repository', caller: 'the operator', projects: [], can: {}, locked: '' };
  }

  reports = ({ before } = {}) => send('GET', reportsPath(before), { headers: this.bearer });
}
