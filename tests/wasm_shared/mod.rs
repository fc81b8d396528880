//! Cases of the boundary, the same in Node and in browsers.
//!
//! A failure is `Err` with a text that says what was expected; the runners
//! make it a failed test. Those that need a server ask the real one, whose URL
//! is compiled in: a page has no environment to read.

use js_sys::{Function, JSON, Object, Promise, Reflect};
use syncano::js::{Connection, endpoint_path, endpoints, key_kind, validate};
use wasm_bindgen::{JsCast, JsValue};
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
    (model, endpoint, method): (&str, &str, &str),
    properties: &JsValue,
    payload: &JsValue,
    options: &JsValue,
) -> Result<JsValue, JsValue> {
    let sent = connection.call(
        model, endpoint, method, properties, &UNDEFINED, payload, options,
    );
    settle(sent.unchecked_into()).await
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
        admin.connection.credential("accountKey").map(String::from)
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
    let objects: js_sys::Array = get(&page, "objects").unchecked_into();
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
        "ApiKey",
        "list",
        "GET",
        &admin.instance,
        &json(r#"{"page_size":1}"#),
        &UNDEFINED,
        &UNDEFINED,
    );
    let page = settle(sent.unchecked_into()).await.unwrap();
    let id = |page: &JsValue| {
        get(
            &get(page, "objects")
                .unchecked_into::<js_sys::Array>()
                .get(0),
            "id",
        )
    };
    assert_eq!(id(&page), get(&first, "id"));
    let next = admin.connection.follow(
        "GET",
        &text(&page, "next"),
        &UNDEFINED,
        &UNDEFINED,
        &UNDEFINED,
    );
    assert_eq!(
        id(&settle(next.unchecked_into()).await.unwrap()),
        get(&second, "id")
    );
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
        let followed = connection.follow("GET", link, &UNDEFINED, &UNDEFINED, &UNDEFINED);
        let failure = settle(followed.unchecked_into()).await.unwrap_err();
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
        assert_eq!(connection.credential("apiKey"), None);
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
        "Account", "account", "GET", &UNDEFINED, &UNDEFINED, &UNDEFINED, &options,
    );
    controller.abort();
    let failure = settle(pending.unchecked_into()).await.unwrap_err();
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

pub async fn a_disposed_connection_has_no_credentials_and_makes_no_calls() {
    let connection = stubbed("throw new Error('nothing may be sent')");
    connection
        .set_credential("accountKey", &"abc".into())
        .unwrap();
    connection.dispose();
    assert_eq!(connection.credential("accountKey"), None);
    let failure = account(&connection, &UNDEFINED).await.unwrap_err();
    assert_eq!(text(&failure, "kind"), "usage");
}

pub async fn kinds_rules_and_paths_are_told_offline() {
    let key = |last: char| JsValue::from(format!("{}{last}", "a".repeat(39)));
    assert_eq!(key_kind(&key('0')).as_deref(), Some("account"));
    assert_eq!(key_kind(&key('F')).as_deref(), Some("api"));
    assert_eq!(key_kind(&"short".into()), None);
    assert_eq!(key_kind(&5.into()), None);

    let errors = validate("ApiKey", &json(r#"{"instanceName":"abc"}"#), false);
    let told = String::from(JSON::stringify(&errors).unwrap());
    assert_eq!(
        told,
        r#"{"instanceName":["Instance name is too short (minimum is 5 characters)"]}"#
    );
    assert!(validate("ApiKey", &json(r#"{"instanceName":"first-one"}"#), false).is_undefined());

    let path = endpoint_path(
        "ApiKey",
        "detail",
        &json(r#"{"instanceName":"a b","id":7}"#),
    )
    .unwrap();
    assert_eq!(path, "/v1.1/instances/a%20b/api_keys/7/");
    assert!(endpoint_path("ApiKey", "nothing", &UNDEFINED).is_err());
    assert_eq!(
        text(&get(&endpoints("ApiKey").unwrap(), "list"), "path"),
        "/v1.1/instances/{instanceName}/api_keys/"
    );
    assert!(endpoints("Nothing").is_err());
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
            a_disposed_connection_has_no_credentials_and_makes_no_calls,
            kinds_rules_and_paths_are_told_offline,
        }
    };
}
