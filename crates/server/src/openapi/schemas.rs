//! Schemas of bodies, from the fields of forms and of answers.

use syncano_wire::{BATCH_REQUESTS_MAX, INSTANCE_NAME_CHARS_MAX, INSTANCE_NAME_CHARS_MIN};
use utoipa::openapi::schema::{
    AdditionalProperties, AnyOfBuilder, Array, ArrayBuilder, KnownFormat, ObjectBuilder, Schema,
    SchemaFormat, SchemaType, Type,
};
use utoipa::openapi::{ComponentsBuilder, Ref, RefOr};

use super::examples;
use super::refusals::{ERROR, PROBLEMS};
use crate::domain::field::{Field, Holds, Kind};
use crate::domain::metadata;
use crate::domain::version::Version;
use crate::http::{Route, Shape, Shows};

const KEY_PATTERN: &str = "^[0-9a-f]{40}$";
const INSTANCE_NAME_PATTERN: &str = "^[A-Za-z](-?[A-Za-z0-9])*$";
const SLUG_PATTERN: &str = "^[A-Za-z0-9_-]+$";

/// Which way a body goes, and whether it has all it could have.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Body {
    Request { is_partial: bool },
    Answer { is_partial: bool },
}

/// What an answer with every member looks like.
pub(super) fn whole(shape: Shape) -> Ref {
    Ref::from_schema_name(shape.name)
}

/// What an answer looks like of which `fields` or `excluded_fields` may have dropped some.
pub(super) fn part(shape: Shape) -> Ref {
    Ref::from_schema_name(part_name(shape))
}

fn part_name(shape: Shape) -> String {
    format!("{}Part", shape.name)
}

/// A page of such objects.
pub(super) fn page(shape: Shape) -> ObjectBuilder {
    let link = || ObjectBuilder::new().schema_type(or_null(Type::String, true));
    ObjectBuilder::new()
        .property("next", link().description(Some("Path of the next page.")))
        .property("prev", link().description(Some("Path of the page before.")))
        .property("objects", Array::new(part(shape)))
        .required("next")
        .required("prev")
        .required("objects")
        .additional_properties(Some(AdditionalProperties::FreeForm(false)))
}

/// The schemas that a route's answers refer to.
pub(super) fn add_shapes(
    components: ComponentsBuilder,
    route: &Route,
    version: Version,
) -> ComponentsBuilder {
    let shape = match route.about.shows {
        Shows::Nothing | Shows::Never(_) => return components,
        Shows::One(shape)
        | Shows::Made(shape)
        | Shows::List(shape)
        | Shows::ListFrom(shape, _)
        | Shows::Each(shape)
        | Shows::Login(shape) => shape,
    };
    let fields = (shape.fields)(version);
    let schema = |is_partial| {
        let schema = object(fields, Body::Answer { is_partial });
        schema.additional_properties(Some(AdditionalProperties::FreeForm(shape.is_open)))
    };
    let example = examples::object(fields);
    components
        .schema(shape.name, schema(false).examples([example]))
        .schema(part_name(shape), schema(true))
}

/// The schemas of what is said when something is wrong.
pub(super) fn add_refusals(components: ComponentsBuilder) -> ComponentsBuilder {
    let text = || ObjectBuilder::new().schema_type(Type::String);
    let error = ObjectBuilder::new()
        .property(
            "detail",
            text().description(Some("For people; it may change.")),
        )
        .required("detail")
        .additional_properties(Some(AdditionalProperties::FreeForm(false)));
    let problem = AnyOfBuilder::new()
        .item(text())
        .item(Array::new(text()))
        .item(Ref::from_schema_name(PROBLEMS))
        .item(Array::new(Ref::from_schema_name(PROBLEMS)));
    let problems = ObjectBuilder::new()
        .description(Some(
            "Problems by the name of their field; `non_field_errors` are of no single one, \
             `detail` is of the whole request.",
        ))
        .additional_properties(Some(Schema::AnyOf(problem.build())));
    components.schema(ERROR, error).schema(PROBLEMS, problems)
}

/// What a form takes, and whether it must be there. `None` for one without fields.
pub(super) fn of_request(fields: &'static [Field], is_partial: bool) -> (Option<Schema>, bool) {
    let body = Body::Request { is_partial };
    if fields.iter().all(|field| !has(body, field)) {
        return (None, false);
    }
    let is_required = !is_partial && fields.iter().any(|field| field.required);
    let schema = object(fields, body).build();
    (Some(Schema::Object(schema)), is_required)
}

/// Whether a form with this field can be written as names and texts.
pub(super) fn is_flat(field: &Field) -> bool {
    let is_nested = matches!(field.kind, Kind::Nested(_)) && !field.read_only;
    let is_list = matches!(field.holds, Some(Holds::Many(_))) && !field.read_only;
    !is_nested && !is_list
}

fn has(body: Body, field: &Field) -> bool {
    match body {
        Body::Request { .. } => !field.read_only && !matches!(field.kind, Kind::Links(_)),
        Body::Answer { .. } => !field.write_only,
    }
}

