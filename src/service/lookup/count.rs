//! Numbers of events.

use super::filter;
use crate::error::Error;
use crate::lexicon::Lexicon;
use crate::proto::v1::{CountEventsRequest, CountEventsResponse, EventGrouping, TimeBucket};
use crate::service::checks::{Checks, broken};
use crate::store::{CountQuery, Store};

pub async fn events(
    store: &dyn Store,
    lexicon: &Lexicon,
    request: CountEventsRequest,
) -> Result<CountEventsResponse, Error> {
    let CountEventsRequest {
        filter,
        grouping,
        bucket,
        consistency: _,
    } = request;
    let mut checks = Checks::default();
    let query = CountQuery {
        filter: filter::events(&mut checks, lexicon, filter),
        grouping: checks.take(
            "grouping",
            EventGrouping::try_from(grouping)
                .or_else(|_| broken(format!("{grouping} is no EventGrouping"))),
        ),
        bucket: checks.take(
            "bucket",
            TimeBucket::try_from(bucket).or_else(|_| broken(format!("{bucket} is no TimeBucket"))),
        ),
    };
    let query = checks.pass(query)?;
    let counts = store.count_events(&query).await?;
    Ok(CountEventsResponse { counts })
}
