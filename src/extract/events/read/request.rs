//! Requests: the measure that is asked for is that of whoever is asked.

use crate::extract::actors::ActorMention;
use crate::extract::events::compose::Bond;
use crate::extract::events::modality;
use crate::extract::events::roles::Scene;

type Mentions<'p> = Vec<&'p ActorMention>;

/// Who is asked to act, and who asks, where the chain of verbs holds a request: "urged Japan to lift", "wants tariffs removed".
pub(super) fn requested<'p>(
    scene: &Scene<'_, 'p>,
    modality: Option<&modality::Modality>,
    bond: &Bond<'_, '_>,
) -> Option<(Mentions<'p>, Mentions<'p>)> {
    let modality = modality?;
    let words = scene.words;
    let asks = |i: usize| {
        words.is(
            i,
            &[
                "urge",
                "urges",
                "urged",
                "urging",
                "ask",
                "asks",
                "asked",
                "asking",
                "call",
                "calls",
                "called",
                "calling",
                "encourage",
                "encourages",
                "encouraged",
                "press",
                "pressed",
                "pressing",
                "persuade",
                "convince",
                "want",
                "wants",
                "wanted",
                "demand",
                "demands",
                "demanded",
                "request",
                "requested",
                "pushing",
                "pushed",
                "push",
                "lobbied",
                "lobby",
                "appeal",
                "appealed",
                "told",
                "seeking",
                "sought",
            ],
        )
    };
    let start = modality.start.min(bond.phrase.start);
    let request = (start..bond.phrase.start.max(modality.top + 1)).find(|&i| asks(i))?;
    let verb = bond.verb().map_or(bond.phrase.start, |b| b.act.head());
    let asked: Vec<_> = if verb > request {
        scene.mentions_in(request + 1..verb).collect()
    } else {
        Vec::new()
    };
    if matches!(words.at(request), "seeking" | "sought") && asked.is_empty() {
        return None;
    }
    Some((asked, scene.subject(request)))
}
