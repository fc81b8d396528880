// The rules that are checked before anything is sent, with their texts.

const good = {
  ApiKey: { instanceName: 'inst-1' },
  Instance: { name: 'inst-1' },
  InstanceInvitation: { instanceName: 'inst-1', email: 'a@b.co', role: 'full' },
  User: { instanceName: 'inst-1', username: 'u', password: 'p' },
  Group: { instanceName: 'inst-1', label: 'l' },
};

const date = { $date: 0 };
const name = [undefined, null, '', '  ', 'abc', 'abcd\u{1F600}', 5, true, {}, { a: 1 }, [], ['a'], ['a', 'b', 'c', 'd', 'e']];
const text = [undefined, null, 'x', '', 5, true, { a: 1 }, ['a'], date];
const flag = [undefined, null, true, false, 'true', 5, 1, { a: 1 }, ['a']];
const object = [undefined, null, {}, { a: 1 }, [], ['a'], date, 'x', 5, true];
const permission = [undefined, 'none', 'read', 'write', 'full', 'x', 5, true, { a: 1 }, ['a', 'b']];

/** A group has a whole number. */
const noFractions = {
  by: ['D44'],
  value: (list) => list.map((faults, i) => (i === 4 ? { 'profile.group': ['Profile group is not a number'] } : faults)),
};

const fields = [
  ['ApiKey', 'instanceName', name],
  ['ApiKey', 'description', text],
  ['ApiKey', 'ignore_acl', flag],
  ['ApiKey', 'allow_user_create', flag],
  ['ApiKey', 'allow_anonymous_read', flag],
  ['Instance', 'name', name],
  ['Instance', 'description', text],
  ['Instance', 'metadata', object],
  ['InstanceInvitation', 'instanceName', name],
  ['InstanceInvitation', 'email', [undefined, null, '', 'x', 'a@b', 'a@b.c', 'a@b.co', 'a b@c.de', 'A+b@x-y.CO.UK', 'a@b..co', '@b.co', 'é@b.co', 'a@127.0.0.1']],
  ['InstanceInvitation', 'role', [undefined, null, '', 'full', 'write', 'read', 'president', 5, true, { a: 1 }, ['full', 'x']]],
  ['User', 'instanceName', name],
  ['User', 'username', text],
  ['User', 'password', text],
  ['User', 'profile', object],
  ['User', 'profile.owner_permissions', permission],
  ['User', 'profile.group_permissions', permission],
  ['User', 'profile.other_permissions', permission],
  ['User', 'profile.group', [undefined, 5, '5', '-5', '5.5', 5.5, 'x', true, { a: 1 }], noFractions],
  ['User', 'profile.channel', text],
  ['User', 'profile.channel_room', text],
  ['Group', 'instanceName', name],
  ['Group', 'label', text],
  ['Group', 'description', text],
];

/** JSON has no `undefined` and no dates: the probe makes them. */
const encode = (value) => (value === undefined ? { $undefined: true } : value);

export const scenarios = [
  ...fields.map(([model, field, values, differs]) => ({
    differs,
    title: `${model}#validate checks ${field} with the documented texts`,
    covers: [`${model}#validate`],
    args: { model, field, values: values.map(encode), good: good[model] },
    run: ({ connect, args: { model, field, values, good } }) => {
      const c = connect();
      return values.map((given) => {
        const value = given?.$undefined ? undefined : given?.$date === 0 ? new Date(0) : given;
        const attributes = structuredClone(good);
        const [first, second] = field.split('.');
        if (second) attributes[first] = { [second]: value };
        else attributes[first] = value;
        return c[model](attributes).validate() ?? 'valid';
      });
    },
  })),
  {
    title: 'several faults are told at once, and nothing is sent',
    covers: ['User#save', 'Instance#save'],
    run: async ({ connect, outcome }) => {
      const c = connect();
      return [await outcome(c.User({}).save()), await outcome(c.Instance({ name: 5 }).save()), await outcome(c.ApiKey.please().create({}))];
    },
  },
];
