// Groups of a user and users of a group: queries that lead from one model to the other.

import { fromServer } from './model.mjs';
import { resultSet } from './result-set.mjs';

/**
 * Answers wrap the object: `{group: {…}}` or `{user: {…}}`. The instance and the
 * user that were asked for stay on the model; the `id` is the answer's own.
 */
const unwrap = (name, field) => (connection, data, props) => {
  const { instanceName, user } = props;
  return fromServer(connection, name, data?.[field] ?? data, { instanceName, user });
};

const groupOf = unwrap('Group', 'group');
const userOf = unwrap('User', 'user');

const pageOf = (convert) => (connection, raw, props, query, options) =>
  resultSet(connection, raw, query, (data) => convert(connection, data, props), options);

/** What is left of a removed membership: the side that was asked for. */
const gone = (name) => (connection, _raw, props) => {
  const { instanceName, id, user } = props;
  const rest = name === 'Group' ? { instanceName, id, user } : { instanceName, id: user };
  return fromServer(connection, name, rest);
};

/** `set(query, changes, properties)` changes a query and returns it. */
export function memberships(set) {
  const ask = (model, endpoint, method, convert, isList) =>
    function (properties = {}, other = {}) {
      const changes = { model, endpoint, method, convert, isList, payload: method === 'POST' ? other : undefined };
      return set(this, changes, method === 'POST' ? properties : { ...properties, ...other });
    };
  const groups = {
    list: ask('Group', 'userGroups', 'GET', pageOf(groupOf), true),
    one: ask('Group', 'userGroup', 'GET', groupOf),
    add: ask('Group', 'userGroups', 'POST', groupOf),
    remove: ask('Group', 'userGroup', 'DELETE', gone('Group')),
  };
  const users = {
    list: ask('User', 'groupUsers', 'GET', pageOf(userOf), true),
    one: ask('User', 'groupUser', 'GET', userOf),
    add: ask('User', 'groupUsers', 'POST', userOf),
    remove: ask('User', 'groupUser', 'DELETE', gone('User')),
  };
  return {
    getGroups: groups.list,
    getGroup: groups.one,
    addGroup: groups.add,
    deleteGroup: groups.remove,
    getUserGroups: groups.list,
    getUserGroup: groups.one,
    addUserGroup: groups.add,
    deleteUserGroup: groups.remove,
    users: users.list,
    getUserDetails: users.one,
    addUser: users.add,
    deleteUser: users.remove,
    groupUsers: users.list,
    getDetails: users.one,
    addUserToGroup: users.add,
    deleteUserFromGroup: users.remove,
  };
}
