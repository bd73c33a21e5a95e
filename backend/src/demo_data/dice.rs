//! Numbers that look random and are the same for the same seed (SplitMix64).

/// A small generator; not for secrets.
pub(crate) struct Dice(u64);

impl Dice {
    /// Begins with a seed.
    pub fn new(seed: u64) -> Self {
        Dice(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below the bound; zero when there is no room.
    pub fn below(&mut self, bound: usize) -> usize {
        if bound == 0 { 0 } else { (self.next() >> 11) as usize % bound }
    }

    /// True in so many cases of a hundred.
    pub fn percent(&mut self, cases: usize) -> bool {
        self.below(100) < cases
    }

    /// One of several, all alike.
    pub fn one_of<'a, T: ?Sized>(&mut self, items: &[&'a T]) -> &'a T {
        items[self.below(items.len())]
    }

    /// A place in a list; the first places are taken more often than the last.
    pub fn uneven(&mut self, length: usize) -> usize {
        let share = self.below(1_000) * self.below(1_000);
        share * length / 1_000_000
    }
}

#[cfg(test)]
mod tests {
    use super::Dice;

    #[test]
    fn the_same_seed_gives_the_same_numbers_and_another_one_others() {
        let numbers =
            |seed| (0..20).map(|_| ()).scan(Dice::new(seed), |dice, ()| Some(dice.below(1_000))).collect::<Vec<_>>();
        assert_eq!(numbers(1), numbers(1));
        assert_ne!(numbers(1), numbers(2));
    }

    #[test]
    fn first_places_are_taken_more_often_than_last_ones() {
        let mut dice = Dice::new(1);
        let mut taken = [0; 4];
        (0..4_000).for_each(|_| taken[dice.uneven(4)] += 1);
        assert!(taken[0] > 2 * taken[3] && taken[3] > 0, "{taken:?}");
    }
}
