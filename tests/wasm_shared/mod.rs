//! Cases of the boundary, the same in Node and in browsers.
//!
//! A failure is `Err` with a text that says what was expected; the runners
//! make it a failed test. Those that need a server ask the real one, whose URL
//! is compiled in: a page has no environment to read.

use js_sys::{Array, Function, JSON, Object, Promise, Reflect};
use syncano::js;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

const UNDEFINED: JsValue = JsValue::UNDEFINED;
/// No call that these tests make reaches it.
const NOWHERE: &str = "http://127.0.0.1:9";

#[expect(
    clippy::option_env_unwrap,
    reason = "only those that run need a server, not those that are linted"
)]
fn server() -> &'static str {
    option_env!("SYNCANO_TEST_URL")
        .expect("SYNCANO_TEST_URL has to be set when the tests are built")
}

fn json(text: &str) -> JsValue {
    JSON::parse(text).unwrap()
}

fn get(value: &JsValue, name: &str) -> JsValue {
    Reflect::get(value, &name.into()).unwrap()
}

fn text(value: &JsValue, name: &str) -> String {
    get(value, name).as_string().unwrap_or_default()
}

fn set(object: &JsValue, name: &str, value: &JsValue) {
    Reflect::set(object, &name.into(), value).unwrap();
}

/// The host's half, as the package uses it.
#[wasm_bindgen(module = "/src/js/host.js")]
extern "C" {
    #[wasm_bindgen(catch)]
    fn settings(options: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_name = setBaseUrl)]
    fn set_base_url(handle: &JsValue, own: &JsValue, base: &JsValue) -> Result<(), JsValue>;
    #[wasm_bindgen(catch, js_name = setCredential)]
    fn set_credential(handle: &JsValue, name: &str, value: &JsValue) -> Result<JsValue, JsValue>;
    fn credential(handle: &JsValue, memory: &JsValue, slot: usize) -> JsValue;
    #[wasm_bindgen(catch)]
    fn draft(
        handle: &JsValue,
        core: &JsValue,
        own: &JsValue,
        call: &JsValue,
    ) -> Result<JsValue, JsValue>;
    fn drive(draft: &JsValue, ask: &JsValue) -> Promise;
    #[wasm_bindgen(catch, js_name = pathOf)]
    fn path_of(core: &JsValue, route: &JsValue, properties: &JsValue) -> Result<String, JsValue>;
    fn faults(
        core: &JsValue,
        model: &str,
        paths: &JsValue,
        attributes: &JsValue,
        is_stored: bool,
    ) -> JsValue;
    #[wasm_bindgen(js_name = keyKind)]
    fn key_kind(core: &JsValue, value: &JsValue) -> Option<String>;
}

/// A function of the core, for the host.
fn exported<T: ?Sized + wasm_bindgen::closure::WasmClosure>(
    core: &Object,
    name: &str,
    function: Closure<T>,
) {
    set(core, name, &function.into_js_value());
}

/// The core's functions, as the module exports them.
fn core() -> JsValue {
    let core = Object::new();
    exported(
        &core,
        "path",
        Closure::<dyn Fn(usize, String) -> String>::new(|route, values: String| {
            js::path(route, &values)
        }),
    );
    exported(
        &core,
        "phrase",
        Closure::<dyn Fn(u16) -> String>::new(js::phrase),
    );
    exported(
        &core,
        "retryAfterMs",
        Closure::<dyn Fn(String, f64, f64) -> f64>::new(|header: String, date, now| {
            js::retry_after_ms(&header, date, now)
        }),
    );
    exported(
        &core,
        "waitMs",
        Closure::<dyn Fn(bool, u32, JsValue, JsValue, u16, JsValue, f64) -> f64>::new(
            |harmless, count, retries: JsValue, most: JsValue, status, asked: JsValue, random| {
                let number = |value: &JsValue| value.as_f64().unwrap_or(f64::NAN);
                js::wait_ms(
                    harmless,
                    count,
                    number(&retries),
                    number(&most),
                    status,
                    number(&asked),
                    random,
                )
            },
        ),
    );
    exported(
        &core,
        "validate",
        Closure::<dyn Fn(String, String, bool) -> String>::new(
            |model: String, facts: String, stored| js::validate(&model, &facts, stored),
        ),
    );
    exported(
        &core,
        "keyKind",
        Closure::<dyn Fn(String) -> i32>::new(js::key_kind),
    );
    core.into()
}

