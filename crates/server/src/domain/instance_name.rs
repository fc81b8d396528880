//! Which names an instance may have.

use syncano_wire::{INSTANCE_NAME_CHARS_MAX, INSTANCE_NAME_CHARS_MIN};

use super::messages;

const RESERVED: [&str; 18] = [
    "devcenter",
    "support",
    "sentry",
    "admin",
    "platform",
    "redirect",
    "media",
    "signup",
    "login",
    "instance_subdomain",
    "my_instance",
    "myinstance",
    "panel",
    "account",
    "noinstance",
    "public",
    "template1",
    "status",
];

/// The form in which a name is stored and compared.
pub(crate) fn canonical(name: &str) -> String {
    name.to_lowercase()
}

/// Whether a name out of a path can belong to an instance at all.
pub(crate) fn is_plausible(name: &str) -> bool {
    name.len() <= INSTANCE_NAME_CHARS_MAX
        && name
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_' || b == b'-')
}

/// Every rule that the canonical name breaks, in the documented order.
pub(crate) fn violations(name: &str) -> Vec<String> {
    let mut broken = Vec::new();
    let mut rule = |kept: bool, message: &str| {
        if !kept {
            broken.push(message.to_owned());
        }
    };
    let chars = name.chars().count();
    rule(
        name.starts_with(|c: char| c.is_ascii_lowercase()),
        "Value has to start with a letter.",
    );
    rule(
        name.ends_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit()),
        "Value has to end with a letter or a number.",
    );
    rule(
        !RESERVED.contains(&name),
        "Unable to use that value. Please choose a different one.",
    );
    rule(!name.contains("--"), "Double hyphens are reserved.");
    rule(
        chars <= INSTANCE_NAME_CHARS_MAX,
        &format!(
            "Ensure this value has at most {INSTANCE_NAME_CHARS_MAX} characters (it has {chars})."
        ),
    );
    rule(
        name.bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'),
        "Enter a valid value consisting of letters, numbers, hyphens.",
    );
    rule(
        chars >= INSTANCE_NAME_CHARS_MIN,
        &messages::too_short(INSTANCE_NAME_CHARS_MIN),
    );
    broken
}

#[cfg(test)]
mod tests {
    use super::violations;

    #[test]
    fn every_broken_rule_is_reported_in_the_documented_order() {
        assert!(violations("golden-one").is_empty());
        assert_eq!(
            violations("zażółć"),
            [
                "Value has to end with a letter or a number.",
                "Enter a valid value consisting of letters, numbers, hyphens.",
            ]
        );
        assert_eq!(
            violations("-a--_"),
            [
                "Value has to start with a letter.",
                "Value has to end with a letter or a number.",
                "Double hyphens are reserved.",
                "Enter a valid value consisting of letters, numbers, hyphens.",
            ]
        );
        assert_eq!(
            violations(&"n".repeat(65)),
            ["Ensure this value has at most 64 characters (it has 65)."]
        );
        assert_eq!(
            violations("a1b2"),
            ["Ensure this field has at least 5 characters."]
        );
    }
}
