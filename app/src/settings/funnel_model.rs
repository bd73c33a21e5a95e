//! The funnel as it is edited: lines in their groups, moved, added and left out. Pure.

use domain::{
    colour::Colour,
    ids::StageId,
    pipelines::{Stage, StageDraft, StageGroup},
};
use std::collections::BTreeMap;

/// A stage that is being edited.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    /// What keeps the line the same line.
    pub key: u32,
    /// What will be saved.
    pub draft: StageDraft,
}

/// A saved stage that is left out.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Gone {
    /// Its line as it was.
    pub line: Line,
    /// The line of the stage that takes its deals.
    pub heir: Option<u32>,
    place: usize,
}

/// The lines in the order of the board.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct FunnelModel {
    lines: Vec<Line>,
    gone: Vec<Gone>,
    last: u32,
}

impl FunnelModel {
    /// The stages as they are.
    pub fn new(stages: &[Stage]) -> Self {
        let draft = |stage: &Stage| StageDraft {
            id: Some(stage.id),
            group: stage.group,
            name: stage.name.clone(),
            colour: stage.colour,
            takes: Vec::new(),
        };
        let lines: Vec<Line> = (1..).zip(stages).map(|(key, stage)| Line { key, draft: draft(stage) }).collect();
        FunnelModel { last: lines.len() as u32, lines, gone: Vec::new() }
    }

    /// The lines of a group.
    pub fn of(&self, group: StageGroup) -> Vec<Line> {
        self.lines.iter().filter(|line| line.draft.group == group).cloned().collect()
    }

    /// A line.
    pub fn line(&self, key: u32) -> Option<&Line> {
        self.lines.iter().find(|line| line.key == key)
    }

    /// Changes a line.
    pub fn change(&mut self, key: u32, change: impl FnOnce(&mut StageDraft)) {
        if let Some(line) = self.lines.iter_mut().find(|line| line.key == key) {
            change(&mut line.draft);
        }
    }

    /// Adds a stage at the end of a group, in a colour that no stage has yet, as long as there is one.
    pub fn add(&mut self, group: StageGroup, name: String) -> u32 {
        self.last += 1;
        let used = |colour: &Colour| self.lines.iter().any(|line| line.draft.colour == *colour);
        let colour = Colour::presets().find(|colour| !used(colour)).unwrap_or(Colour::preset(self.last as u8));
        let line = Line { key: self.last, draft: StageDraft { id: None, group, name, colour, takes: Vec::new() } };
        let end = self.lines.iter().rposition(|other| other.draft.group <= group).map_or(0, |place| place + 1);
        self.lines.insert(end, line);
        self.last
    }

    /// Leaves a stage out. Deals that were to move there are without a place again.
    pub fn remove(&mut self, key: u32) {
        let Some((_, place)) = self.place(key) else { return };
        let left = self.lines.extract_if(.., |line| line.key == key).find(|line| line.draft.id.is_some());
        self.gone.extend(left.map(|line| Gone { line, heir: None, place }));
        self.gone.iter_mut().filter(|gone| gone.heir == Some(key)).for_each(|gone| gone.heir = None);
    }

    /// The line after this one, or before it if it is the last.
    pub fn beside(&self, key: u32) -> Option<u32> {
        let place = self.lines.iter().position(|line| line.key == key)?;
        let before = || place.checked_sub(1).and_then(|before| self.key_at(before));
        self.key_at(place + 1).or_else(before)
    }

    /// Takes a stage that was left out back to its place.
    pub fn restore(&mut self, key: u32) {
        let Some(place) = self.gone.iter().position(|gone| gone.line.key == key) else { return };
        let gone = self.gone.remove(place);
        let to = (gone.line.draft.group, gone.place);
        self.lines.push(gone.line);
        self.put(key, to);
    }

    /// A stage that was left out.
    pub fn gone(&self, key: u32) -> Option<&Gone> {
        self.gone.iter().find(|gone| gone.line.key == key)
    }

