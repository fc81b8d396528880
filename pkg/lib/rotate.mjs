// Replacing an API key without locking out the application that uses it.

import { callOptions, send, sibling } from './connection.mjs';
import { SyncanoError, ValidationError } from './errors.mjs';
import { fromServer } from './model.mjs';

const FLAGS = ['description', 'ignore_acl', 'allow_user_create', 'allow_group_create', 'allow_anonymous_read'];

/**
 * Makes a key with the flags of key `id`, hands it to `deploy`, proves that it
 * works, and only then deletes the old one. Until then any failure leaves the
 * old key alive and deletes the new one; after it the new key is in use and
 * stays, whatever becomes of the old one.
 */
export async function rotate(connection, props, deploy, options) {
  if (typeof deploy !== 'function') {
    throw new ValidationError({ deploy: ['must be an async function that takes the new key'] });
  }
  const call = (own, endpoint, method, id, payload, expect) =>
    send(connection, {
      model: 'ApiKey',
      endpoint,
      method,
      props: { ...props, id },
      payload,
      options: callOptions(own, expect),
    });
  // A caller who gives up does not want a key to be left behind.
  const tidy = (id) =>
    call({ ...options, signal: undefined }, 'detail', 'DELETE', id).catch((error) => {
      // A repeated deletion finds nothing.
      if (error.status !== 404) throw error;
    });
  const old = await call(options, 'detail', 'GET', props.id, undefined, 'object');
  const flags = Object.fromEntries(FLAGS.filter((flag) => flag in old).map((flag) => [flag, old[flag]]));
  const raw = await call(options, 'list', 'POST', undefined, flags, 'object');
  const fresh = fromServer(connection, 'ApiKey', raw, props);
  try {
    await deploy(fresh);
    await prove(connection, props, fresh, options);
  } catch (error) {
    await tidy(fresh.id).catch(() => {
      throw new SyncanoError(`The rotation failed, and the new key ${fresh.id} could not be deleted.`, { cause: error });
    });
    throw error;
  }
  await tidy(props.id).catch((cause) => {
    throw new SyncanoError(`Key ${fresh.id} is in use, but the old key ${props.id} could not be deleted.`, { cause });
  });
  return fresh;
}

/** The new key has to be able to read itself. */
async function prove(connection, props, fresh, options) {
  const probe = sibling(connection, fresh.api_key);
  try {
    const path = { ...props, id: fresh.id };
    const seen = await send(probe, {
      model: 'ApiKey',
      endpoint: 'detail',
      method: 'GET',
      props: path,
      options: callOptions(options, 'object'),
    });
    if (seen.id !== fresh.id) throw new SyncanoError('The new key does not read itself.');
  } finally {
    probe.dispose();
  }
}