/// A connection, as the package holds one.
struct Connection {
    handle: JsValue,
    core: JsValue,
    own: JsValue,
}

impl Connection {
    fn new(base: &JsValue, options: &JsValue) -> Result<Self, JsValue> {
        let own = settings(options)?;
        let handle = JsValue::from(js::Connection::new());
        set_base_url(&handle, &own, base)?;
        Ok(Self {
            handle,
            core: core(),
            own,
        })
    }

    fn set_credential(&self, name: &str, value: &JsValue) -> Result<Option<String>, JsValue> {
        set_credential(&self.handle, name, value).map(|kind| kind.as_string())
    }

    /// The account key is number 0, the API key number 1.
    fn credential(&self, slot: usize) -> JsValue {
        credential(&self.handle, &wasm_bindgen::memory(), slot)
    }

    fn send(&self, call: &Object) -> Promise {
        match draft(&self.handle, &self.core, &self.own, call) {
            Ok(draft) => {
                let make = Function::new_with_args(
                    "handle, core, memory",
                    "return (run) => run(handle, core, memory)",
                );
                let memory = wasm_bindgen::memory();
                let ask = make.call3(&UNDEFINED, &self.handle, &self.core, &memory);
                drive(&draft, &ask.unwrap())
            }
            Err(record) => Promise::reject(&record),
        }
    }

    fn call(
        &self,
        (model, endpoint, method): (&str, &str, &str),
        properties: &JsValue,
        query: &JsValue,
        payload: &JsValue,
        options: &JsValue,
    ) -> Promise {
        let call = Object::new();
        set(&call, "route", &route(model, endpoint));
        set(&call, "method", &method.into());
        set(&call, "properties", properties);
        set(&call, "query", query);
        set(&call, "payload", payload);
        set(&call, "options", options);
        self.send(&call)
    }

    fn follow(&self, link: &str) -> Promise {
        let call = Object::new();
        set(&call, "link", &link.into());
        set(&call, "method", &"GET".into());
        self.send(&call)
    }
}

/// A route, as the package reads it from the core's table.
fn route(model: &str, endpoint: &str) -> JsValue {
    let table = js::routes();
    let start = format!("{model} {endpoint} ");
    let (index, line) = table
        .lines()
        .enumerate()
        .find(|(_, line)| line.starts_with(&start))
        .unwrap();
    let words: Vec<&str> = line.split(' ').collect();
    let names = words[4]
        .split('/')
        .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    let route = Object::new();
    set(&route, "index", &index.into());
    set(&route, "path", &words[4].into());
    set(&route, "isSafe", &words[3].ends_with('!').into());
    set(
        &route,
        "properties",
        &names.map(JsValue::from).collect::<Array>(),
    );
    route.into()
}

fn connect(base: &str, options: &JsValue) -> Connection {
    Connection::new(&base.into(), options).unwrap()
}

/// A connection whose `fetch` is this JavaScript body; it gets the request.
fn stubbed(body: &str) -> Connection {
    let options: JsValue = Object::new().into();
    set(&options, "fetch", &Function::new_with_args("request", body));
    set(&options, "maxRetries", &0.into());
    connect(NOWHERE, &options)
}

async fn settle(promise: Promise) -> Result<JsValue, JsValue> {
    JsFuture::from(promise).await
}

async fn call(
    connection: &Connection,
    endpoint: (&str, &str, &str),
    properties: &JsValue,
    payload: &JsValue,
    options: &JsValue,
) -> Result<JsValue, JsValue> {
    settle(connection.call(endpoint, properties, &UNDEFINED, payload, options)).await
}

async fn account(connection: &Connection, options: &JsValue) -> Result<JsValue, JsValue> {
    call(
        connection,
        ("Account", "account", "GET"),
        &UNDEFINED,
        &UNDEFINED,
        options,
    )
    .await
}

