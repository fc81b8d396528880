// Every deliberate difference from the documented client, 1.0.30: what it did,
// and what this package does. The compatibility page is made of this list, and
// each entry has the test of its id.
//
// `verdict`: `mended` (a defect that is gone), `partly` (the rest is kept),
// `kept` (the same as ever, for applications that rely on it), `changed` (no
// defect, but different).

const keys = [
  ['D1', 'mended', 'Connections, models and queries print every key, and a connection has no JSON.',
    'Keys live in the WebAssembly memory. Inspection, JSON, spread and copies of a connection show its base URL and its defaults; keys are given to who asks for them by name.'],
  ['D2', 'mended', 'An error carries the request: the key, and the password of a failed login.',
    'An error never holds a request, a header or a payload, and keys and passwords that a server sends back are blotted out of it.'],
  ['D3', 'mended', 'Redirects are followed to other hosts, with every key, and for some with e-mail and password.',
    'Redirects are never followed: a 3xx rejects with a `RequestError` that has its status.'],
  ['D4', 'mended', 'A query without its instance name sends the keys to port 80 of this machine.',
    'Nothing is sent: a `ValidationError` names the missing properties.'],
  ['D5', 'mended', 'Path segments are not encoded, so that an id leads to any other path.',
    'Segments are percent-encoded; `.`, `..`, empty ones and control characters are refused.'],
  ['D6', 'mended', 'A URL that begins like the base URL gets the keys, whatever its port or host is.',
    'Links are compared by origin and path; one that leads away rejects with a `PaginationError`.'],
  ['D7', 'mended', 'A URL of another host is glued to the base URL.', 'It is refused, and nothing is sent.'],
  ['D8', 'mended', '`undefined` and `null` become text in a path.', 'They count as missing: a `ValidationError`, and nothing is sent.'],
  ['D9', 'mended', 'A query remembers the key of its first sending, and the caller\'s headers are filled with keys.',
    'Keys are read at the moment of sending, retries included; what the caller gave is not touched.'],
  ['D10', 'mended', '`resetKey()` leaves the dead key on the connection, and `reset()` the dead one on the model.',
    'The connection takes the new account key, the model its new `api_key`. `socialLogin` still sets no key.'],
  ['D11', 'mended', 'A login answer without a key wipes the key.', 'Only a key that is there takes the place of the old one.'],
  ['D12', 'kept', 'After `login` an API key of the connection keeps its precedence, and the old keys are sent with the login itself.',
    'Precedence and headers are part of the contract. Set `apiKey` to `null` to act as the administrator.'],
  ['D13', 'mended', 'A key that is no text is silently not sent.', 'It is refused with a `ValidationError`; `false`, `null` and an empty text mean no key.'],
  ['D14', 'mended', '`save()` and batches send back the key, the id, the owner and other fields that only the server sets.',
    'Only what can be written is sent. A new model still sends all that it was given.'],
];

const targets = [
  ['D15', 'mended', 'Connections share one `defaults` object.', 'Each has its own, a copy of what it was given.'],
  ['D16', 'mended', '`Instance({name}).apiKeys()` asks in the default instance.', 'It asks in its own instance.'],
  ['D17', 'mended', 'The default instance name beats the name that a query is given.', 'What is given wins.'],
  ['D18', 'mended', '`Instance.please().delete()` without a name deletes the default instance.',
    'Deleting and renaming take no default: a `ValidationError`, and nothing is sent.'],
  ['D19', 'mended', '`all()` repeats a failing page without a pause, tells of the error late and often, never of the start, loses the instance name, and cannot be chained.',
    'One `error` and an end; `start` is told; models know their instance; `on()` can be chained. Each page is asked for without doubled parameters.'],
  ['D20', 'partly', 'Deleting gives a model of the looked-up properties; `Group#deleteUser` gives a user with the id of the group, and users of a group do not know their instance.',
    'The model of the looked-up properties is kept. Users of a group have their own id and their instance.'],
];