fn object(fields: &'static [Field], body: Body) -> ObjectBuilder {
    let own = fields.iter().filter(|field| has(body, field));
    own.fold(ObjectBuilder::new(), |object, field| {
        let is_required = match body {
            Body::Request { is_partial } => field.required && !is_partial,
            Body::Answer { is_partial } => !is_partial && !field.may_be_absent,
        };
        let object = object.property(field.name, value(field, body));
        if is_required {
            object.required(field.name)
        } else {
            object
        }
    })
}

/// What a field may be.
fn value(field: &Field, body: Body) -> RefOr<Schema> {
    let schema = match (field.holds, field.kind) {
        (Some(Holds::One(fields)), _) => nested(field, fields, body).into(),
        (Some(Holds::Many(fields)), _) => many(fields, body),
        (None, Kind::Nested(fields)) => nested(field, fields, body).into(),
        (None, Kind::Links(links)) => self::links(links).into(),
        (Some(holds), _) => held(holds, field, body).into(),
        (None, kind) => of_kind(kind, field, body).into(),
    };
    RefOr::T(schema)
}

fn held(holds: Holds, field: &Field, body: Body) -> ObjectBuilder {
    let typed = |own: Type| described(field).schema_type(or_null(own, field.nullable));
    match holds {
        Holds::Key => typed(Type::String).pattern(Some(KEY_PATTERN)),
        Holds::Row => typed(Type::Integer),
        Holds::Nothing => described(field).schema_type(Type::Null),
        Holds::InstanceName if matches!(body, Body::Answer { .. }) => typed(Type::String),
        Holds::InstanceName => typed(Type::String)
            .pattern(Some(INSTANCE_NAME_PATTERN))
            .min_length(Some(INSTANCE_NAME_CHARS_MIN))
            .max_length(Some(INSTANCE_NAME_CHARS_MAX)),
        Holds::Flag => typed(Type::Boolean),
        Holds::Word(words) => typed(Type::String).enum_values(Some(words.iter().copied())),
        Holds::Metadata if matches!(body, Body::Request { .. }) => {
            let names = ObjectBuilder::new()
                .schema_type(Type::String)
                .max_length(Some(metadata::KEY_CHARS_MAX));
            typed(Type::Object)
                .max_properties(Some(metadata::KEYS_MAX))
                .property_names(Some(Schema::Object(names.build())))
        }
        Holds::Metadata | Holds::Members | Holds::One(_) | Holds::Many(_) => typed(Type::Object),
    }
}

fn of_kind(kind: Kind, field: &Field, body: Body) -> ObjectBuilder {
    let is_request = matches!(body, Body::Request { .. });
    let typed = |own: Type| described(field).schema_type(or_null(own, field.nullable));
    let text = || {
        let least = if field.may_be_blank { None } else { Some(1) };
        let text = typed(Type::String);
        if is_request {
            text.min_length(field.chars_min.or(least))
                .max_length(field.chars_max)
        } else {
            text
        }
    };
    match kind {
        Kind::Integer => typed(Type::Integer),
        Kind::Boolean => typed(Type::Boolean),
        Kind::Email if is_request => text().format(Some(SchemaFormat::Custom("email".to_owned()))),
        Kind::Text if field.name.ends_with("password") => {
            text().format(Some(SchemaFormat::KnownFormat(KnownFormat::Password)))
        }
        Kind::Slug if is_request => text().pattern(Some(SLUG_PATTERN)),
        Kind::Email | Kind::Text | Kind::Slug => text(),
        Kind::DateTime => {
            typed(Type::String).format(Some(SchemaFormat::KnownFormat(KnownFormat::DateTime)))
        }
        Kind::Choice(words) => typed(Type::String).enum_values(Some(words.iter().copied())),
        Kind::Any | Kind::Nested(_) | Kind::Links(_) => {
            described(field).schema_type(SchemaType::AnyValue)
        }
    }
}

/// An object in a field. What a request leaves out of one stays as it is.
fn nested(field: &Field, fields: &'static [Field], body: Body) -> ObjectBuilder {
    let body = match body {
        Body::Request { .. } => Body::Request { is_partial: true },
        answer @ Body::Answer { .. } => answer,
    };
    let is_open = field.is_open || matches!(body, Body::Request { .. });
    let open = AdditionalProperties::FreeForm(is_open);
    object(fields, body).additional_properties(Some(open))
}

/// A list of objects. The only one in a request is that of a batch, with its limit.
fn many(fields: &'static [Field], body: Body) -> Schema {
    let items = object(fields, body);
    let most = matches!(body, Body::Request { .. }).then_some(BATCH_REQUESTS_MAX);
    Schema::Array(ArrayBuilder::new().items(items).max_items(most).build())
}

fn links(links: &[(&str, &str, &str)]) -> ObjectBuilder {
    let path = || ObjectBuilder::new().schema_type(Type::String);
    let named = links
        .iter()
        .fold(ObjectBuilder::new(), |object, (name, ..)| {
            object.property(*name, path())
        });
    // Which there are beyond these depends on the version.
    named.additional_properties(Some(Schema::Object(path().build())))
}

fn described(field: &Field) -> ObjectBuilder {
    ObjectBuilder::new().description(Some(field.help.unwrap_or(field.label)))
}

fn or_null(own: Type, nullable: bool) -> SchemaType {
    if nullable {
        SchemaType::from_iter([own, Type::Null])
    } else {
        SchemaType::Type(own)
    }
}
