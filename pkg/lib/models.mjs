// What each model can do: which query methods it has, and which fields only the server writes.

const READ = ['get', 'list'];
const FULL = [...READ, 'create', 'bulkCreate', 'delete', 'update'];

/**
 * `query`: methods of the query set beyond those that all have.
 * `readOnly`: fields that a saved model does not send back.
 */
export const MODELS = {
  ApiKey: {
    plural: 'apiKeys',
    query: [...FULL, 'reset', 'rotate'],
    readOnly: ['id', 'api_key'],
  },
  Instance: {
    plural: 'instances',
    query: [...FULL, 'getOrCreate', 'updateOrCreate', 'cacheKey', 'rename', 'setGlobalConfig', 'getGlobalConfig'],
    readOnly: ['name', 'role', 'owner', 'location'],
  },
  Admin: { plural: 'admins', query: [...READ, 'delete', 'update'], readOnly: ['id', 'email', 'first_name', 'last_name'] },
  InstanceInvitation: {
    plural: 'instanceInvitations',
    query: [...READ, 'create', 'bulkCreate', 'delete', 'getOrCreate', 'resend'],
    readOnly: [],
  },
  Invitation: {
    plural: 'invitations',
    query: [...READ, 'create', 'bulkCreate', 'delete', 'getOrCreate', 'accept'],
    readOnly: [],
  },
  User: {
    plural: 'users',
    query: [
      ...FULL,
      'resetKey',
      'login',
      'socialLogin',
      'getGroups',
      'getGroup',
      'addGroup',
      'deleteGroup',
      'getDetails',
      'groupUsers',
      'addUserToGroup',
      'deleteUserFromGroup',
    ],
    readOnly: ['id', 'user_key', 'groups'],
  },
  Group: {
    plural: 'groups',
    query: [
      ...FULL,
      'getOrCreate',
      'updateOrCreate',
      'cacheKey',
      'users',
      'addUser',
      'deleteUser',
      'getUserDetails',
      'getUserGroups',
      'getUserGroup',
      'addUserGroup',
      'deleteUserGroup',
    ],
    readOnly: ['id'],
  },
};

/** The models that hang on an instance, by the name of their accessor. */
export const NESTED = {
  apiKeys: 'ApiKey',
  admins: 'Admin',
  users: 'User',
  groups: 'Group',
  instanceInvitations: 'InstanceInvitation',
};
