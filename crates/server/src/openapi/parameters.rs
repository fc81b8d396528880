//! Parameters of paths and queries.

use syncano_wire::PAGE_SIZE_MAX;
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{ComponentsBuilder, Ref, RefOr, Required};

use super::examples;
use crate::domain::access::Verb;
use crate::http::{Route, Shows};

/// Parts of the path that are not fixed.
pub(super) fn of_path(route: &Route) -> Vec<Parameter> {
    let parts = route.path.split('/');
    let names = parts.filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    names.map(|name| in_path(route, name)).collect()
}

fn in_path(route: &Route, name: &'static str) -> Parameter {
    let (schema, description) = match name {
        "instance" => (text().min_length(Some(1)), "Name of the instance."),
        "backend" => (text().min_length(Some(1)), "Name of a provider of logins."),
        "user" => (row(), "Number of the user."),
        "group" => (row(), "Number of the group."),
        _ => (row(), "Number of the object."),
    };
    ParameterBuilder::new()
        .name(name)
        .parameter_in(ParameterIn::Path)
        .required(Required::True)
        .description(Some(description))
        .schema(Some(schema))
        .example(examples::parameter(route.path, name))
        .build()
}

/// What the query of a verb may hold: references, and what is this route's alone.
pub(super) fn of_verb(shows: Shows, verb: Verb) -> Vec<RefOr<Parameter>> {
    let mut parameters = Vec::new();
    if verb != Verb::Get {
        return parameters;
    }
    if let Shows::List(_) | Shows::ListFrom(..) = shows {
        parameters.extend(page().iter().map(reference));
    }
    if let Shows::ListFrom(_, name) = shows {
        let own = query(name, text(), "How the listed ones begin.");
        parameters.push(RefOr::T(own));
    }
    if let Shows::List(_) | Shows::ListFrom(..) | Shows::One(_) = shows {
        parameters.extend(selection().iter().map(reference));
    }
    parameters
}

/// What [`of_verb`] refers to.
pub(super) fn add(components: ComponentsBuilder) -> ComponentsBuilder {
    let shared = page().into_iter().chain(selection());
    shared.fold(components, |components, parameter| {
        components.parameter(parameter.name.clone(), parameter)
    })
}

fn reference(parameter: &Parameter) -> RefOr<Parameter> {
    RefOr::Ref(Ref::new(format!(
        "#/components/parameters/{}",
        parameter.name
    )))
}

fn selection() -> [Parameter; 2] {
    let kept = "Names of the members to keep, with commas between them; also in the objects \
                inside.";
    let dropped = "Names of the members to drop.";
    [
        query("fields", text(), kept),
        query("excluded_fields", text(), dropped),
    ]
}

fn page() -> [Parameter; 4] {
    let size = format!("Objects of a page; more than {PAGE_SIZE_MAX} count as {PAGE_SIZE_MAX}.");
    let whole = || ObjectBuilder::new().schema_type(Type::Integer);
    [
        query("page_size", whole().minimum(Some(0)), &size),
        query(
            "last_pk",
            whole().minimum(Some(0)).maximum(Some(i32::MAX)),
            "Number of the last object seen; counts with `direction`.",
        ),
        query(
            "direction",
            whole().enum_values(Some([0, 1])),
            "1 goes on after `last_pk`, 0 goes back before it.",
        ),
        query(
            "ordering",
            text().enum_values(Some(["asc", "desc"])),
            "Whether the oldest or the newest come first.",
        ),
    ]
}

fn query(name: &str, schema: ObjectBuilder, description: &str) -> Parameter {
    ParameterBuilder::new()
        .name(name)
        .parameter_in(ParameterIn::Query)
        .required(Required::False)
        .description(Some(description))
        .schema(Some(schema))
        .build()
}

fn text() -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::String)
}

fn row() -> ObjectBuilder {
    ObjectBuilder::new()
        .schema_type(Type::Integer)
        .minimum(Some(1))
        .maximum(Some(i32::MAX))
}