    /// Stages of a group that were left out and leave deals behind, or may do so.
    pub fn leaving(&self, group: StageGroup, deals: &Counts) -> Vec<u32> {
        let leaves = |gone: &&Gone| gone.line.draft.group == group && count(gone, deals) != Some(0);
        self.gone.iter().filter(leaves).map(|gone| gone.line.key).collect()
    }

    /// Chooses the stage that takes the deals of one that was left out.
    pub fn bequeath(&mut self, key: u32, heir: Option<u32>) {
        self.gone.iter_mut().filter(|gone| gone.line.key == key).for_each(|gone| gone.heir = heir);
    }

    /// The first stage that leaves deals and was not told where to.
    pub fn homeless(&self, deals: &Counts) -> Option<u32> {
        let homeless = |gone: &&Gone| gone.heir.is_none() && count(gone, deals) != Some(0);
        self.gone.iter().find(homeless).map(|gone| gone.line.key)
    }

    /// The stages that are kept, by their lines.
    pub fn kept(&self) -> Vec<(u32, String)> {
        self.lines.iter().map(|line| (line.key, line.draft.name.clone())).collect()
    }

    /// The group of a line and its place in it.
    pub fn place(&self, key: u32) -> Option<(StageGroup, usize)> {
        let group = self.line(key)?.draft.group;
        let place = self.lines.iter().filter(|line| line.draft.group == group).position(|line| line.key == key)?;
        Some((group, place))
    }

    /// Puts a line at a place of a group, counted as if it were not there.
    pub fn put(&mut self, key: u32, (group, place): (StageGroup, usize)) {
        let Some(from) = self.lines.iter().position(|line| line.key == key) else { return };
        let mut line = self.lines.remove(from);
        line.draft.group = group;
        let before = self.lines.iter().filter(|other| other.draft.group < group).count();
        let inside = self.lines.iter().filter(|other| other.draft.group == group).count();
        self.lines.insert(before + place.min(inside), line);
    }

    /// Where one step leads: at the end of a group into the next one.
    pub fn next_place(&self, key: u32, down: bool) -> Option<(StageGroup, usize)> {
        let (group, place) = self.place(key)?;
        let groups = StageGroup::ALL;
        let here = groups.iter().position(|other| *other == group).unwrap_or_default();
        let last = self.of(group).len() - 1;
        match (down, place) {
            (true, place) if place < last => Some((group, place + 1)),
            (true, _) => groups.get(here + 1).map(|group| (*group, 0)),
            (false, 0) => here.checked_sub(1).map(|above| (groups[above], self.of(groups[above]).len())),
            (false, place) => Some((group, place - 1)),
        }
    }

    /// One step.
    pub fn step(&mut self, key: u32, down: bool) {
        if let Some(to) = self.next_place(key, down) {
            self.put(key, to);
        }
    }

    /// What will be saved, in order.
    pub fn drafts(&self) -> Vec<StageDraft> {
        let takes = |line: &Line| {
            self.gone.iter().filter(|gone| gone.heir == Some(line.key)).filter_map(|gone| gone.line.draft.id).collect()
        };
        self.lines.iter().map(|line| StageDraft { takes: takes(line), ..line.draft.clone() }).collect()
    }

    /// The keys of the lines in the order in which they are sent: the server tells of a line by its place.
    pub fn keys(&self) -> Vec<u32> {
        self.lines.iter().map(|line| line.key).collect()
    }

    /// The key of the line at this place.
    pub fn key_at(&self, place: usize) -> Option<u32> {
        self.lines.get(place).map(|line| line.key)
    }
}

/// How many deals each stage holds, where the person may know.
pub(super) type Counts = Option<BTreeMap<StageId, i64>>;

