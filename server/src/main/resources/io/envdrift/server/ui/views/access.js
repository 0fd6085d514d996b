// Who may read and write: devices of vault-env, tokens, invites and members of the others.

import { button, choice, field, fill, h } from '../parts/dom.js';
import { ask, showOnce } from '../parts/dialog.js';
import { table } from '../parts/table.js';
import { time } from '../parts/time.js';

const PRESETS = {
  read: ['Read', ['secret:read', 'key:retrieve', 'project:read', 'target:read', 'environment:read', 'organization:read']],
  write: ['Read and write', ['secret:read', 'secret:write', 'secret:history', 'key:retrieve', 'project:read', 'target:read', 'environment:read', 'organization:read']],
  audit: ['Read the audit log', ['audit:read', 'organization:read']],
  all: ['Everything', ['*']],
};

export async function show(view, app) {
  const { devices, tokens, invites, members, closed } = await app.call('access');
  const { can, kind } = app.session;
  const levels = kind === 'levels';
  fill(view, h('h1', {}, 'Access'),
    devices && deviceList(app, devices),
    (tokens || can.issue) && [can.issue && [h('h2', {}, levels ? 'Issue a token' : 'Give access'), issueForms(app)], h('h2', {}, 'Tokens'), tokens ? tokenTable(app, tokens) : ''],
    invites?.length > 0 && [h('h2', {}, 'Invites'), inviteTable(app, invites)],
    (members || can.members) && [h('h2', {}, 'Members'), can.members && memberForm(app), members ? memberTable(app, members) : ''],
    closed?.map(text => h('p.why', { data: { test: 'closed' } }, text)));
}

/** Approved is not all: one device secret opens an environment. */
export const approved = name => `${name} is approved. It reads values with the team’s device secret: vault-env device export prints it.`;

/** Does something and shows the view again. */
async function act(app, call, args, done) {
  try {
    await app.call(call, args);
    await app.go('access');
    app.say(done);
  } catch (error) {
    app.fail(error);
  }
}

function deviceList(app, devices) {
  const order = { pending: 0, approved: 1, revoked: 2 };
  const sorted = [...devices].sort((one, other) => order[one.status] - order[other.status]);
  const approve = device => button('Approve', () => act(app, 'approve', { id: device.id }, approved(device.name)),
    { class: device.status === 'pending' ? 'primary' : '', 'aria-label': `Approve ${device.name}`, data: { test: 'approve' } });
  const revoke = device => button('Revoke', async () => {
    if (await ask(`Revoke ${device.name}?`, 'It can neither read nor write any more. What it read already stays known to it: change those values.', 'Revoke')) {
      act(app, 'revoke', { id: device.id }, `${device.name} is revoked.`);
    }
  }, { 'aria-label': `Revoke ${device.name}`, data: { test: 'revoke' } });
  return [h('p', {}, 'A colleague runs ', h('code', {}, 'vault-env register-device'), ' and waits here. Approved, they read values with the team’s device secret, which ', h('code', {}, 'vault-env device export'), ' prints.'),
    table('Devices', 'devices', ['Name', 'State', 'Registered', 'Last seen', ''], sorted.map(device => [
      device.name, h('span', { class: `tag ${device.status === 'pending' ? 'warn' : device.status === 'revoked' ? 'quiet' : 'ok'}` }, device.status === 'pending' ? 'waits' : device.status),
      time(device.created), time(device.seen, 'never'), device.status === 'approved' ? revoke(device) : approve(device)]))];
}

function tokenTable(app, tokens) {
  if (!tokens.length) return h('p.plain', {}, 'None was issued here.');
  const revoke = token => button('Revoke', async () => {
    if (await ask(`Revoke the token of ${token.name}?`, 'Whoever uses it is refused from now on.', 'Revoke')) act(app, 'revoke', { id: token.id }, `The token of ${token.name} is revoked.`);
  }, { 'aria-label': `Revoke the token of ${token.name}`, data: { test: 'revoke' } });
  return table('Tokens', 'tokens', ['For', 'May', 'Expires', ''], tokens.map(token => [
    token.name, [presetName(token.what), token.limits?.length ? h('small', {}, ` in ${token.limits.join(', ')}`) : ''],
    token.status === 'good' ? time(token.expires, 'never') : h('span.tag.quiet', {}, token.status), token.status === 'revoked' ? '' : revoke(token)]));
}

function presetName(abilities) {
  const found = Object.values(PRESETS).find(([, list]) => list.join(' ') === abilities);
  return found ? found[0].toLowerCase() : abilities;
}

