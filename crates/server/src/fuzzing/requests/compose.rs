//! Requests made of choices. Every byte decides something, so that any bytes make a
//! request that gets past the first check, and near bytes make near requests.

use super::super::choices::Choices;
use crate::catalogue::routes;

const METHODS: [&str; 8] = [
    "GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "get",
];
const KEYS: [&str; 8] = [
    "{admin}",
    "{app}",
    "{admin}",
    "{app}",
    "{user}",
    "abc",
    "aa11bb22cc33dd44ee55ff6600771188229933a0",
    "aa11bb22cc33dd44ee55ff6600771188229933a1",
];
const SEGMENTS: [&str; 12] = [
    "1",
    "2",
    "3",
    "0",
    "{shop}",
    "ada%40example.com",
    "2147483648",
    "-1",
    "%00",
    "%ff",
    "a.b",
    "%2e%2e",
];
const PARAMETERS: [&str; 14] = [
    "page_size",
    "last_pk",
    "direction",
    "ordering",
    "fields",
    "excluded_fields",
    "format",
    "api_key",
    "user_key",
    "username__startswith",
    "name__startswith",
    "query",
    "user",
    "role",
];
const VALUES: [&str; 16] = [
    "1",
    "0",
    "100",
    "desc",
    "id",
    "id,name",
    "json",
    "",
    "{admin}",
    "{user}",
    "%00",
    "%ff",
    "a%27b",
    "-1",
    "99999999999999999999",
    "ada",
];
const FIELDS: [&str; 40] = [
    "email",
    "password",
    "name",
    "new_name",
    "description",
    "metadata",
    "config",
    "first_name",
    "last_name",
    "current_password",
    "new_password",
    "token",
    "uid",
    "invitation_key",
    "access_token",
    "role",
    "username",
    "profile",
    "nick",
    "owner_permissions",
    "group_permissions",
    "other_permissions",
    "channel",
    "channel_room",
    "label",
    "group",
    "user",
    "ignore_acl",
    "allow_user_create",
    "allow_group_create",
    "allow_anonymous_read",
    "requests",
    "method",
    "path",
    "body",
    "_api_key",
    "_user_key",
    "_method",
    "id",
    "__proto__",
];
const SCALARS: [&str; 33] = [
    "1",
    "0",
    "-1",
    "true",
    "false",
    "null",
    "1.5",
    "NaN",
    "-Infinity",
    "1e308",
    "99999999999999999999999999999999999999999",
    "\"\"",
    "\" \"",
    "\"ada\"",
    "\"ada@example.com\"",
    "\"correct horse\"",
    "\"shop-two\"",
    "\"write\"",
    "\"GET\"",
    "\"POST\"",
    "\"/v1.1/instances/{shop}/users/\"",
    "\"/v1.1/instances/{shop}/batch/?page_size=1\"",
    "\"{user}\"",
    "\"{admin}\"",
    "\"a\\u0000b\"",
    "\"\\ud83d\\ude00\"",
    "\"\\u202e' OR 1=1 --\"",
    "\"{\\\"a\\\": 1}\"",
    "{\"a\": \"b\", \"nick\": 1}",
    r#"[{"method": "GET", "path": "/v1.1/instances/{shop}/users/1/?fields=id"}]"#,
    r#"[{"method": "POST", "path": "/v1.1/instances/{shop}/groups/", "body": {"label": "g"}}]"#,
    r#"[{"method": "POST", "path": "/v1.1/instances/{shop}/batch/", "body": {"requests": []}}]"#,
    r#"[{"method": "PATCH", "path": "/v1.1/instances/{shop}/users/2/", "body": "{\"username\": \"b\"}"}]"#,
];
const TYPES: [&str; 10] = [
    "application/json",
    "application/json",
    "application/json",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=b",
    "text/plain",
    "application/json; charset=latin-1",
    "application/json; charset=nonsense",
    "multipart/form-data",
    "image/png",
];
const WISHES: [&str; 6] = [
    "*/*",
    "application/json; indent=4",
    "text/html",
    "application/*;q=0.1, */*",
    ";,;=",
    "",
];

