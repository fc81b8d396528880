// The chapter "Authentication & API Keys" from its first call to its last.
// SYNCANO_BASE_URL says where the server is. `cargo xtask demo` runs it against
// a server that ends afterwards, so the keys below, printed in full, open nothing.
'use strict';

const { randomBytes } = require('node:crypto');
const Syncano = require('syncano');

async function show(call, promise) {
  const answer = await promise;
  console.log(`\n> ${call}\n${JSON.stringify(answer, null, 2)}`);
  return answer;
}

async function showRefusal(call, promise) {
  const error = await promise.then(
    () => Promise.reject(new Error(`${call} should have been refused`)),
    (refusal) => refusal,
  );
  if (error.name !== 'RequestError' || error.status !== 403) throw error;
  const { name, status, errors } = error;
  console.log(`\n> ${call}\nrefused: ${JSON.stringify({ name, status, errors }, null, 2)}`);
}

async function main() {
  const email = 'terry@example.com';
  const password = randomBytes(12).toString('hex');
  const instanceName = 'pectorals';

  // Nobody in particular: signing up and signing in need no key.
  const anonymous = Syncano();
  await show('Account.register', anonymous.Account.register({ email, password }));
  const user = await show('Account.login', anonymous.Account.login({ email, password }));

  // The account key may do everything that its administrator may.
  const admin = new Syncano({ accountKey: user.account_key });
  await show('Instance.please().create', admin.Instance.please().create({ name: instanceName }));
  const key = await show('ApiKey.please().create', admin.ApiKey.please().create({ instanceName }));

  // An API key sees the instance that it belongs to, and no account.
  const application = new Syncano({ apiKey: key.api_key });
  await show('Instance.please().list', application.Instance.please().list());
  await showRefusal('Account.getUserDetails', application.Account.getUserDetails());
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
