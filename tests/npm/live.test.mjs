// This package and the one that it replaces, each against a real server: the
// same calls settle with the same values, keys and dates by their form.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { Syncano } from './support/environment.mjs';
import { byForm, missing, startServer } from './support/live.mjs';
import { original, ours, stopSubjects } from './support/subjects.mjs';

describe('against a server', { skip: missing }, () => {
  let servers = [];
  before(async () => {
    servers = [await startServer(), await startServer()];
  });
  after(async () => {
    stopSubjects();
    await Promise.all(servers.map((server) => server.stop()));
  });

  /** Runs a story on both clients, each on its own server. */
  function same(title, story) {
    test(title, async () => {
      const [mine, theirs] = [
        await ours.run(story, { args: { url: servers[0].url, name: title.replace(/\W+/g, '-') } }),
        await original.run(story, { args: { url: servers[1].url, name: title.replace(/\W+/g, '-') } }),
      ];
      assert.equal(mine.error, undefined, JSON.stringify(mine.error));
      assert.deepEqual(byForm(mine.value), byForm(theirs.value));
      assert.deepEqual(mine.unhandled, []);
    });
  }

  same('the account', async ({ Syncano, args, outcome }) => {
    const c = Syncano({ baseUrl: args.url, defaults: {} });
    const [email, password] = [`${args.name}@example.com`, 'a long password'];
    const seen = [await c.Account.register({ email, password, first_name: 'Ada' })];
    const told = async (call) => {
      const { value, error } = await outcome(call);
      seen.push(error ?? value);
      return value;
    };
    await told(() => c.Account.register({ email, password }));
    await told(() => c.Account.register({ email: 'no address' }));
    await told(() => c.Account.getUserDetails());
    await told(() => c.Account.login({ email, password: 'wrong' }));
    await told(() => c.Account.login({ email: 'nobody@example.com', password }));
    const { account_key: key } = await told(() => c.Account.login({ email, password }));
    await told(() => c.Account.getUserDetails());
    await told(() => c.Account.update({ email, first_name: 'Augusta', last_name: 'King' }));
    await told(() => c.Account.update({ first_name: 'A' }));
    await told(() => c.Account.changePassword({ current_password: 'wrong', new_password: 'another one' }));
    await told(() => c.Account.changePassword({ current_password: password, new_password: 'another one' }));
    await told(() => c.Account.login({ email, password: 'another one' }, false));
    await told(() => c.Account.setPassword('a third one'));
    await told(() => c.Account.activate({ uid: 'MQ', token: 'wrong' }));
    await told(() => c.Account.resendEmail('nobody@example.com'));
    await told(() => c.Account.resendEmail(email));
    await told(() => c.Account.resetPassword('nobody@example.com'));
    await told(() => c.Account.confirmPasswordReset({ uid: 'MQ', token: 'wrong', new_password: 'x' }));
    await told(() => c.Account.socialLogin('github', 'c2b5f0e9a7'));
    const fresh = await told(() => c.Account.resetKey());
    c.setAccountKey(key);
    await told(() => c.Account.getUserDetails());
    c.setAccountKey(fresh.account_key);
    await told(() => c.Account.getUserDetails());
    return seen;
  });

  same('instances', async ({ Syncano, args, outcome }) => {
    const c = Syncano({ baseUrl: args.url, defaults: {} });
    await c.Account.register({ email: `${args.name}@example.com`, password: 'a long password' }).then(({ account_key }) => c.setAccountKey(account_key));
    const { Instance } = c;
    const seen = [];
    const told = async (call) => {
      const { value, error } = await outcome(call);
      seen.push(error ?? value);
      return value;
    };
    const made = await told(() => Instance({ name: 'story-one', description: 'first', metadata: { a: 1 } }).save());
    for (const name of ['story-one', 'Story-Two', '1abcd', 'abc--de', 'devcenter', 'ends-with-']) await told(() => Instance.please().create({ name }));
    await told(() => Instance.please().list().then((x) => x));
    await told(() => Instance.please().get({ name: 'story-one' }).then((x) => x));
    await told(() => Instance.please().get({ name: 'not-there' }).then((x) => x));
    await told(() => Instance.please().update({ name: 'story-one' }, { description: 'changed' }).then((x) => x));
    made.description = 'saved';
    await told(() => made.save());
    await told(() => made.setGlobalConfig({ colour: 'blue' }));
    await told(() => made.getGlobalConfig());
    await told(() => Instance.please().getGlobalConfig({ name: 'story-one' }).then((x) => x.config));
    await told(() => made.rename({ new_name: 'story-three' }));
    await told(() => Instance.please().rename({ name: 'story-three' }, { new_name: 'story-four' }).then((x) => x));
    await told(() => Instance.please().getOrCreate({ name: 'story-four' }, {}));
    await told(() => Instance.please().getOrCreate({ name: 'story-five' }, { description: 'made' }));
    await told(() => Instance.please().updateOrCreate({ name: 'story-five' }, { description: 'u' }, { description: 'c' }));
    await told(() => Instance.please().first());
    await told(() => Instance.please().list().raw().then((x) => x));
    await told(() => Instance.please().delete({ name: 'story-five' }).then((x) => x));
    await told(() => Instance({ name: 'story-four' }).delete());
    await told(() => Instance.please().list().then((x) => x.length));
    return seen;
  });

  same('API keys', async ({ Syncano, args, outcome }) => {
    const c = Syncano({ baseUrl: args.url, defaults: {} });
    await c.Account.register({ email: `${args.name}@example.com`, password: 'a long password' }).then(({ account_key }) => c.setAccountKey(account_key));
    await c.Instance({ name: 'keys-one' }).save();
    const { ApiKey } = c;
    const seen = [];
    const told = async (call) => {
      const { value, error } = await outcome(call);
      seen.push(error ?? value);
      return value;
    };
    const I = { instanceName: 'keys-one' };
    const first = await told(() => ApiKey.please().create({ ...I, description: 'one', allow_user_create: true }));
    for (let i = 2; i <= 5; i++) await ApiKey({ ...I, description: `key ${i}` }).save();
    const page = await told(() => ApiKey.please().list(I).pageSize(2).then((x) => x));
    const second = await told(() => page.next());
    await told(() => second.prev());
    await told(() => ApiKey.please().list(I).ordering('desc').pageSize(2).then((x) => x));
    await told(() => ApiKey.please().list(I).fields(['id', 'description']).then((x) => x));
    await told(() => ApiKey.please().list(I).excludedFields(['links', 'api_key']).then((x) => x));
    await told(() => ApiKey.please().get({ ...I, id: first.id }).then((x) => x));
    await told(() => ApiKey.please().get({ ...I, id: 99999 }).then((x) => x));
    await told(() => ApiKey.please().update({ ...I, id: first.id }, { ignore_acl: true }).then((x) => x));
    await told(() => ApiKey.please().update({ ...I, id: first.id }, { ignore_acl: 'nonsense' }).then((x) => x));
    first.description = 'saved';
    await told(() => first.save());
    const reset = await told(() => ApiKey.please().reset({ ...I, id: first.id }).then((x) => x));
    seen.push(reset.api_key === first.api_key);
    await told(() => first.reset());
    await told(() => ApiKey.please().first(I));
    await told(() => c.Instance({ name: 'keys-one' }).apiKeys().list().then((x) => x.length));
    await told(() => ApiKey.please().delete({ ...I, id: first.id }).then((x) => x));
    await told(() => first.delete());
    await told(() => ApiKey.please().list({ instanceName: 'not-there' }).then((x) => x));

    const [last] = await ApiKey.please().list(I).ordering('desc');
    const other = Syncano({ baseUrl: args.url, apiKey: last.api_key, defaults: {} });
    await told(() => other.Instance.please().list().then((x) => x));
    await told(() => other.ApiKey.please().list(I).then((x) => x));
    await told(() => other.ApiKey.please().get({ ...I, id: last.id }).then((x) => x));
    await told(() => other.ApiKey.please().create(I));
    await told(() => other.ApiKey.please().reset({ ...I, id: last.id }).then((x) => x));
    await told(() => other.ApiKey({ ...I, id: last.id }).delete());
    await told(() => other.Account.getUserDetails());
    return seen;
  });

  same('invitations and administrators', async ({ Syncano, args, outcome }) => {
    const [owner, guest] = ['owner', 'guest'].map(() => Syncano({ baseUrl: args.url, defaults: {} }));
    const address = (who) => `${args.name}-${who}@example.com`;
    for (const [c, who] of [[owner, 'owner'], [guest, 'guest']]) {
      await c.Account.register({ email: address(who), password: 'a long password' }).then(({ account_key }) => c.setAccountKey(account_key));
    }
    await owner.Instance({ name: 'people-one' }).save();
    const I = { instanceName: 'people-one' };
    const seen = [];
    const told = async (call) => {
      const { value, error } = await outcome(call);
      seen.push(error ?? value);
      return value;
    };
    await told(() => guest.Admin.please().get({ ...I, id: 1 }).then((x) => x));
    const invited = await told(() => owner.InstanceInvitation({ ...I, email: address('guest'), role: 'read' }).save());
    await told(() => owner.InstanceInvitation({ ...I, email: address('guest'), role: 'read' }).save());
    await told(() => owner.InstanceInvitation.please().list(I).then((x) => x));
    await told(() => owner.InstanceInvitation.please().get({ ...I, id: invited.id }).then((x) => x));
    await told(() => invited.resend());
    const [mine] = await told(() => guest.Invitation.please().list().then((x) => x));
    await told(() => guest.Invitation.please().get({ id: mine.id }).then((x) => x));
    await told(() => guest.Invitation.please().accept('not a key').then((x) => x));
    await told(() => guest.Invitation.please().accept(mine.key).then((x) => x));
    await told(() => guest.Invitation.please().list().then((x) => x.length));
    const admins = await told(() => owner.Admin.please().list(I).then((x) => x));
    const id = admins.find(({ email }) => email === address('guest')).id;
    await told(() => guest.ApiKey.please().list(I).then((x) => x));
    await told(() => owner.Admin.please().update({ ...I, id }, { role: 'full' }).then((x) => x));
    await told(() => owner.Admin.please().update({ ...I, id }, { role: 'president' }).then((x) => x));
    await told(() => guest.ApiKey.please().list(I).then((x) => x.length));
    await told(() => guest.Instance({ name: 'people-one' }).delete());
    await told(() => owner.Admin.please().delete({ ...I, id }).then((x) => x));
    await told(() => guest.Instance.please().list().then((x) => x.length));
    const again = await told(() => owner.InstanceInvitation.please().getOrCreate({ id: null, ...I }, { email: 'else@example.com', role: 'write' }));
    await told(() => again.delete());
    return seen;
  });

  same('users and groups', async ({ Syncano, args, outcome }) => {
    const c = Syncano({ baseUrl: args.url, defaults: {} });
    await c.Account.register({ email: `${args.name}@example.com`, password: 'a long password' }).then(({ account_key }) => c.setAccountKey(account_key));
    await c.Instance({ name: 'users-one' }).save();
    const I = { instanceName: 'users-one' };
    const seen = [];
    const told = async (call) => {
      const { value, error } = await outcome(call);
      seen.push(error ?? value);
      return value;
    };
    const plainKey = await c.ApiKey(I).save();
    const makingKey = await c.ApiKey({ ...I, allow_user_create: true }).save();
    const user = await told(() => c.User({ ...I, username: 'bob', password: 'secret' }).save());
    await told(() => c.User({ ...I, username: 'bob', password: 'secret' }).save());
    await told(() => c.User.please().list(I).then((x) => x));
    await told(() => c.User.please().get({ ...I, id: user.id }).then((x) => x));
    await told(() => c.User.please().update({ ...I, id: user.id }, { username: 'robert' }).then((x) => x.username));
    const reset = await told(() => user.resetKey());
    seen.push(reset.user_key === user.user_key);
    const group = await told(() => c.Group({ ...I, label: 'staff', description: 'd' }).save());
    await told(() => c.Group.please().update({ ...I, id: group.id }, { label: 'crew' }).then((x) => x));
    await told(() => user.addGroup({ group: group.id }));
    await told(() => user.getGroups());
    await told(() => user.getGroup({ id: group.id }));
    await told(() => group.getUserDetails({ user: user.id }).then(({ username }) => username));
    await told(() => group.users().then((x) => x.map(({ username }) => username)));
    await told(() => user.deleteGroup({ id: group.id }));
    await told(() => group.addUser({ user: user.id }).then(({ username }) => username));
    await told(() => c.User.please().groupUsers({ ...I, id: group.id }).then((x) => x.length));

    const app = Syncano({ baseUrl: args.url, apiKey: plainKey.api_key, defaults: {} });
    await told(() => app.User({ ...I, username: 'eve', password: 'secret' }).save());
    await told(() => app.User.please().login(I, { username: 'robert', password: 'wrong' }));
    await told(() => app.User.please().login(I, { username: 'robert', password: 'secret' }));
    seen.push(app.getUserKey() === reset.user_key);
    await told(() => app.User.please().get(I).then((x) => x));
    await told(() => app.User.please().update(I, { username: 'rob' }).then((x) => x.username));
    await told(() => app.User.please().socialLogin({ ...I, backend: 'facebook' }, { access_token: 'c2b5f0e9a7' }).then((x) => x));
    const maker = Syncano({ baseUrl: args.url, apiKey: makingKey.api_key, defaults: {} });
    await told(() => maker.User({ ...I, username: 'eve', password: 'secret' }).save());
    await told(() => maker.Group.please().list(I).then((x) => x));
    await told(() => c.Group.please().delete({ ...I, id: group.id }).then((x) => x));
    await told(() => c.User.please().delete({ ...I, id: user.id }).then((x) => x));
    return seen;
  });

  same('a batch', async ({ Syncano, args }) => {
    const c = Syncano({ baseUrl: args.url, defaults: {} });
    await c.Account.register({ email: `${args.name}@example.com`, password: 'a long password' }).then(({ account_key }) => c.setAccountKey(account_key));
    await c.Instance({ name: 'batch-one' }).save();
    const I = { instanceName: 'batch-one' };
    const stored = await c.ApiKey({ ...I, description: 'stored' }).save();
    stored.description = 'changed';
    const batch = c.BatchManager(I);
    batch.addSingleObject(c.ApiKey({ ...I, description: 'made' }), 'create').addSingleObject(stored, 'update');
    const first = await batch.batch();
    const second = await batch.removeObjects().addSingleObject(stored, 'delete').addSingleObject(stored, 'delete').batch();
    return [first, second];
  });

  test('accounts are activated and passwords are reset by what the mails say', async () => {
    const [{ url, mailTo }] = servers;
    const { Account } = Syncano({ baseUrl: url });
    const email = 'mails@example.com';
    const proof = async (subject) => {
      const mail = await mailTo(email, subject);
      return { uid: /^uid: (\S+)/m.exec(mail)[1], token: /^token: (\S+)/m.exec(mail)[1] };
    };
    assert.equal((await Account.register({ email, password: 'a long password' })).is_active, false);
    assert.equal((await Account.activate(await proof('Activate your account'))).is_active, true);
    assert.deepEqual(await Account.resetPassword(email), {});
    const { account_key } = await Account.confirmPasswordReset({ ...(await proof('Choose a new password')), new_password: 'a new password' });
    assert.equal((await Account.login({ email, password: 'a new password' })).account_key, account_key);
  });

  test('a key is rotated while the application goes on, and many keys are walked through', async () => {
    const [{ url }] = servers;
    const owner = Syncano({ baseUrl: url });
    await owner.Account.register({ email: 'rotation@example.com', password: 'a long password' }).then(({ account_key }) => owner.setAccountKey(account_key));
    await owner.Instance({ name: 'rotation-one' }).save();
    const I = { instanceName: 'rotation-one' };
    const old = await owner.ApiKey({ ...I, description: 'app', ignore_acl: true }).save();
    const app = Syncano({ baseUrl: url, apiKey: old.api_key });
    const fresh = await owner.ApiKey.please().rotate({ ...I, id: old.id }, ({ api_key }) => {
      app.setApiKey(api_key);
    });
    assert.deepEqual([fresh.description, fresh.ignore_acl], ['app', true]);
    assert.equal((await app.Instance.please().first()).name, 'rotation-one');
    await assert.rejects(async () => Syncano({ baseUrl: url, apiKey: old.api_key }).Instance.please().list(), { status: 403 });

    for (let i = 0; i < 24; i++) await owner.ApiKey({ ...I, description: String(i) }).save();
    const descriptions = [];
    for await (const key of owner.ApiKey.please().list(I).pageSize(7)) descriptions.push(key.description);
    assert.deepEqual(descriptions, ['app', ...Array.from({ length: 24 }, (_, i) => String(i))]);

    await assert.rejects(owner.ApiKey.please().rotate({ ...I, id: fresh.id }, () => Promise.reject(new Error('no'))), { message: 'no' });
    assert.equal((await app.Instance.please().first()).name, 'rotation-one');
    assert.equal((await owner.ApiKey.please().list(I)).length, 25);
  });
});