const promises = [
  ['D21', 'mended', 'A failing `await` of a query never settles.', 'It rejects.'],
  ['D22', 'mended', '`then` ignores its second argument and demands the first.', 'Both are optional and both are heard.'],
  ['D23', 'mended', 'A query has neither `catch` nor `finally`.', 'It has both.'],
  ['D24', 'mended', 'Every `then` sends again, so that a key is reset twice.',
    'A query that reads is sent again for each `await`. One that changes something is sent once for each state of the query: later awaits give the same outcome, until the query is changed.'],
  ['D25', 'mended', '`update()` sends `update: true` and replaces itself by it.', 'It sends the data, and can be called again.'],
  ['D26', 'mended', 'Saving a model that cannot be written throws, and leaves a rejection unhandled.', 'It rejects with a `SyncanoError`.'],
  ['D27', 'mended', 'Wrong usage throws here and rejects there, with plain errors.',
    'What gives a promise rejects, what gives a value throws; always with a `SyncanoError` or one of its kinds.'],
  ['D28', 'mended', 'Setters give a rejected promise for a wrong value, or silently clear it.', 'They throw a `ValidationError` and change nothing.'],
  ['D29', 'mended', '`next()` on the last page throws a `TypeError`.', 'It rejects with a `PaginationError`.'],
  ['D30', 'mended', '`hasNext()` is true without a link.', 'It is true for a link only.'],
  ['D31', 'mended', 'A 429 without a number of seconds is repeated without limit or pause.',
    'At most five repetitions, with growing, spread pauses; `Retry-After` is read in both forms, and above `retryAfterMax` the caller decides.'],
  ['D32', 'mended', 'Invalid JSON hides the status of a refusal.',
    'A refusal is a `RequestError` with its status, whatever its body is; a success that cannot be read is a `DecodeError` with the status.'],
  ['D33', 'mended', 'Network failures, timeouts and invalid JSON have no common class.',
    '`NetworkError`, `TimeoutError`, `DecodeError` and `AbortError` are `SyncanoError`s, with the `code` that they had. Their messages are other ones.'],
  ['D34', 'mended', 'The stack of an error has neither name nor message.', 'It has both.'],
  ['D35', 'partly', 'Messages: details are joined without a separator, nested faults print `[object Object]`, other bodies than JSON are lost.',
    'Details are joined as ever. Nested faults are printed as JSON, other bodies are at `error.response.text`, and a message that is given to `RequestError` stays.'],
  ['D36', 'mended', '`getOrCreate` and `updateOrCreate` create after any failure.', 'They create after a 404, or when there is no id to look up; any other failure is the caller\'s.'],
  ['D37', 'mended', 'Methods that are taken off their object fail.', 'Those of `Account`, and `please` of every model, work on their own.'],
];

const data = [
  ['D38', 'mended', 'GET and DELETE carry a body.', 'They carry none, and no content type.'],
  ['D39', 'mended', 'HEAD is allowed and always fails.', 'It works.'],
  ['D40', 'mended', 'No connection is kept, no call can be given up, no timeout and no retry can be set.',
    'Connections are kept by the platform; `signal`, `timeout` and `maxRetries` are options of every connection and every call.'],
  ['D41', 'kept', '`model.reset()`, `resend()`, `delete()` and the configuration calls of a model give raw answers, those of a query give models.',
    'Applications read those answers.'],
  ['D42', 'mended', 'A fetched user cannot be saved, because the server gives no password.', 'It is written with PATCH, without one.'],
  ['D43', 'mended', '`Invitation(…).accept(key)` loses the key.', 'It sends the key; without an argument the invitation\'s own.'],
  ['D44', 'partly', 'Weak validation: empty values of the wrong type pass, so does any object with a length, the console is written to, `please().update` is not checked, messages of lists lack the field.',
    'Types are checked for empty values, too, a length is that of a text or a list, a user\'s group is a whole number, and nothing is printed. Changes are still left to the server, and the texts are the documented ones.'],
  ['D45', 'mended', 'Fields of an answer overwrite methods and internals.', 'They never do; JSON of the model still has them.'],
  ['D46', 'mended', 'An answer that is no object is spread into a model.', 'It is a `DecodeError`.'],
  ['D47', 'mended', '`setRequestHandler` changes every connection of the process.', 'There is none; a connection takes `fetch` as an option.'],
  ['D48', 'mended', 'Monitor: a first failure is not told, starting twice leaks a timer, pings carry keys, the process stays alive.',
    'All four are right.'],
  ['D49', 'partly', 'A batch sends a broken path for a model without an id, and is not emptied by sending.',
    'A model without an id is refused when it is added. What was sent still stays in the batch.'],
  ['D50', 'mended', 'Neither error classes nor declarations come with the package, and `instanceof` is always false.',
    'Error classes are at `Syncano.RequestError` and so on, and at `syncano/lib/errors`; declarations are part of the package; `instanceof` works.'],
  ['D51', 'mended', 'A base URL is taken as it is: a last slash is doubled, a missing scheme becomes `http`, a user name replaces the token.',
    'A last slash is dropped; what is no http(s) address, or has a user name, a query or a fragment, is refused.'],
  ['D52', 'mended', 'Defaults end up in the bodies of new models.', 'They fill paths only.'],
  ['D53', 'mended', 'A redirect uses a deprecated part of Node.', 'Nothing deprecated is used.'],
];