/// How many deals a stage leaves behind; nothing where there may be some that the person does not see.
pub(super) fn count(gone: &Gone, deals: &Counts) -> Option<i64> {
    let deals = deals.as_ref()?;
    Some(gone.line.draft.id.and_then(|id| deals.get(&id).copied()).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use StageGroup::*;

    fn model(groups: &[StageGroup]) -> FunnelModel {
        let stage = |(number, group): (u128, &StageGroup)| Stage {
            id: uuid::Uuid::from_u128(number).into(),
            group: *group,
            name: format!("Этап {number}"),
            colour: Colour::preset(number as u8),
        };
        FunnelModel::new(&(1..).zip(groups).map(stage).collect::<Vec<_>>())
    }

    fn order(model: &FunnelModel) -> Vec<(u32, StageGroup)> {
        model.lines.iter().map(|line| (line.key, line.draft.group)).collect()
    }

    #[test]
    fn a_line_is_put_anywhere_and_groups_keep_their_order() {
        let mut funnel = model(&[Unprocessed, InWork, InWork, Failed]);
        funnel.put(1, (InWork, 1));
        assert_eq!(order(&funnel), [(2, InWork), (1, InWork), (3, InWork), (4, Failed)]);
        funnel.put(4, (Unprocessed, 9));
        assert_eq!(order(&funnel)[0], (4, Unprocessed));
        funnel.put(2, (Successful, 0));
        assert_eq!(order(&funnel), [(4, Unprocessed), (1, InWork), (3, InWork), (2, Successful)]);
    }

    #[test]
    fn the_keyboard_walks_from_group_to_group_and_stays_at_the_ends() {
        let mut funnel = model(&[Unprocessed, InWork, Failed]);
        funnel.step(1, false);
        assert_eq!(funnel.place(1), Some((Unprocessed, 0)));
        for expected in [(InWork, 0), (InWork, 1), (Successful, 0), (Failed, 0), (Failed, 1), (Failed, 1)] {
            funnel.step(1, true);
            assert_eq!(funnel.place(1), Some(expected));
        }
        funnel.step(1, false);
        funnel.step(1, false);
        assert_eq!(funnel.place(1), Some((Successful, 0)));
    }

    #[test]
    fn a_new_stage_ends_its_group_in_a_colour_of_its_own() {
        let mut funnel = model(&[Unprocessed, InWork, Failed]);
        let key = funnel.add(InWork, "Новый этап".into());
        assert_eq!(funnel.place(key), Some((InWork, 1)));
        assert_eq!(funnel.line(key).expect("a line").draft.colour, Colour::preset(4));
        assert_eq!((funnel.beside(2), funnel.beside(3), funnel.beside(9)), (Some(key), Some(key), None));
        funnel.remove(2);
        assert_eq!(order(&funnel), [(1, Unprocessed), (key, InWork), (3, Failed)]);
        assert_eq!(funnel.key_at(1), Some(key));
    }

    #[test]
    fn a_stage_that_is_left_out_leaves_its_deals_to_another_one() {
        let mut funnel = model(&[Unprocessed, InWork, InWork, Failed]);
        let id = |number: u128| StageId::from(uuid::Uuid::from_u128(number));
        let deals = Some(BTreeMap::from([(id(2), 7), (id(1), 0)]));
        funnel.remove(2);
        assert_eq!((funnel.leaving(InWork, &deals), funnel.homeless(&deals)), (vec![2], Some(2)));
        let added = funnel.add(InWork, "Новый этап".into());
        funnel.bequeath(2, Some(added));
        assert_eq!(funnel.homeless(&deals), None);
        assert_eq!(funnel.drafts()[2].takes, [id(2)]);
        // The heir goes itself: the deals have no place again.
        funnel.remove(added);
        assert_eq!(funnel.homeless(&deals), Some(2));
        // A stage without deals asks nothing.
        funnel.remove(1);
        assert_eq!((funnel.leaving(Unprocessed, &deals), funnel.homeless(&deals)), (vec![], Some(2)));
        // To whoever may not know how many there are, each stage is one with deals.
        assert_eq!((funnel.leaving(Unprocessed, &None), funnel.homeless(&None)), (vec![1], Some(2)));
        funnel.restore(2);
        funnel.restore(1);
        assert_eq!(order(&funnel), [(1, Unprocessed), (2, InWork), (3, InWork), (4, Failed)]);
        assert!(funnel.drafts().iter().all(|draft| draft.takes.is_empty()));
    }
}
