//! Rates, amounts, goods, dates and places: each goes to the reading in whose clause it stands.

use super::reading::Reading;
use super::roles::Scene;
use crate::extract::spans::Spans;

/// Gives the facts of a sentence to its readings.
pub(super) fn attach(_scene: &Scene<'_, '_>, _spans: &Spans<'_>, _readings: &mut [Reading]) {}