function inviteTable(app, invites) {
  const back = invite => button('Take back', async () => {
    if (await ask(`Take the invite of ${invite.name} back?`, 'Its code is good for nothing from now on.', 'Take back')) {
      act(app, 'takeBack', { id: invite.id }, `The invite of ${invite.name} is taken back.`);
    }
  }, { 'aria-label': `Take the invite of ${invite.name} back`, data: { test: 'take-back' } });
  return table('Invites that nobody accepted yet', 'invites', ['For', 'May', 'By', 'Ends', ''], invites.map(invite =>
    [invite.name, invite.what, invite.by, time(invite.expires), back(invite)]));
}

const ROLES = ['member', 'developer', 'auditor', 'api_user', 'administrator', 'owner'];

/** What a member may do is told by the role; there is no mail: they sign in at a provider, or somebody issues a token. */
function memberForm(app) {
  const name = h('input', { name: 'member', required: true, autocomplete: 'off', spellcheck: 'false', data: { test: 'member-name' } });
  const role = choice(ROLES.map(each => [each, each.replace('_', ' ')]), 'developer', { data: { test: 'member-role' } });
  return h('form.issue', { 'aria-label': 'Add a member', data: { test: 'member' }, onsubmit: event => {
    event.preventDefault();
    const wanted = name.value.trim();
    if (!wanted) return name.focus();
    act(app, 'addMember', { name: wanted, role: role.value }, `${wanted} is a member now.`);
  } }, field('E-mail', name), field('Role', role), h('button', { type: 'submit', data: { test: 'add-member' } }, 'Add member'));
}

function memberTable(app, members) {
  const remove = member => app.session.can.removeMembers && button('Remove', async () => {
    if (await ask(`Remove ${member.name}?`, 'Their tokens end with it. What they read already stays known to them: change those values.', 'Remove')) {
      act(app, 'removeMember', { id: member.name }, `${member.name} is no member any more.`);
    }
  }, { 'aria-label': `Remove ${member.name}`, data: { test: 'remove-member' } });
  return members.length ? table('Members', 'members', ['Who', 'Role', ''], members.map(member => [member.name, member.what, remove(member)]))
    : h('p.plain', {}, 'There is none.');
}

function issueForms(app) {
  const levels = app.session.kind === 'levels';
  const name = h('input', { type: levels ? 'text' : 'email', name: 'name', required: true, autocomplete: 'off', data: { test: 'issue-name' } });
  const role = levels ? choice(Object.entries(PRESETS).map(([key, [text]]) => [key, text]), 'read', { data: { test: 'issue-role' } })
    : choice(['readonly', 'developer', 'owner'].map(each => [each, each]), 'developer', { data: { test: 'issue-role' } });
  const limits = h('input', { autocomplete: 'off', placeholder: `${app.session.project}/*`, data: { test: 'issue-limits' } });
  const days = h('input', { type: 'number', min: 1, max: 3650, value: 90, data: { test: 'issue-days' } });
  const issue = async call => {
    if (!name.value.trim()) return name.focus();
    const wish = levels
      ? { name: name.value.trim(), abilities: PRESETS[role.value][1], limits: limits.value.split(/[\s,]+/).filter(Boolean), days: Number(days.value) || 0 }
      : { name: name.value.trim(), role: role.value, days: Number(days.value) };
    try {
      const { secret, what, expires } = await app.call(call, wish);
      await showOnce(what === 'token' ? 'The new token' : 'The invite code', secret,
        what === 'token' ? 'The server shows it only now.' : 'Send it to them: it is good once, for seven days. They enter it here, or run envsync join.');
      await app.go('access');
      app.say(expires ? `Issued for ${wish.name}.` : `Issued for ${wish.name}, without an end.`);
    } catch (error) {
      app.fail(error);
    }
  };
  return [h('form.issue', { onsubmit: event => { event.preventDefault(); issue('issue'); }, 'aria-label': 'Issue a token', data: { test: 'issue' } },
    field(levels ? 'Whose or what for' : 'E-mail', name), field('May', role), levels && field('Only in', limits), field('For days', days),
    h('button.primary', { type: 'submit', data: { test: 'issue-token' } }, 'Issue token'),
    !levels && button('Invite', () => issue('invite'), { data: { test: 'invite' }, title: 'Makes a code that gives them the token' })),
  h('p.hint', {}, levels ? `“Only in” limits the token to a part, as in ${app.session.project}/backend/*; empty, it is good for the whole organization.`
    : 'A token shows here, for you to hand on. An invite is a code that they turn into their token themselves.')];
}
