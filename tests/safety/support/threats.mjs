// The table of the documents: what can happen, what is done against it, and the test that shows it.
// `figures` are names of what the tests count.

export const THREATS = [
  {
    threat: 'A list’s `next` or `prev`, or any link or path that is followed, leads to another host',
    done: 'Links are resolved by the platform’s URL parser and have to stay at the base URL’s origin, under its path and without user info; what a parser would repair (blanks, backslashes, control characters) is refused first. No link of an answer is followed otherwise.',
    test: ['strangers.test.mjs', 'every hostile link is refused with a typed error'],
    figures: ['links', 'links-control'],
  },
  {
    threat: 'A link stays at the origin and leaves the base URL’s path',
    done: 'The parsed path has to begin with that of the base URL, segment by segment.',
    test: ['strangers.test.mjs', 'every link out of the base URL’s path is refused with a typed error'],
    figures: ['escapes'],
  },
  {
    threat: 'A redirect takes the key along',
    done: 'Every request has `redirect: manual`, whatever the options say; any 3xx is an error with its status. Browsers hide which one it was.',
    test: ['strangers.test.mjs', 'every redirect is an error with its status, whatever the options say'],
    figures: ['redirects'],
  },
  {
    threat: 'A base URL leads astray, or across the network in clear text',
    done: 'User info, a query, a fragment and other schemes are refused, at the start and later; plain http is for loopback addresses unless `allowInsecureHttp` is set.',
    test: ['strangers.test.mjs', 'base URLs that are no place for keys are refused, and right ones are not'],
    figures: ['base-urls'],
  },
  {
    threat: 'An instance name, id or backend rewrites the path',
    done: 'One function builds every path: `.`, `..`, nothing, control characters and what is neither a text nor a whole number are refused, the rest is encoded, so that a value is one segment.',
    test: ['strangers.test.mjs', 'a value of a path is one segment of it, or refused'],
    figures: ['paths'],
  },
  {
    threat: 'A caller’s headers replace or smuggle keys, or break the request',
    done: 'Names that carry credentials or frame the request cannot be set; names and values are checked before the platform sees them.',
    test: ['strangers.test.mjs', 'headers that carry keys, or could break a request, cannot be set'],
    figures: ['headers'],
  },
  {
    threat: 'The platform quotes a bad key in its error',
    done: 'Keys are checked to be printable ASCII of at most 1024 characters before any header is made; the error names the option.',
    test: ['hostile.test.mjs', 'keys that no header can carry are refused, and no error quotes them'],
    figures: ['header-values'],
  },
  {
    threat: 'Keys, passwords or tokens show up in errors, inspections, JSON, clones, output or logs',
    done: 'Keys live in the module’s memory. Errors hold no request; what a refusal quotes of it is replaced. Passwords of models and batches are sent, and shown to who asks for them by name only.',
    test: ['canary.test.mjs', 'no secret is shown, printed, logged or kept by anything'],
    figures: ['canary', 'canary-control'],
  },
  {
    threat: 'The logger is told too much',
    done: 'Method, path with placeholders, status, milliseconds and request id. Nothing else reaches it.',
    test: ['stubs.test.mjs', 'the logger is told of methods, templates of paths, statuses and times, and of nothing else'],
    figures: ['logger'],
  },
  {
    threat: 'Keys stay in memory',
    done: 'One copy of a key, wiped when it is replaced and by `dispose()` or `using`. JavaScript’s own strings cannot be wiped: see below.',
    test: ['memory.test.mjs', 'a key stands in memory once while it is used, and a password not at all after its call'],
    figures: ['memory-use', 'memory-dispose'],
  },
  {
    threat: 'A throttling or failing server is hammered',
    done: 'Two retries of what repeating cannot harm, five after a 429, full jitter below a ceiling that doubles, never less than 50 ms. `maxRetries: 0` turns all of it off.',
    test: ['time.test.mjs', 'a back-off is random below a ceiling that doubles, and never nothing'],
    figures: ['throttled', 'throttled-control'],
  },
  {
    threat: 'A call acts twice',
    done: 'A POST or PATCH that acts is repeated after a 429 only, which did nothing.',
    test: ['time.test.mjs', 'POST that acts'],
    figures: ['repeats'],
  },
  {
    threat: 'A server asks for a long wait',
    done: '`Retry-After` is heeded in both forms up to a minute (`retryAfterMax`); above that the error comes at once and carries the wait.',
    test: ['time.test.mjs', 'a Retry-After above the limit is an error at once that carries the wait in seconds'],
    figures: ['retry-after'],
  },
  {
    threat: 'A call never ends: no answer, or a byte now and then',
    done: '15 s by default, the body included, per connection and per call; `0` is none.',
    test: ['time.test.mjs', 'the time-out covers the whole body, per connection and per call'],
    figures: ['timeout'],
  },
  {
    threat: 'A call cannot be given up, or leaves something behind',
    done: 'Every call takes an `AbortSignal`, pauses between attempts included; its listener and timers go with the call.',
    test: ['time.test.mjs', 'every call can be given up before it starts, while it waits for an answer, and while it backs off'],
    figures: ['abort', 'listeners'],
  },
  {
    threat: 'Answers that are broken, of the wrong kind, or not what they say',
    done: 'A typed error with the status; the module neither hangs nor traps.',
    test: ['canary.test.mjs', 'every failure has the status of its answer'],
    figures: ['answers'],
  },
  {
    threat: 'Answers that are huge or deep',
    done: '10 MiB and 64 levels, then a typed error.',
    test: ['hostile.test.mjs', 'answers deeper than 64 levels or larger than 10 MiB are refused with their status'],
    figures: ['limits'],
  },
  {
    threat: 'A `fetch` that is stubbed, broken or of another realm',
    done: 'Nothing that it gives is taken for granted; its texts never reach an error.',
    test: ['stubs.test.mjs', 'fetch that never settles runs into the time-out'],
    figures: ['stubs'],
  },
  {
    threat: 'Options or answers pollute a prototype, or a polluted one becomes an option',
    done: 'Options are own properties of known names, each read once; fields of an answer never take the place of methods.',
    test: ['hostile.test.mjs', 'a polluted Object.prototype gives no option to a connection or a call'],
    figures: ['pollution', 'frozen'],
  },
  {
    threat: 'The module traps',
    done: 'The call that met it is rejected; the instance is given up with its keys wiped, and every other call goes on with a new one that has the same keys.',
    test: ['trap.test.mjs', 'every connection and every call under way survives the trap of another one'],
    figures: ['traps'],
  },
  {
    threat: 'A key, link, header or body that nobody thought of',
    done: 'Every parser of what strangers send has a target in `fuzz/` that says what must hold of any input, and is given anything.',
    test: ['tests/parsers.rs', 'every_parser_keeps_its_promises'],
    figures: ['fuzz'],
  },
  {
    threat: 'An answer that nobody thought of',
    done: 'Whatever its status, headers and bytes are, a call ends with a value or a typed error, and without a secret that was sent.',
    test: ['answers.test.mjs', 'answers of any kind: a value or a typed error'],
    figures: ['any-answers'],
  },
  {
    threat: 'A value of a path, a query or a header that nobody thought of',
    done: 'It arrives as it is, in its place, or is refused by name before anything is sent.',
    test: ['answers.test.mjs', 'values of any kind for paths, queries and headers: sent as they are, or refused by name'],
    figures: ['any-values'],
  },
  {
    threat: 'An account key in a public web page',
    done: 'One warning on the console, off with `silenceBrowserWarning`.',
    test: ['warnings.test.mjs', 'away from localhost it is warned of once, however many connections there are'],
    figures: ['browser-warning'],
  },
];