fn unique(prefix: &str) -> String {
    let digits = (js_sys::Math::random() * 1e12).trunc();
    format!("{prefix}{digits}")
}

/// An administrator on the real server, with an instance of their own.
struct Admin {
    connection: Connection,
    email: String,
    instance: JsValue,
}

const PASSWORD: &str = "wasm-boundary-password";

async fn admin() -> Admin {
    let connection = connect(server(), &UNDEFINED);
    let email = format!("{}@example.com", unique("boundary"));
    let credentials = json(&format!(r#"{{"email":"{email}","password":"{PASSWORD}"}}"#));
    let registered = call(
        &connection,
        ("Account", "register", "POST"),
        &UNDEFINED,
        &credentials,
        &UNDEFINED,
    )
    .await;
    let key = get(&registered.unwrap(), "account_key");
    assert_eq!(
        connection
            .set_credential("accountKey", &key)
            .unwrap()
            .as_deref(),
        Some("account")
    );
    let name = unique("boundary-");
    let payload = json(&format!(r#"{{"name":"{name}"}}"#));
    call(
        &connection,
        ("Instance", "list", "POST"),
        &UNDEFINED,
        &payload,
        &UNDEFINED,
    )
    .await
    .unwrap();
    Admin {
        connection,
        email,
        instance: json(&format!(r#"{{"instanceName":"{name}"}}"#)),
    }
}

impl Admin {
    async fn make_key(&self) -> JsValue {
        call(
            &self.connection,
            ("ApiKey", "list", "POST"),
            &self.instance,
            &json("{}"),
            &UNDEFINED,
        )
        .await
        .unwrap()
    }

    fn of_key(&self, key: &JsValue) -> JsValue {
        let properties = Object::assign(&Object::new(), self.instance.unchecked_ref());
        set(&properties, "id", &get(key, "id"));
        properties.into()
    }
}

pub async fn signing_in_gives_the_account_with_its_key() {
    let admin = admin().await;
    let stranger = connect(server(), &UNDEFINED);
    let login = ("Account", "login", "POST");
    let right = json(&format!(
        r#"{{"email":"{}","password":"{PASSWORD}"}}"#,
        admin.email
    ));
    let answer = call(&stranger, login, &UNDEFINED, &right, &UNDEFINED)
        .await
        .unwrap();
    assert_eq!(text(&answer, "email"), admin.email);
    assert_eq!(
        Some(text(&answer, "account_key")),
        admin.connection.credential(0).as_string()
    );

    let wrong = json(&format!(
        r#"{{"email":"{}","password":"wrong"}}"#,
        admin.email
    ));
    let refusal = call(&stranger, login, &UNDEFINED, &wrong, &UNDEFINED)
        .await
        .unwrap_err();
    assert_eq!(text(&refusal, "kind"), "request");
    assert_eq!(get(&refusal, "status"), 401);
}

pub async fn an_api_key_sees_its_instance_and_no_account() {
    let admin = admin().await;
    let key = admin.make_key().await;
    let application = connect(server(), &UNDEFINED);
    assert_eq!(
        application
            .set_credential("apiKey", &get(&key, "api_key"))
            .unwrap()
            .as_deref(),
        Some("api")
    );
    let list = ("Instance", "list", "GET");
    let page = call(
        &application,
        list,
        &UNDEFINED,
        &UNDEFINED,
        &json(r#"{"expect":"list"}"#),
    )
    .await
    .unwrap();
    let objects: Array = get(&page, "objects").unchecked_into();
    assert_eq!(objects.length(), 1);
    assert_eq!(
        text(&objects.get(0), "name"),
        text(&admin.instance, "instanceName")
    );

    let refusal = account(&application, &UNDEFINED).await.unwrap_err();
    assert_eq!(get(&refusal, "status"), 403);
    assert_eq!(
        text(&refusal, "hint"),
        "This call needs an account key; an API key was used."
    );
}

pub async fn a_reset_key_is_dead_at_once() {
    let admin = admin().await;
    let key = admin.make_key().await;
    let properties = admin.of_key(&key);
    let application = connect(server(), &UNDEFINED);
    application
        .set_credential("apiKey", &get(&key, "api_key"))
        .unwrap();
    let detail = ("ApiKey", "detail", "GET");
    call(&application, detail, &properties, &UNDEFINED, &UNDEFINED)
        .await
        .unwrap();

    let reset = ("ApiKey", "reset", "POST");
    let fresh = call(
        &admin.connection,
        reset,
        &properties,
        &json("{}"),
        &UNDEFINED,
    )
    .await
    .unwrap();
    assert_ne!(text(&fresh, "api_key"), text(&key, "api_key"));
    let refusal = call(&application, detail, &properties, &UNDEFINED, &UNDEFINED)
        .await
        .unwrap_err();
    assert_eq!(get(&refusal, "status"), 403);

    let gone = call(
        &admin.connection,
        ("ApiKey", "detail", "DELETE"),
        &properties,
        &UNDEFINED,
        &UNDEFINED,
    )
    .await;
    assert!(gone.unwrap().is_object());
    let missing = call(
        &admin.connection,
        detail,
        &properties,
        &UNDEFINED,
        &UNDEFINED,
    )
    .await
    .unwrap_err();
    assert_eq!(get(&missing, "status"), 404);
}

pub async fn a_link_to_the_next_page_is_followed() {
    let admin = admin().await;
    let first = admin.make_key().await;
    let second = admin.make_key().await;
    let sent = admin.connection.call(
        ("ApiKey", "list", "GET"),
        &admin.instance,
        &json(r#"{"page_size":1}"#),
        &UNDEFINED,
        &UNDEFINED,
    );
    let page = settle(sent).await.unwrap();
    let id = |page: &JsValue| get(&get(page, "objects").unchecked_into::<Array>().get(0), "id");
    assert_eq!(id(&page), get(&first, "id"));
    let next = admin.connection.follow(&text(&page, "next"));
    assert_eq!(id(&settle(next).await.unwrap()), get(&second, "id"));
}

pub async fn wrong_input_is_refused_by_name_and_never_sent() {
    let connection = stubbed("throw new Error('nothing may be sent')");
    let detail = ("ApiKey", "detail", "GET");
    for value in [
        r#""..""#,
        r#"".""#,
        r#""""#,
        "1.5",
        "true",
        "[]",
        "{}",
        r#""a\u0000b""#,
        r#""\ud800""#,
    ] {
        let properties = json(&format!(r#"{{"instanceName":"first-one","id":{value}}}"#));
        let failure = call(&connection, detail, &properties, &UNDEFINED, &UNDEFINED)
            .await
            .unwrap_err();
        assert_eq!(text(&failure, "kind"), "usage", "{value}");
        assert_eq!(text(&failure, "field"), "id", "{value}");
    }
    let failure = call(
        &connection,
        detail,
        &json(r#"{"id":1}"#),
        &UNDEFINED,
        &UNDEFINED,
    )
    .await
    .unwrap_err();
    assert_eq!(
        text(&failure, "message"),
        r#"Missing path properties "instanceName" for "detail" endpoint."#
    );
    for options in [
        r#"{"timeout":-1}"#,
        r#"{"timeout":"soon"}"#,
        r#"{"maxRetries":-1}"#,
        r#"{"signal":{}}"#,
    ] {
        let failure = account(&connection, &json(options)).await.unwrap_err();
        assert_eq!(text(&failure, "kind"), "usage", "{options}");
    }
    let failure = account(&connection, &json(r#"{"headers":{"x-api-key":"canary"}}"#))
        .await
        .unwrap_err();
    assert_eq!(text(&failure, "field"), "headers");
    assert!(!String::from(JSON::stringify(&failure).unwrap()).contains("canary"));
}

pub async fn keys_go_to_no_other_address() {
    for base in [
        "",
        "api.syncano.io",
        "http://example.com",
        "https://u:p@example.com",
        "https://example.com/?x",
    ] {
        let failure = Connection::new(&base.into(), &UNDEFINED).err().unwrap();
        assert_eq!(text(&failure, "field"), "baseUrl", "{base}");
    }
    let connection = stubbed("throw new Error('nothing may be sent')");
    for link in [
        "//evil/x",
        "/\\evil/x",
        "https://evil/x",
        "@evil/x",
        "http://127.0.0.1:9@evil/",
        "",
        "\t//evil",
    ] {
        let failure = settle(connection.follow(link)).await.unwrap_err();
        assert_eq!(text(&failure, "kind"), "pagination", "{link:?}");
    }
}

pub async fn a_credential_that_no_header_can_carry_is_refused_without_quoting_it() {
    let connection = connect(NOWHERE, &UNDEFINED);
    for value in [
        JsValue::from("canary\r\nX: y"),
        JsValue::from("canary ключ"),
        json(r#"["canary"]"#),
        5.into(),
    ] {
        let failure = connection.set_credential("apiKey", &value).unwrap_err();
        assert_eq!(text(&failure, "field"), "apiKey");
        assert!(!String::from(JSON::stringify(&failure).unwrap()).contains("canary"));
        assert!(connection.credential(1).is_null());
    }
}

pub async fn whatever_fetch_gives_the_call_settles() {
    for (body, kind) in [
        ("return null", "decode"),
        ("return 'text'", "decode"),
        ("return {}", "decode"),
        ("return { status: '200' }", "decode"),
        ("throw new Error('synchronously')", "network"),
        ("return Promise.reject('no error at all')", "network"),
        (
            "return { status: 200, text: async () => '[' , headers: new Map() }",
            "decode",
        ),
        (
            "return { status: 200, text: async () => { throw 1 } }",
            "decode",
        ),
        ("return { status: 302, text: async () => '' }", "request"),
        (
            "return { status: 500, text: async () => '<h1>no</h1>' }",
            "request",
        ),
    ] {
        let failure = account(&stubbed(body), &UNDEFINED).await.unwrap_err();
        assert_eq!(text(&failure, "kind"), kind, "{body}");
    }
    let plain = stubbed(r#"return { status: 200, text: async () => '{"id":7}' }"#);
    assert_eq!(get(&account(&plain, &UNDEFINED).await.unwrap(), "id"), 7);
}

pub async fn what_never_settles_ends_by_time_or_by_the_caller() {
    let connection = stubbed("return new Promise(() => {})");
    let failure = account(&connection, &json(r#"{"timeout":20}"#))
        .await
        .unwrap_err();
    assert_eq!(text(&failure, "kind"), "timeout");

    let controller = web_sys::AbortController::new().unwrap();
    let options: JsValue = Object::new().into();
    set(&options, "signal", &controller.signal());
    let pending = connection.call(
        ("Account", "account", "GET"),
        &UNDEFINED,
        &UNDEFINED,
        &UNDEFINED,
        &options,
    );
    controller.abort();
    let failure = settle(pending).await.unwrap_err();
    assert_eq!(text(&failure, "kind"), "aborted");
    let failure = account(&connection, &options).await.unwrap_err();
    assert_eq!(text(&failure, "kind"), "aborted");
}

pub async fn a_throttled_call_is_sent_again_and_a_failed_one_that_acts_is_not() {
    let options: JsValue = Object::new().into();
    let count = "globalThis.boundaryCount = (globalThis.boundaryCount ?? 0) + 1;";
    let answer = |status: &str| {
        format!(
            "{count} return {{ status: {status}, headers: new Map([['retry-after', '0']]), text: async () => '{{}}' }}"
        )
    };
    let sent = || {
        get(&js_sys::global(), "boundaryCount")
            .as_f64()
            .unwrap_or_default()
    };
    set(
        &options,
        "fetch",
        &Function::new_with_args(
            "request",
            &answer("globalThis.boundaryCount > 1 ? 200 : 429"),
        ),
    );
    set(&js_sys::global(), "boundaryCount", &0.into());
    account(&connect(NOWHERE, &options), &UNDEFINED)
        .await
        .unwrap();
    assert_eq!(sent(), 2.0);

    set(
        &options,
        "fetch",
        &Function::new_with_args("request", &answer("503")),
    );
    set(&js_sys::global(), "boundaryCount", &0.into());
    let connection = connect(NOWHERE, &options);
    let reset = ("Account", "resetKey", "POST");
    let failure = call(&connection, reset, &UNDEFINED, &json("{}"), &UNDEFINED)
        .await
        .unwrap_err();
    assert_eq!(get(&failure, "status"), 503);
    assert_eq!(sent(), 1.0);
}

pub async fn a_refusal_quotes_no_secret_of_the_request() {
    let connection = stubbed(
        "return { status: 400, text: async () => JSON.stringify({ detail: 'canary-key and canary-password' }) }",
    );
    connection
        .set_credential("apiKey", &"canary-key".into())
        .unwrap();
    let payload = json(r#"{"password":"canary-password"}"#);
    let login = ("Account", "login", "POST");
    let failure = call(&connection, login, &UNDEFINED, &payload, &UNDEFINED)
        .await
        .unwrap_err();
    let shown = String::from(JSON::stringify(&failure).unwrap());
    assert!(!shown.contains("canary"), "{shown}");
    assert!(shown.contains(" and "), "{shown}");
}

pub async fn a_disposed_connection_has_no_credentials() {
    let connection =
        stubbed("return { status: 200, text: async () => JSON.stringify(arguments[1].headers) }");
    connection
        .set_credential("accountKey", &"abc".into())
        .unwrap();
    let sent = account(&connection, &UNDEFINED).await.unwrap();
    assert_eq!(text(&sent, "X-API-KEY"), "abc");
    let dispose: Function = get(&connection.handle, "dispose").unchecked_into();
    dispose.call0(&connection.handle).unwrap();
    assert!(connection.credential(0).is_null());
    let sent = account(&connection, &UNDEFINED).await.unwrap();
    assert!(get(&sent, "X-API-KEY").is_undefined());
}

pub async fn kinds_rules_and_paths_are_told_offline() {
    let core = core();
    let key = |last: char| JsValue::from(format!("{}{last}", "a".repeat(39)));
    assert_eq!(key_kind(&core, &key('0')).as_deref(), Some("account"));
    assert_eq!(key_kind(&core, &key('F')).as_deref(), Some("api"));
    assert_eq!(key_kind(&core, &"short".into()), None);
    assert_eq!(key_kind(&core, &5.into()), None);

    let paths: Array = js::fields("ApiKey")
        .split(' ')
        .map(|path| path.split('.').map(JsValue::from).collect::<Array>())
        .collect();
    let check = |attributes: &str| faults(&core, "ApiKey", &paths, &json(attributes), false);
    let told = String::from(JSON::stringify(&check(r#"{"instanceName":"abc"}"#)).unwrap());
    assert_eq!(
        told,
        r#"{"instanceName":["Instance name is too short (minimum is 5 characters)"]}"#
    );
    assert!(check(r#"{"instanceName":"first-one"}"#).is_undefined());

    let detail = route("ApiKey", "detail");
    let path = path_of(&core, &detail, &json(r#"{"instanceName":"a b","id":7}"#)).unwrap();
    assert_eq!(path, "/v1.1/instances/a%20b/api_keys/7/");
    assert!(path_of(&core, &detail, &UNDEFINED).is_err());
}

/// Makes a test of each case for a runner.
#[macro_export]
macro_rules! boundary_tests {
    ($($case:ident,)*) => {
        $(
            #[wasm_bindgen_test::wasm_bindgen_test]
            async fn $case() {
                wasm_shared::$case().await;
            }
        )*
    };
}

/// The list of cases, once for both runners.
#[macro_export]
macro_rules! every_case {
    ($run:ident) => {
        $run! {
            signing_in_gives_the_account_with_its_key,
            an_api_key_sees_its_instance_and_no_account,
            a_reset_key_is_dead_at_once,
            a_link_to_the_next_page_is_followed,
            wrong_input_is_refused_by_name_and_never_sent,
            keys_go_to_no_other_address,
            a_credential_that_no_header_can_carry_is_refused_without_quoting_it,
            whatever_fetch_gives_the_call_settles,
            what_never_settles_ends_by_time_or_by_the_caller,
            a_throttled_call_is_sent_again_and_a_failed_one_that_acts_is_not,
            a_refusal_quotes_no_secret_of_the_request,
            a_disposed_connection_has_no_credentials,
            kinds_rules_and_paths_are_told_offline,
        }
    };
}
