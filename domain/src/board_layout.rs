//! How the board looks to a person: how dense it is, what its cards show, which columns are folded. Every part may be left
//! open, so that two windows that change different parts do not undo each other.

use crate::{
    fields::FieldDef,
    ids::{FieldId, StageId},
    pipelines::STAGES_LIMIT,
};
use serde::{Deserialize, Serialize};

/// So many custom fields a card shows: more would leave no card in sight.
pub const CUSTOM_LIMIT: usize = 3;

/// How much room a card takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Density {
    /// Обычная.
    #[default]
    Regular,
    /// Компактная.
    Compact,
}

/// What a card shows beside the title and the days in its stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CardField {
    /// Клиент.
    Client,
    /// Бюджет.
    Budget,
    /// Ответственный.
    Owner,
    /// When the deal was created.
    Created,
    /// When it was last changed.
    Updated,
    /// A custom field.
    Custom(FieldId),
}

impl CardField {
    /// What cards show unless somebody chose otherwise.
    pub const DEFAULT: [CardField; 3] = [CardField::Client, CardField::Budget, CardField::Owner];

    /// The custom field that it is.
    pub fn custom(self) -> Option<FieldId> {
        match self {
            CardField::Custom(field) => Some(field),
            _ => None,
        }
    }
}

/// What somebody has chosen of the board's look.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct BoardLayout {
    /// How dense the cards stand.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub density: Option<Density>,
    /// What the cards show.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fields: Option<Vec<CardField>>,
    /// The stages whose columns are folded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub folded: Option<Vec<StageId>>,
}

impl BoardLayout {
    /// This choice upon an earlier one: what it leaves open stays as it was.
    pub fn over(self, earlier: &BoardLayout) -> BoardLayout {
        BoardLayout {
            density: self.density.or(earlier.density),
            fields: self.fields.or_else(|| earlier.fields.clone()),
            folded: self.folded.or_else(|| earlier.folded.clone()),
        }
    }

    /// The same without what does not exist: doubled and unknown fields, and more custom ones than a card has room for.
    pub fn healed(self, fields: &[FieldDef]) -> BoardLayout {
        let is_known = |id: FieldId| fields.iter().any(|field| field.id == id);
        let heal = |chosen: Vec<CardField>| {
            let mut kept: Vec<CardField> = Vec::new();
            for field in chosen {
                let has_room =
                    |kept: &[CardField]| kept.iter().filter(|one| one.custom().is_some()).count() < CUSTOM_LIMIT;
                let fits = field.custom().is_none_or(|id| is_known(id) && has_room(&kept));
                if fits && !kept.contains(&field) {
                    kept.push(field);
                }
            }
            kept
        };
        let folded = self.folded.map(|folded| folded.into_iter().take(STAGES_LIMIT).collect());
        BoardLayout { density: self.density, fields: self.fields.map(heal), folded }
    }

    /// How dense the cards stand.
    pub fn density(&self) -> Density {
        self.density.unwrap_or_default()
    }

    /// What the cards show.
    pub fn fields(&self) -> &[CardField] {
        self.fields.as_deref().unwrap_or(&CardField::DEFAULT)
    }

    /// Whether the cards show this.
    pub fn shows(&self, field: CardField) -> bool {
        self.fields().contains(&field)
    }

    /// The custom fields that the cards show.
    pub fn custom(&self) -> impl Iterator<Item = FieldId> {
        self.fields().iter().filter_map(|field| field.custom())
    }

    /// Lines of a card below the title and above the days: the client, the dates together, each custom field. It is these
    /// that a card's height depends on.
    pub fn lines(&self) -> usize {
        let dates = self.shows(CardField::Created) || self.shows(CardField::Updated);
        usize::from(self.shows(CardField::Client)) + usize::from(dates) + self.custom().count()
    }

    /// The fields with this one shown or hidden; nothing when a card has no room for another custom field.
    pub fn with_field(&self, field: CardField) -> Option<Vec<CardField>> {
        let mut fields = self.fields().to_vec();
        match fields.iter().position(|other| *other == field) {
            Some(place) => drop(fields.remove(place)),
            None if field.custom().is_some() && self.custom().count() >= CUSTOM_LIMIT => return None,
            None => fields.push(field),
        }
        Some(fields)
    }

    /// The folded columns with this one folded or open.
    pub fn with_fold(&self, stage: StageId) -> Vec<StageId> {
        let mut folded = self.folded.clone().unwrap_or_default();
        match folded.iter().position(|other| *other == stage) {
            Some(place) => drop(folded.remove(place)),
            None => folded.push(stage),
        }
        folded
    }

    /// Whether a stage's column is folded.
    pub fn is_folded(&self, stage: StageId) -> bool {
        self.folded.as_ref().is_some_and(|folded| folded.contains(&stage))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fields::{FieldKind, Noun};
    use uuid::Uuid;

    fn id(number: u128) -> FieldId {
        FieldId(Uuid::from_u128(number))
    }

    fn defs(numbers: std::ops::Range<u128>) -> Vec<FieldDef> {
        let def = |number| FieldDef {
            id: id(number),
            noun: Noun::Deal,
            kind: FieldKind::Text,
            name: format!("Поле {number}"),
            options: Vec::new(),
            version: 1,
        };
        numbers.map(def).collect()
    }

    fn showing(fields: &[CardField]) -> BoardLayout {
        BoardLayout { fields: Some(fields.to_vec()), ..BoardLayout::default() }
    }

    #[test]
    fn what_a_choice_leaves_open_stays_as_it_was() {
        let earlier = BoardLayout { density: Some(Density::Compact), ..showing(&[CardField::Budget]) };
        let folded = Some(vec![StageId::from(Uuid::from_u128(1))]);
        let after = BoardLayout { folded: folded.clone(), ..BoardLayout::default() }.over(&earlier);
        assert_eq!(after, BoardLayout { folded, ..earlier });
        assert_eq!(BoardLayout::default().fields(), CardField::DEFAULT);
    }

    #[test]
    fn unknown_doubled_and_too_many_fields_are_not_kept() {
        let custom = |number| CardField::Custom(id(number));
        let chosen = [custom(9), custom(1), CardField::Owner, CardField::Owner, custom(2), custom(3), custom(4)];
        let healed = showing(&chosen).healed(&defs(1..6));
        assert_eq!(healed.fields(), [custom(1), CardField::Owner, custom(2), custom(3)]);
        assert_eq!(healed.with_field(custom(5)), None);
        assert_eq!(healed.with_field(custom(1)), Some(vec![CardField::Owner, custom(2), custom(3)]));
        assert_eq!(showing(&[]).healed(&[]).fields(), []);
    }

    #[test]
    fn a_card_grows_by_the_client_the_dates_and_each_custom_field() {
        assert_eq!(BoardLayout::default().lines(), 1);
        assert_eq!(showing(&[]).lines(), 0);
        assert_eq!(showing(&[CardField::Budget, CardField::Owner]).lines(), 0);
        assert_eq!(showing(&[CardField::Created, CardField::Updated]).lines(), 1);
        assert_eq!(showing(&[CardField::Client, CardField::Updated, CardField::Custom(id(1))]).lines(), 3);
    }

    #[test]
    fn a_column_is_folded_and_opened_by_the_same_deed() {
        let stage = StageId::from(Uuid::from_u128(7));
        let folded = BoardLayout { folded: Some(BoardLayout::default().with_fold(stage)), ..BoardLayout::default() };
        assert!(folded.is_folded(stage));
        assert_eq!(folded.with_fold(stage), []);
    }
}
