//! What is measured and dated: dates, rates, amounts, goods and places in a sentence, without regard to events.
