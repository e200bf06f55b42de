//! What is measured and dated: dates, rates, amounts, goods and places in a sentence, without regard to events.

pub mod amounts;
mod atoms;
pub mod dates;
pub mod goods;
mod numbers;
pub mod places;
pub mod rates;
#[cfg(test)]
mod tests;
mod vocabulary;

use super::Page;
use super::actors::Actors;

/// Everything measured and dated in a sentence. All token ranges are inside the sentence.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// Dates, left to right.
    pub dates: Vec<dates::DateExpression>,
    /// Percentages, left to right.
    pub rates: Vec<rates::Percentage>,
    /// Money, left to right.
    pub amounts: Vec<amounts::Money>,
    /// Goods, left to right.
    pub goods: Vec<goods::GoodsPhrase>,
    /// Places in which something happens, left to right.
    pub places: Vec<places::PlacePhrase>,
}

impl Facts {
    /// Reads the facts of a line.
    pub fn read(page: &Page<'_>, actors: &Actors, line: usize) -> Self {
        let (text, tokens) = (page.text(), page.tokens(line));
        Self {
            dates: dates::find(text, tokens),
            rates: rates::find(text, tokens),
            amounts: amounts::find(page, line),
            goods: goods::find(page, actors, line),
            places: places::find(page, line),
        }
    }
}
