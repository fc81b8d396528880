// Administrators of an instance, and invitations on both sides.

const I = { instanceName: 'inst-1' };
const one = { ...I, id: 5 };

const calls = [
  ['Admin', 'list', 'lists the administrators', [I]],
  ['Admin', 'get', 'reads one administrator', [one]],
  ['Admin', 'update', 'changes a role', [one, { role: 'read' }]],
  ['Admin', 'delete', 'removes an administrator', [one]],
  ['Admin', 'first', 'gives the first administrator', [I]],
  ['InstanceInvitation', 'list', 'lists the invitations of an instance', [I]],
  ['InstanceInvitation', 'get', 'reads one invitation', [one]],
  ['InstanceInvitation', 'create', 'invites', [{ ...I, email: 'bob@example.com', role: 'read' }]],
  ['InstanceInvitation', 'delete', 'takes an invitation back', [one]],
  ['InstanceInvitation', 'resend', 'sends an invitation again', [one]],
  ['InstanceInvitation', 'getOrCreate', 'gives the invitation that is there', [one, { email: 'bob@example.com', role: 'read' }]],
  ['Invitation', 'list', 'lists the invitations to this account', []],
  ['Invitation', 'get', 'reads one invitation to this account', [{ id: 5 }]],
  ['Invitation', 'delete', 'declines an invitation', [{ id: 5 }]],
  ['Invitation', 'create', 'posts to the list, as it always did', [{ a: 1 }]],
  ['Invitation', 'accept', 'accepts by key and gives the raw answer', ['IK']],
  ['Invitation', 'getOrCreate', 'gives the invitation that is there', [{ id: 5 }, {}]],
];

export const scenarios = [
  ...calls.map(([model, name, what, args]) => ({
    title: `${model}.please().${name} ${what}`,
    covers: [`${model}.please().${name}`],
    args: { model, name, args },
    run: async ({ connect, args: { model, name, args } }) => connect()[model].please()[name](...args),
  })),
  ...['InstanceInvitation', 'Invitation'].map((model) => ({
    title: `${model}.please().bulkCreate saves one model after the other`,
    covers: [`${model}.please().bulkCreate`],
    args: { model, attributes: { ...I, email: 'bob@example.com', role: 'read' } },
    run: async ({ connect, args: { model, attributes } }) => {
      const make = connect()[model];
      return make.please().bulkCreate([make(attributes), make(attributes)]);
    },
  })),
  {
    title: 'Admin has no query method to create one',
    covers: [],
    run: ({ connect }) => typeof connect().Admin.please().create,
  },
  {
    title: 'an Admin is written with its role, and nothing that only the server sets',
    covers: ['Admin', 'Admin#save'],
    run: async ({ connect }) => {
      await connect().Admin({ instanceName: 'inst-1', id: 1, role: 'write', links: {} }).save();
    },
    differs: {
      by: ['D14'],
      requests: [
        {
          method: 'PUT',
          path: '/v1.1/instances/inst-1/admins/1/',
          headers: { accept: 'application/json', 'content-type': 'application/json', 'x-api-key': 'AK' },
          body: { role: 'write' },
        },
      ],
    },
  },
  {
    title: 'a new Admin is posted to the list, as it always was',
    covers: ['Admin#save'],
    run: async ({ connect }) => connect().Admin({ instanceName: 'inst-1', role: 'write' }).save(),
  },
  {
    title: 'an Admin is deleted and validated through its model',
    covers: ['Admin#delete', 'Admin#validate', 'Admin#isNew', 'Admin#toJSON'],
    run: async ({ connect }) => {
      const admin = connect().Admin({ instanceName: 'inst-1', id: 1 });
      return [await admin.delete(), connect().Admin({}).validate(), admin.isNew(), admin.toJSON()];
    },
  },
  {
    title: 'an InstanceInvitation is saved, sent again and deleted through its model',
    covers: ['InstanceInvitation', 'InstanceInvitation#save', 'InstanceInvitation#resend', 'InstanceInvitation#delete'],
    run: async ({ connect }) => {
      const { InstanceInvitation } = connect();
      const saved = await InstanceInvitation({ instanceName: 'inst-1', email: 'bob@example.com', role: 'read' }).save();
      const known = InstanceInvitation({ instanceName: 'inst-1', id: 5 });
      return [saved, await known.resend(), await known.delete()];
    },
  },
  {
    title: 'InstanceInvitation.please().getOrCreate with no id yet creates',
    covers: ['InstanceInvitation.please().getOrCreate'],
    answers: ({ method }) =>
      method === 'GET' ? { status: 404, json: { detail: 'Not found.' } } : { status: 201, json: { id: 1, email: 'bob@example.com', links: {} } },
    run: async ({ connect }) =>
      connect()
        .InstanceInvitation.please()
        .getOrCreate({ id: null, instanceName: 'inst-1' }, { email: 'bob@example.com', role: 'read' }),
    differs: {
      by: ['D8'],
      requests: [
        {
          method: 'POST',
          path: '/v1.1/instances/inst-1/invitations/',
          headers: { accept: 'application/json', 'content-type': 'application/json', 'x-api-key': 'AK' },
          body: { id: null, instanceName: 'inst-1', email: 'bob@example.com', role: 'read' },
        },
      ],
    },
  },
  {
    title: 'Invitation#accept sends the key',
    covers: ['Invitation', 'Invitation#accept'],
    run: async ({ connect }) => {
      await connect().Invitation({ id: 5 }).accept('IK');
    },
    differs: {
      by: ['D43'],
      requests: [
        {
          method: 'POST',
          path: '/v1.1/account/invitations/accept/',
          headers: { accept: 'application/json', 'content-type': 'application/json', 'x-api-key': 'AK' },
          body: { invitation_key: 'IK' },
        },
      ],
    },
  },
  {
    title: 'a new Invitation is posted to the list, as it always was',
    covers: ['Invitation#save'],
    run: async ({ connect }) => connect().Invitation({ email: 'bob@example.com' }).save(),
  },
  {
    title: 'an Invitation is deleted through its model',
    covers: ['Invitation#delete', 'Invitation#validate'],
    run: async ({ connect }) => {
      const invitation = connect().Invitation({ id: 5 });
      return [await invitation.delete(), invitation.validate()];
    },
  },
];
