use serde_json::{Value, json};
use syncano_server::{DescribedVersion, openapi};

const JSON: &str = "application/json";

/// A description, read back.
pub(super) struct Description(Value);

/// One verb of one path.
pub(super) struct Operation {
    pub(super) path: String,
    pub(super) verb: String,
    parameters: Value,
    value: Value,
}

impl Description {
    pub(super) fn of(version: DescribedVersion) -> Self {
        let text = openapi(version).expect("a description");
        Self(serde_json::from_str(&text).expect("JSON"))
    }

    pub(super) fn operations(&self) -> Vec<Operation> {
        let paths = self.0["paths"].as_object().expect("paths");
        let mut found = Vec::new();
        for (path, item) in paths {
            for (verb, value) in item.as_object().expect("an item") {
                if verb != "parameters" {
                    found.push(Operation {
                        path: path.clone(),
                        verb: verb.to_uppercase(),
                        parameters: item["parameters"].clone(),
                        value: value.clone(),
                    });
                }
            }
        }
        found
    }

    pub(super) fn schemas(&self) -> impl Iterator<Item = (&String, &Value)> {
        let schemas = self.0["components"]["schemas"].as_object();
        schemas.expect("schemas").iter()
    }

    /// Checks a value against a schema of this description.
    pub(super) fn assert_fits(&self, schema: &Value, value: &Value, what: &str) {
        // References of the schema are looked up from its own root.
        let mut whole = schema.clone();
        whole["components"] = self.0["components"].clone();
        let validator = jsonschema::draft202012::new(&whole).expect("a schema");
        let problems: Vec<String> = validator
            .iter_errors(value)
            .map(|error| format!("{error} at {}", error.instance_path()))
            .collect();
        assert!(problems.is_empty(), "{what}: {problems:?} in {value}");
    }
}

impl Operation {
    pub(super) fn id(&self) -> String {
        let id = self.value["operationId"].as_str();
        id.expect("an id").to_owned()
    }

    /// Whether no key is asked for.
    pub(super) fn is_open(&self) -> bool {
        self.securities().contains(&json!({}))
    }

    /// Whether an API key does not do without a user key, and no account key does.
    pub(super) fn is_for_users(&self) -> bool {
        self.securities() == [json!({"apiKey": [], "userKey": []})]
    }

    fn securities(&self) -> &[Value] {
        self.value["security"].as_array().expect("securities")
    }

    pub(super) fn request_schema(&self) -> Option<Value> {
        self.request("schema")
    }

    pub(super) fn request_example(&self) -> Option<Value> {
        self.request("example")
    }

    fn request(&self, member: &str) -> Option<Value> {
        let content = &self.value["requestBody"]["content"][JSON];
        content.get(member).cloned()
    }

    /// The path with the examples of its parameters.
    pub(super) fn example_path(&self) -> String {
        let parameters = self.parameters.as_array().expect("parameters");
        parameters
            .iter()
            .fold(self.path.clone(), |path, parameter| {
                let name = parameter["name"].as_str().expect("a name");
                let value = match &parameter["example"] {
                    Value::String(text) => text.clone(),
                    other => other.to_string(),
                };
                path.replace(&format!("{{{name}}}"), &value)
            })
    }

    /// The status of the example: that of a success, or the refusal where nothing can
    /// go well.
    pub(super) fn status_of_success(&self) -> u16 {
        let responses = self.value["responses"].as_object().expect("responses");
        let success = responses.keys().find(|status| status.starts_with('2'));
        let refusal = ["401", "400"]
            .into_iter()
            .find(|status| responses.contains_key(*status));
        let status = success.map(String::as_str).or(refusal).expect("a status");
        status.parse().expect("a status")
    }

    /// The schema of the JSON answer with this status.
    pub(super) fn answer_schema(&self, description: &Description, status: u16) -> Option<Value> {
        let mut response = &self.value["responses"][status.to_string()];
        if let Some(reference) = response.get("$ref") {
            let pointer = reference.as_str().expect("a text").trim_start_matches('#');
            response = description.0.pointer(pointer).expect("what is referred to");
        }
        response["content"][JSON].get("schema").cloned()
    }
}
