//! The canonical JSON of the messages (proto3 JSON mapping): enum values by name, `lowerCamelCase` fields, absent fields left out.

use std::sync::LazyLock;

use prost::Name;
use prost_reflect::{DescriptorPool, DynamicMessage, MessageDescriptor};
use serde_json::Value;
use thiserror::Error;

/// Descriptors of everything in `proto/` and of the details of `google.rpc` errors.
static POOL: LazyLock<DescriptorPool> = LazyLock::new(|| {
    let mut pool = DescriptorPool::decode(crate::proto::FILE_DESCRIPTOR_SET)
        .expect("the descriptors of proto/ are compiled in");
    pool.decode_file_descriptor_set(tonic_types::pb::FILE_DESCRIPTOR_SET)
        .expect("the descriptors of google.rpc are compiled in");
    pool
});

/// Why a message has no JSON form, or JSON is not that of a message.
#[derive(Debug, Error)]
pub enum JsonError {
    /// The message's type is not described in `proto/`.
    #[error("{0} is not described")]
    Undescribed(String),
    /// The JSON is not that of the message, or cannot be written.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
    /// The message and its descriptor contradict each other.
    #[error(transparent)]
    Wire(#[from] prost::DecodeError),
}

/// How JSON is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// One line.
    Compact,
    /// Indented by two spaces.
    Pretty,
}

/// Writes a message.
///
/// # Errors
/// [`JsonError::Undescribed`] for a type that is not in `proto/`, [`JsonError::Json`] for an `Any` of an unknown type.
pub fn to_string<M: Name>(message: &M, layout: Layout) -> Result<String, JsonError> {
    let mut dynamic = DynamicMessage::new(descriptor::<M>()?);
    dynamic.transcode_from(message)?;
    Ok(match layout {
        Layout::Compact => serde_json::to_string(&dynamic)?,
        Layout::Pretty => serde_json::to_string_pretty(&dynamic)?,
    })
}

/// A message as a JSON value.
///
/// # Errors
/// See [`to_string`].
pub fn to_value<M: Name>(message: &M) -> Result<Value, JsonError> {
    let mut dynamic = DynamicMessage::new(descriptor::<M>()?);
    dynamic.transcode_from(message)?;
    Ok(serde_json::to_value(&dynamic)?)
}

/// Reads a message; fields that it does not have are an error.
///
/// # Errors
/// [`JsonError::Json`] names the field that is unknown or of another type.
pub fn from_value<M: Name + Default>(value: Value) -> Result<M, JsonError> {
    let dynamic = DynamicMessage::deserialize(descriptor::<M>()?, value)?;
    Ok(dynamic.transcode_to()?)
}

/// The descriptor of a message.
///
/// # Errors
/// [`JsonError::Undescribed`] for a type that is not in `proto/`.
pub fn descriptor<M: Name>() -> Result<MessageDescriptor, JsonError> {
    let name = M::full_name();
    POOL.get_message_by_name(&name)
        .ok_or(JsonError::Undescribed(name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::proto::v1;

    fn rate() -> v1::TradeEvent {
        v1::TradeEvent {
            id: "e1".into(),
            r#type: v1::EventType::Tariff.into(),
            detail: Some(v1::trade_event::Detail::Tariff(v1::TariffDetail {
                rate: Some(v1::Rate {
                    min_percent: Some(0.0),
                    max_percent: Some(12.5),
                    ..Default::default()
                }),
                ..Default::default()
            })),
            ..Default::default()
        }
    }

    #[test]
    fn a_zero_that_was_read_is_written_and_an_unknown_is_not() {
        assert_eq!(
            to_string(&rate(), Layout::Compact).unwrap(),
            r#"{"id":"e1","type":"EVENT_TYPE_TARIFF","tariff":{"rate":{"minPercent":0.0,"maxPercent":12.5}}}"#
        );
    }

    #[test]
    fn json_comes_back_as_the_message_that_it_was() {
        let json = to_string(&rate(), Layout::Pretty).unwrap();
        let back: v1::TradeEvent = from_value(serde_json::from_str(&json).unwrap()).unwrap();
        assert_eq!(back, rate());
    }

    #[test]
    fn details_of_errors_are_written_by_their_fields() {
        let error = crate::error::Error::ShuttingDown.document_error("r1");
        let json = to_string(&error, Layout::Compact).unwrap();
        assert!(json.contains(r#""reason":"SHUTTING_DOWN""#), "{json}");
    }

    #[test]
    fn an_unknown_field_is_named() {
        let error = from_value::<v1::Document>(serde_json::json!({"txet": "a"})).unwrap_err();
        assert!(error.to_string().contains("txet"), "{error}");
    }
}
