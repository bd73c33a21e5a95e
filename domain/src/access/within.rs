//! A filter that a person sent, bounded by what that person sees: here and in every record that it looks at.

use super::Actor;
use crate::{
    fields::Noun,
    filter::{Condition, Field, Filter, Operator, Value},
    search_text::Query,
};

impl Actor {
    /// The filter within the actor's scope. Where it looks at the client of a deal, or at the deals of a client, only
    /// those count that the actor sees, so that no list and no count betrays the others.
    pub fn within(&self, noun: Noun, filter: Filter) -> Filter {
        self.bounded(noun, filter).and(self.scope(noun))
    }

    fn bounded(&self, noun: Noun, filter: Filter) -> Filter {
        let each = |parts: Vec<Filter>| parts.into_iter().map(|part| self.bounded(noun, part)).collect();
        match filter {
            Filter::And(parts) => Filter::And(each(parts)),
            Filter::Or(parts) => Filter::Or(each(parts)),
            Filter::Not(inner) => Filter::Not(Box::new(self.bounded(noun, *inner))),
            Filter::OfClient(inner) => Filter::OfClient(Box::new(self.within(Noun::Client, *inner))),
            Filter::HasDeal(inner) => Filter::HasDeal(Box::new(self.within(Noun::Deal, *inner))),
            Filter::Search(text) if noun == Noun::Deal => self.deal_search(&text),
            other => other,
        }
    }

    /// A deal is found by its number, and by parts each of which is in its title or in what its client is found by.
    fn deal_search(&self, text: &str) -> Filter {
        let part = |part: String| {
            let search = || Filter::Search(part.clone());
            Filter::Or(vec![search(), Filter::OfClient(Box::new(self.within(Noun::Client, search())))])
        };
        let found = Query::parts(text).into_iter().fold(Filter::All, |found, next| found.and(part(next)));
        match text.trim().trim_start_matches(['№', '#']).trim_start().parse() {
            Ok(number) => {
                let value = Value::Integer(number);
                Filter::Or(vec![
                    Filter::Is(Condition { field: Field::Number, operator: Operator::Equals, value }),
                    found,
                ])
            }
            Err(_) => found,
        }
    }
}
