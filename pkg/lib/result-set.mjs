// A page of a list: a true array that knows its neighbours.

import { callOptions, follow } from './connection.mjs';
import { PaginationError, named } from './errors.mjs';

const states = new WeakMap();
const CURSOR = ['page_size', 'last_pk', 'direction'];

export class ResultSet extends Array {
  // What `map` and `slice` give is no page any more.
  static get [Symbol.species]() {
    return Array;
  }

  hasNext() {
    return Boolean(states.get(this).raw.next);
  }

  hasPrev() {
    return Boolean(states.get(this).raw.prev);
  }

  next(options) {
    return turn(this, 'next', 'There is no next page', options);
  }

  prev(options) {
    return turn(this, 'prev', 'There is no previous page', options);
  }
}

named(ResultSet, 'ResultSet');

/** A page of a raw answer; `convert` makes a model of each object. */
export function resultSet(connection, raw, query, convert, options) {
  const page = ResultSet.from(Array.isArray(raw.objects) ? raw.objects : [], convert);
  states.set(page, { connection, raw, query, convert, options });
  return page;
}

async function turn(page, side, missing, options) {
  const { connection, raw, query, convert, options: inherited } = states.get(page);
  const path = raw[side];
  if (!path || typeof path !== 'string') throw new PaginationError(missing);
  const rest = Object.fromEntries(Object.entries(query).filter(([name]) => !CURSOR.includes(name)));
  const answer = await follow(connection, {
    method: 'GET',
    path,
    query: rest,
    options: callOptions({ ...inherited, ...callOptions(options) }, 'list'),
  });
  return resultSet(connection, answer, query, convert, inherited);
}