const changed = [
  ['C1', 'changed', 'Promises are Bluebird\'s, with `spread`, `delay`, filtered `catch`.', 'Promises are native.'],
  ['C2', 'changed', 'A key with a line break or other odd characters rejects when it is sent.', 'It is refused when it is set, with a `ValidationError` that does not quote it.'],
  ['C3', 'changed', 'A caller\'s `headers` may carry keys.', 'Names that carry credentials, and `Content-Type`, are refused as own headers.'],
  ['C4', 'changed', 'A success with a text that is no JSON gives `{}`, and one with an empty JSON body gives an empty text.',
    'The first is a `DecodeError` (ask for it with `templateResponse` or `responseAttr: \'text\'`), the second gives `{}`.'],
  ['C5', 'changed', 'The message of a 403 is the detail of the answer.', 'It also says which kind of key the call needs and which was used. The detail alone is at `error.errors.detail`.'],
  ['C6', 'changed', 'Options are own, enumerable properties of a connection.', 'Only `defaults` is. Options can be read and set as before, and unknown ones can be read.'],
  ['C7', 'changed', 'A password is a field of a user model like any other.', 'It can be read and is sent, but inspection, JSON and copies do not show it.'],
  ['C8', 'changed', '`next`, `prev`, `hasNext` and `hasPrev` are own properties of a page, and follow later changes of the query.', 'They are methods of its class, and a page keeps to the query that made it.'],
  ['C9', 'changed', 'Failures other than 429 are never repeated.',
    'A call that can be repeated without harm (GET, PUT, DELETE, HEAD, a login) is repeated up to twice after a 408, a 5xx, a network failure or a timeout. `maxRetries: 0` turns that off.'],
  ['C10', 'changed', '`http` addresses are taken without a word.', 'Away from this machine they need `allowInsecureHttp: true`, for keys would cross the network in clear text.'],
  ['C11', 'changed', 'A wrong entry empties the whole batch.', 'The batch keeps what it has.'],
  ['C12', 'changed', '`connection.defaults` is the caller\'s object.', 'It is a copy.'],
  ['C13', 'changed', 'A file is told of piece by piece while it is uploaded.', '`onProgress` is told once, at the end: `fetch` cannot watch an upload.'],
  ['C14', 'changed', 'A key that looks like one of another kind is used without a word.', 'It is used, with one warning on the console; `silenceKeyWarning` stops it.'],
  ['C15', 'changed', 'An answer of any size and in any encoding is read.', 'One above 10 MB, or that is not UTF-8, is a `DecodeError`.'],
];

const entry = ([id, verdict, what, now]) => ({ id, verdict, what, now });

export const differences = { 'Keys and secrets': keys, 'What a call reaches': targets, 'Promises and failures': promises, 'Requests and data': data, 'Changed without being a defect': changed };
for (const [topic, list] of Object.entries(differences)) differences[topic] = list.map(entry);

export const byId = new Map(Object.values(differences).flat().map((one) => [one.id, one]));

/** The title of the test of a difference. */
export const titleOf = ({ id, verdict, what }) => `${id} ${verdict}: ${what}`;
