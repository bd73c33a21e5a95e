//! Cards whose moves the server has not answered yet: what it knows of them, while the board shows them elsewhere. Pure.

use super::board_model::told;
use domain::{
    deals::{Deal, DealCard},
    ids::DealId,
};

/// Such cards.
#[derive(Debug, Default)]
pub(super) struct Waiting(Vec<Awaited>);

#[derive(Debug)]
struct Awaited {
    /// The card as the server last told of it.
    known: DealCard,
    /// How many of its moves are not answered.
    moves: usize,
    /// Whether the server may know it otherwise.
    doubtful: bool,
}

/// A card whose last move was answered.
#[derive(Debug, PartialEq)]
pub(super) struct Answered {
    /// As the server last told of it.
    pub card: DealCard,
    /// Whether it may have changed since, or a move have lasted whose answer was lost.
    pub doubtful: bool,
}

impl Waiting {
    /// Whether a move of this card is not answered.
    pub fn contains(&self, id: DealId) -> bool {
        self.0.iter().any(|awaited| awaited.known.id == id)
    }

    /// Whether every move was answered.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// One more move of a card that was shown so: as the server knows it, unless an earlier move waits as well.
    pub fn begin(&mut self, shown: &DealCard) {
        match self.of(shown.id) {
            Some(awaited) => awaited.moves += 1,
            None => self.0.push(Awaited { known: shown.clone(), moves: 1, doubtful: false }),
        }
    }

    /// The server told of a deal.
    pub fn learn(&mut self, deal: &Deal) {
        if let Some(awaited) = self.of(deal.id).filter(|awaited| awaited.known.version <= deal.version) {
            awaited.known = told(awaited.known.clone(), deal);
        }
    }

    /// The cards among those the server told of that wait: what it told of these is passed over.
    pub fn pass_over(&mut self, is_told: impl Fn(DealId) -> bool) -> Vec<DealId> {
        let passed = self.0.iter_mut().filter(|awaited| is_told(awaited.known.id));
        let doubted = passed.map(|awaited| {
            awaited.doubtful = true;
            awaited.known.id
        });
        doubted.collect()
    }

    /// A move was answered, or its answer did not come; after the last one, the card.
    pub fn end(&mut self, id: DealId, answer: Option<&Deal>) -> Option<Answered> {
        if let Some(deal) = answer {
            self.learn(deal);
        }
        let place = self.0.iter().position(|awaited| awaited.known.id == id)?;
        let awaited = &mut self.0[place];
        awaited.moves -= 1;
        awaited.doubtful |= answer.is_none();
        if awaited.moves > 0 {
            return None;
        }
        let Awaited { known: card, doubtful, .. } = self.0.remove(place);
        Some(Answered { card, doubtful })
    }

    fn of(&mut self, id: DealId) -> Option<&mut Awaited> {
        self.0.iter_mut().find(|awaited| awaited.known.id == id)
    }
}

#[cfg(test)]
mod tests {
    use super::{
        super::board_model::tests::{card, deal, id, stage_id},
        *,
    };
    use domain::money::Currency;

    /// Moved from the first stage to the second one and on, with both moves on their way.
    fn twice() -> (Waiting, DealCard) {
        let (mut waiting, first) = (Waiting::default(), card(7, 1, Some(1), Currency::UZS));
        waiting.begin(&first);
        waiting.begin(&DealCard { stage: stage_id(2), position: String::new(), ..first.clone() });
        (waiting, first)
    }

    #[test]
    fn two_refused_moves_bring_a_card_back_to_where_the_first_one_began() {
        let (mut waiting, first) = twice();
        assert_eq!(waiting.end(id(7), None), None);
        assert!(waiting.contains(id(7)));
        assert_eq!(waiting.end(id(7), None), Some(Answered { card: first, doubtful: true }));
        assert!(waiting.is_empty());
    }

    #[test]
    fn a_card_stays_where_the_server_last_had_it() {
        let (mut waiting, _) = twice();
        assert_eq!(waiting.end(id(7), Some(&deal(7, 2, 5))), None);
        let answered = waiting.end(id(7), None).expect("the last answer");
        assert_eq!((answered.card.stage, answered.card.version, answered.doubtful), (stage_id(2), 5, true));
    }

    #[test]
    fn an_answer_that_is_overtaken_by_the_next_one_is_old() {
        let (mut waiting, _) = twice();
        waiting.end(id(7), Some(&deal(7, 3, 6)));
        let answered = waiting.end(id(7), Some(&deal(7, 2, 5))).expect("the last answer");
        assert_eq!((answered.card.stage, answered.card.version, answered.doubtful), (stage_id(3), 6, false));
    }

    #[test]
    fn news_that_are_passed_over_make_a_card_doubtful() {
        let (mut waiting, _) = twice();
        assert_eq!(waiting.pass_over(|_| true), [id(7)]);
        waiting.end(id(7), Some(&deal(7, 2, 5)));
        assert!(waiting.end(id(7), Some(&deal(7, 3, 6))).expect("the last answer").doubtful);
        assert_eq!(waiting.end(id(8), None), None, "nothing of it waits");
    }
}
