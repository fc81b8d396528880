// Which tests show which method.

import { byId, titleOf } from './differences.mjs';
import { idOf, methods } from './methods.mjs';
import { scenarios } from './scenarios.mjs';

/** Tests of methods that the original has not, or that take more than one scenario. */
const others = {
  'Syncano.keyKind': [['key-kinds.test.mjs', 'the last digit tells the kind of a key'], ['key-kinds.test.mjs', 'what is no key has no kind']],
  'Syncano.create': [['parity.test.mjs', 'a connection is made with and without new, and with no options at all']],
  'connection.dispose': [['results.test.mjs', 'a disposed connection has no keys, sends nothing, and leaves no timer behind']],
  'connection.toJSON': [['results.test.mjs', 'a connection shows its base URL and its defaults, and no key']],
  'ApiKey.please().rotate': [
    ['rotate.test.mjs', 'a key is replaced by one with the same flags, which is proven before the old one is deleted'],
    ['rotate.test.mjs', 'when deploying throws, the old key lives and the new one is gone'],
    ['rotate.test.mjs', 'when the new key does not work, the old one lives and the new one is gone'],
    ['rotate.test.mjs', 'when the caller gives up while deploying, the old key lives and the new one is gone'],
    ['rotate.test.mjs', 'when only the old key cannot be deleted, both live and the error says so'],
  ],
  'ApiKey.please().for await': [
    ['pages.test.mjs', 'for await walks through every object of every page'],
    ['memory.test.mjs', 'a walk through two hundred thousand objects holds one page at a time'],
  ],
  'ApiKey.please().catch': [['differences-promises.test.mjs', titleOf(byId.get('D23'))]],
  'ApiKey.please().finally': [['differences-promises.test.mjs', titleOf(byId.get('D23'))]],
  'ApiKey.please().withOptions': [['call-options.test.mjs', 'a timeout of the connection and one of a call both hold, the body included']],
  'User#deleteGroup': [['differences-targets.test.mjs', titleOf(byId.get('D20'))]],
  'Group#deleteUser': [['differences-targets.test.mjs', titleOf(byId.get('D20'))]],
};

/** Every method: `{id, name, group, isNew, differences, tests: [[file, title], …]}`. */
export function coverage() {
  return methods.flatMap((group) =>
    Object.keys(group.calls).map((name) => {
      const id = idOf(group, name);
      const shown = scenarios.filter(({ covers }) => covers.includes(id));
      const differences = [...new Set(shown.flatMap(({ differs }) => differs?.by ?? []))].sort();
      const tests = [...shown.map(({ title }) => ['parity.test.mjs', title]), ...(others[id] ?? [])];
      return { id, name, group, isNew: group.added?.includes(name) ?? false, differences, tests };
    }),
  );
}

/** What scenarios name besides methods: factories, options, error classes. */
export const NAMED_BESIDES = [
  'Syncano', 'ResultSet', 'BatchManager', 'Monitor', 'SyncanoError', 'ValidationError', 'RequestError', 'PaginationError', 'NetworkError',
  'ApiKey', 'Instance', 'Admin', 'InstanceInvitation', 'Invitation', 'User', 'Group',
  'connection.accountKey', 'connection.apiKey', 'connection.userKey', 'connection.socialToken',
];