impl Choices<'_> {
    fn path(&mut self) -> Vec<u8> {
        if self.one_in(24) {
            return [b"/".to_vec(), self.noise()].concat();
        }
        let routes = routes();
        let index = usize::from(self.byte()) % routes.len().max(1);
        let Some(route) = routes.get(index) else {
            return Vec::new();
        };
        let mut path = "/".to_owned();
        if let Some(first) = route.versions.first() {
            let version = route
                .versions
                .get(usize::from(self.byte()) % route.versions.len());
            path += version.unwrap_or(first);
            path.push('/');
        }
        for part in route.path.split_terminator('/') {
            path += match part {
                "{instance}" if !self.one_in(16) => "{shop}",
                part if part.starts_with('{') => self.of(&SEGMENTS),
                part => part,
            };
            path.push('/');
        }
        if self.one_in(24) {
            path.pop();
            path += self.of(&[".json", ".xml", "", "//"]);
        }
        for index in 0..self.byte() % 4 {
            path.push(if index == 0 { '?' } else { '&' });
            let (name, value) = (self.of(&PARAMETERS), self.of(&VALUES));
            path += &format!("{name}={value}");
        }
        path.into_bytes()
    }

    fn body(&mut self, content_type: &str) -> Vec<u8> {
        if self.one_in(24) {
            return self.noise();
        }
        let is_multipart = content_type.starts_with("multipart");
        if !is_multipart && !content_type.contains("urlencoded") {
            return self.object(&FIELDS, &SCALARS);
        }
        let mut body = Vec::new();
        for _ in 0..self.byte() % 6 {
            let (name, value) = (self.of(&FIELDS), self.of(&VALUES));
            let field = if is_multipart {
                format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
            } else {
                format!("{name}={value}&")
            };
            body.extend_from_slice(field.as_bytes());
        }
        if is_multipart {
            body.extend_from_slice(b"--b--\r\n");
        }
        body
    }
}

/// A request whose texts still hold the names of what there is, so that its length is
/// not known yet.
pub(super) struct Recipe {
    pub(super) head: Vec<u8>,
    pub(super) body: Vec<u8>,
    pub(super) is_chunked: bool,
}

/// Makes a request of any bytes.
pub(super) fn request(bytes: &[u8]) -> Recipe {
    let mut choices = Choices(bytes);
    let mut head = if choices.one_in(32) {
        choices.noise()
    } else {
        choices.of(&METHODS).as_bytes().to_vec()
    };
    head.push(b' ');
    head.extend(choices.path());
    head.extend_from_slice(b" HTTP/1.1\r\n");
    let mut header = |name: &str, value: &[u8]| {
        let parts = [name.as_bytes(), b": ", value, b"\r\n"];
        head.extend(parts.concat());
    };
    header("Host", b"a");
    if !choices.one_in(8) {
        header("X-API-KEY", choices.of(&KEYS).as_bytes());
    }
    if choices.one_in(4) {
        header("X-USER-KEY", choices.of(&KEYS).as_bytes());
    }
    if choices.one_in(16) {
        let value = format!("Token {}", choices.of(&KEYS));
        header("Authorization", value.as_bytes());
    }
    if choices.one_in(6) {
        header("Accept", choices.of(&WISHES).as_bytes());
    }
    if choices.one_in(24) {
        let name = choices.of(&[
            "Origin",
            "Host",
            "X-STAFF-KEY",
            "Access-Control-Request-Method",
        ]);
        header(name, &choices.noise());
    }
    let content_type = choices.of(&TYPES);
    header("Content-Type", content_type.as_bytes());
    let body = choices.body(content_type);
    Recipe {
        head,
        body,
        is_chunked: choices.one_in(16),
    }
}
