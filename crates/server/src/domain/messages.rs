//! Texts of refusals. Clients compare them, so they never change.

pub(crate) const REQUIRED: &str = "This field is required.";
pub(crate) const BLANK: &str = "This field may not be blank.";
pub(crate) const NULL: &str = "This field may not be null.";
pub(crate) const NOT_TEXT: &str = "Not a valid string.";
pub(crate) const NOT_INTEGER: &str = "A valid integer is required.";
pub(crate) const NOT_EMAIL: &str = "Enter a valid email address.";
pub(crate) const NOT_UNIQUE: &str = "This field must be unique.";
pub(crate) const NUL_CHARACTER: &str = "Null characters are not allowed.";
pub(crate) const NO_DATA: &str = "No data provided";

pub(crate) const NO_PERMISSION: &str = "You do not have permission to perform this action.";
pub(crate) const NO_SUCH_KEY: &str = "No such API Key.";
pub(crate) const NOT_FOUND: &str = "Not found.";
pub(crate) const INSTANCE_NOT_FOUND: &str = "Instance was not found.";
pub(crate) const USER_NOT_FOUND: &str = "User was not found.";
pub(crate) const CLASS_NOT_FOUND: &str = "Class was not found.";
pub(crate) const GROUP_NOT_FOUND: &str = "Group was not found.";
pub(crate) const NOT_ACCEPTABLE: &str = "Could not satisfy the request Accept header.";
pub(crate) const BAD_PAGE: &str = "Incorrect page parameter provided.";

pub(crate) const UNKNOWN_EMAIL: &str = "Invalid email.";
pub(crate) const WRONG_PASSWORD: &str = "Invalid password.";
/// Says no more than that one of the two is wrong.
pub(crate) const WRONG_CREDENTIALS: &str = "Invalid email or password.";
pub(crate) const UNKNOWN_USERNAME: &str = "Invalid username.";
/// Says no more than that one of the two is wrong.
pub(crate) const WRONG_USER_CREDENTIALS: &str = "Invalid username or password.";
pub(crate) const WRONG_SOCIAL_TOKEN: &str = "Invalid authorization token.";
pub(crate) const UNKNOWN_BACKEND: &str = "Unsupported social backend.";
pub(crate) const CODE_NOT_CREATED: &str = "Code was not created.";
pub(crate) const REGISTRATION_CLOSED: &str = "Registration disabled.";
pub(crate) const INVITATION_NOT_FOUND: &str = "Invitation not found.";
pub(crate) const MEMBER_ALREADY: &str =
    "Admin with specified Email is already a part of this Instance.";
pub(crate) const INVITED_ALREADY: &str =
    "Admin with specified Email already has an invitation created.";
pub(crate) const EMAIL_NOT_FOUND: &str = "Email not found.";
pub(crate) const ACTIVE_ALREADY: &str = "Account has already been activated.";
pub(crate) const HAS_PASSWORD: &str = "Admin already has password.";
pub(crate) const WRONG_TOKEN: &str = "Invalid token.";
pub(crate) const TOKEN_USED: &str = "Invalid token or account already activated.";
pub(crate) const NOT_JSON: &str = "Not a valid JSON string.";
pub(crate) const NOT_CONFIG: &str = "Config passed in invalid format.";

/// A text of more than `max` characters.
pub(crate) fn too_long(max: usize) -> String {
    format!("Ensure this field has no more than {max} characters.")
}

/// A text of fewer than `min` characters.
pub(crate) fn too_short(min: usize) -> String {
    format!("Ensure this field has at least {min} characters.")
}

/// Something that is neither true nor false, as the caller wrote it.
pub(crate) fn not_boolean(quoted: &str) -> String {
    format!("\"{quoted}\" is not a valid boolean.")
}

/// Something that is none of a field's words, as the caller wrote it.
pub(crate) fn not_a_choice(quoted: &str) -> String {
    format!("\"{quoted}\" is not a valid choice.")
}

/// A reference to a row that is not even a number; `found` names the type it is.
pub(crate) fn not_a_row(found: &str) -> String {
    format!("Incorrect type. Expected pk value, received {found}.")
}

/// A reference to a row that there is not, as the caller wrote it.
pub(crate) fn no_such_row(quoted: &str) -> String {
    format!("Invalid pk \"{quoted}\" - object does not exist.")
}

/// A value that is no list; `found` names the type it is.
pub(crate) fn not_a_list(found: &str) -> String {
    format!("Expected a list of items but got type \"{found}\".")
}

/// A body that is no object; `found` names the type it is.
pub(crate) fn not_an_object(found: &str) -> String {
    format!("Invalid data. Expected a dictionary, but got {found}.")
}

/// A change of something that has changed since the caller saw it.
pub(crate) fn revision_mismatch(expected: i64, found: i64) -> String {
    format!("Revision mismatch. Expected {expected}, got {found}.")
}

/// A verb that the route does not have.
pub(crate) fn method_not_allowed(method: &str) -> String {
    format!("Method \"{method}\" not allowed.")
}

/// A content type that is not read.
pub(crate) fn unsupported_media_type(sent: &str) -> String {
    format!("Unsupported media type \"{sent}\" in request.")
}

/// A body beyond the server's limit.
pub(crate) fn body_too_large(bytes: u64) -> String {
    format!("Request size limit exceeded ({bytes}).")
}

/// More instances than the server allows one account.
pub(crate) fn too_many_instances(max: u32) -> String {
    format!("Instance count exceeded ({max}).")
}

/// A text that is no name to be used in addresses.
pub(crate) const NOT_A_SLUG: &str =
    "Enter a valid \"slug\" consisting of letters, numbers, underscores or hyphens.";
pub(crate) const ALREADY_IN_GROUP: &str = "User is already a part of that group.";
pub(crate) const PATH_OUTSIDE: &str =
    "Path needs to point to an endpoint within current instance and API version.";
pub(crate) const BAD_PATH: &str = "Invalid path specified.";

/// More groups than one user may be in.
pub(crate) fn too_many_groups(max: i64) -> String {
    format!("User's group count exceeded ({max}).")
}

/// More requests than one batch may hold.
pub(crate) fn too_many_requests(max: usize) -> String {
    format!("Max requests per batch exceeded ({max}).")
}

/// More members than an object may have.
pub(crate) fn too_many_members(max: usize) -> String {
    format!("Too many keys defined (exceeds {max}).")
}

/// A name that no field of a profile can have.
pub(crate) fn bad_field_name(name: &str) -> String {
    format!("\"{name}\" is not a valid field name.")
}

/// A value that no field of a profile can have.
pub(crate) fn bad_field_value(name: &str, max: usize) -> String {
    format!("Invalid or too long value defined for field {name} (exceeds {max}).")
}

/// A reference by name to something that there is not.
pub(crate) fn no_such_name(name: &str) -> String {
    format!("Object with name={name} does not exist.")
}

/// A caller that has used up this second's requests.
pub(crate) fn throttled(seconds: u64) -> String {
    let unit = if seconds == 1 { "second" } else { "seconds" };
    format!("Request was throttled. Expected available in {seconds} {unit}.")
}
