//! The schema reference, made of the comments of the `.proto` files.

use std::fmt::Write;

use prost_reflect::{
    DescriptorPool, EnumDescriptor, FieldDescriptor, FileDescriptor, Kind, MessageDescriptor,
    ServiceDescriptor,
};

const DOCUMENTED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/tradewire_documented.bin"));

/// From the services down to the parts of a fact.
const ORDER: &[&str] = &[
    "extraction_service",
    "lookup_service",
    "document",
    "actor",
    "event",
    "event_detail",
    "statement",
    "record",
    "error_reason",
];

#[test]
fn the_schema_reference_is_current() {
    let pool = DescriptorPool::decode(DOCUMENTED).unwrap();
    let mut files: Vec<FileDescriptor> = pool
        .files()
        .filter(|file| file.package_name() == "tradewire.v1")
        .collect();
    let place = |file: &FileDescriptor| ORDER.iter().position(|name| *name == stem(file));
    files.sort_by_key(|file| (place(file).unwrap_or(usize::MAX), stem(file).to_owned()));
    let mut expected = String::new();
    for file in &files {
        write_file(&mut expected, file);
    }
    super::check_generated("docs/schema.md", "schema", &expected);
}

fn stem(file: &FileDescriptor) -> &str {
    let name = file.name().rsplit('/').next().unwrap_or_default();
    // The descriptor lives as long as the pool; its name is a part of it.
    name.strip_suffix(".proto").unwrap_or(name)
}

fn write_file(out: &mut String, file: &FileDescriptor) {
    let first = comment(file, &[12]);
    let title = first
        .lines()
        .next()
        .unwrap_or_default()
        .trim_end_matches('.');
    writeln!(out, "\n## {}\n\n{title}.\n", file.name()).unwrap();
    for service in file.services() {
        write_service(out, file, &service);
    }
    for message in file.messages() {
        write_message(out, file, &message);
    }
    for values in file.enums() {
        write_enum(out, file, &values);
    }
}

fn write_service(out: &mut String, file: &FileDescriptor, service: &ServiceDescriptor) {
    let path = service.path();
    writeln!(
        out,
        "### {}\n\n{}\n",
        service.name(),
        flow(&comment(file, path))
    )
    .unwrap();
    writeln!(out, "| call | request | answer | |\n|---|---|---|---|").unwrap();
    for method in service.methods() {
        let stream = |streams: bool| if streams { "stream of " } else { "" };
        writeln!(
            out,
            "| `{}` | {}{} | {}{} | {} |",
            method.name(),
            stream(method.is_client_streaming()),
            link(method.input().name()),
            stream(method.is_server_streaming()),
            link(method.output().name()),
            flow(&comment(file, method.path()))
        )
        .unwrap();
    }
    out.push('\n');
}

fn write_message(out: &mut String, file: &FileDescriptor, message: &MessageDescriptor) {
    let about = flow(&comment(file, message.path()));
    writeln!(out, "### {}\n\n{about}\n", message.name()).unwrap();
    if message.fields().len() == 0 {
        return;
    }
    writeln!(out, "| field | type | |\n|---|---|---|").unwrap();
    let mut fields: Vec<FieldDescriptor> = message.fields().collect();
    fields.sort_by_key(FieldDescriptor::number);
    for field in fields {
        let about = flow(&comment(file, field.path()));
        writeln!(
            out,
            "| `{}` = {} | {} | {about} |",
            field.name(),
            field.number(),
            type_of(&field)
        )
        .unwrap();
    }
    out.push('\n');
}

fn write_enum(out: &mut String, file: &FileDescriptor, values: &EnumDescriptor) {
    let about = flow(&comment(file, values.path()));
    writeln!(
        out,
        "### {}\n\n{about}\n\n| value | |\n|---|---|",
        values.name()
    )
    .unwrap();
    for value in values.values() {
        let about = flow(&comment(file, value.path()));
        writeln!(out, "| `{}` = {} | {about} |", value.name(), value.number()).unwrap();
    }
    out.push('\n');
}

fn type_of(field: &FieldDescriptor) -> String {
    let name = match field.kind() {
        Kind::Message(message) if message.package_name() == "tradewire.v1" => link(message.name()),
        Kind::Message(message) => format!("`{}`", message.full_name()),
        Kind::Enum(values) => link(values.name()),
        kind => format!("{kind:?}").to_lowercase(),
    };
    let one_of = field.containing_oneof().filter(|_| {
        !field.supports_presence() || !field.field_descriptor_proto().proto3_optional()
    });
    match one_of {
        Some(one_of) => format!("{name}, one of `{}`", one_of.name()),
        None if field.is_list() => format!("list of {name}"),
        None if field.field_descriptor_proto().proto3_optional() => format!("optional {name}"),
        None => name,
    }
}

fn link(name: &str) -> String {
    format!("[{name}](#{})", name.to_lowercase())
}

/// The comment before a place of the file.
fn comment(file: &FileDescriptor, path: &[i32]) -> String {
    let info = file.file_descriptor_proto().source_code_info.as_ref();
    let locations = info.map_or(&[][..], |info| &info.location);
    let location = locations.iter().find(|location| location.path == path);
    location.map_or_else(String::new, |location| {
        location.leading_comments().to_owned()
    })
}

/// A comment as one line of a table.
fn flow(comment: &str) -> String {
    let line = comment.split_whitespace().collect::<Vec<_>>().join(" ");
    line.replace('|', "\\|").replace('<', "&lt;")
}

#[test]
fn every_part_of_the_schema_says_what_it_is() {
    let pool = DescriptorPool::decode(DOCUMENTED).unwrap();
    let files = pool
        .files()
        .filter(|file| file.package_name() == "tradewire.v1");
    let mut silent = Vec::new();
    for file in files {
        let mut hear = |path: &[i32], name: &str| {
            if comment(&file, path).trim().is_empty() {
                silent.push(name.to_owned());
            }
        };
        for message in file.messages() {
            hear(message.path(), message.full_name());
            for field in message.fields() {
                hear(field.path(), field.full_name());
            }
        }
        for values in file.enums() {
            hear(values.path(), values.full_name());
            for value in values.values() {
                hear(value.path(), value.full_name());
            }
        }
    }
    assert!(silent.is_empty(), "{silent:?}");
}
