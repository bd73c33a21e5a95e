//! What waits to be saved of a table's look, in order: one job is under way at a time. Pure.

use domain::table_layout::TableLayout;

/// One thing to be saved.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Job {
    /// A choice of the person's own.
    Save(TableLayout),
    /// A choice for everybody.
    SaveForAll(TableLayout),
    /// Back to the company's.
    Reset,
}

/// The jobs that wait, and whether one is under way.
#[derive(Debug, Default)]
pub(super) struct Jobs {
    waiting: Vec<Job>,
    busy: bool,
}

impl Jobs {
    /// One more; what waits anyway goes in one request.
    pub fn push(&mut self, job: Job) {
        match (self.waiting.last_mut(), job) {
            (Some(Job::Save(waiting)), Job::Save(new)) => *waiting = new.over(waiting),
            (_, job) => self.waiting.push(job),
        }
    }

    /// The next job to be done, unless one is under way.
    pub fn start(&mut self) -> Option<Job> {
        if self.busy || self.waiting.is_empty() {
            return None;
        }
        self.busy = true;
        Some(self.waiting.remove(0))
    }

    /// The job under way is done.
    pub fn done(&mut self) {
        self.busy = false;
    }

    /// The job under way failed. A choice is not lost by that: it goes with the next one.
    pub fn failed(&mut self, job: Job) {
        self.busy = false;
        if let Job::Save(failed) = job {
            match self.waiting.first_mut() {
                Some(Job::Save(later)) => *later = std::mem::take(later).over(&failed),
                _ => self.waiting.insert(0, Job::Save(failed)),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::table_layout::NAME;

    fn wide(width: u16) -> TableLayout {
        TableLayout { widths: vec![(NAME, width)], ..TableLayout::default() }
    }

    fn pinned(pinned: u8) -> TableLayout {
        TableLayout { pinned: Some(pinned), ..TableLayout::default() }
    }

    fn both(width: u16, pins: u8) -> TableLayout {
        TableLayout { pinned: Some(pins), ..wide(width) }
    }

    #[test]
    fn one_job_is_under_way_and_what_comes_meanwhile_goes_together() {
        let mut jobs = Jobs::default();
        jobs.push(Job::Save(wide(100)));
        assert_eq!(jobs.start(), Some(Job::Save(wide(100))));
        jobs.push(Job::Save(wide(200)));
        jobs.push(Job::Save(pinned(2)));
        jobs.push(Job::Save(wide(300)));
        assert_eq!(jobs.start(), None);
        jobs.done();
        assert_eq!(jobs.start(), Some(Job::Save(both(300, 2))));
        jobs.done();
        assert_eq!(jobs.start(), None);
    }

    #[test]
    fn a_reset_undoes_what_was_chosen_before_it_and_nothing_after() {
        let mut jobs = Jobs::default();
        for job in [Job::Save(wide(100)), Job::Reset, Job::Save(pinned(2))] {
            jobs.push(job);
        }
        for expected in [Job::Save(wide(100)), Job::Reset, Job::Save(pinned(2))] {
            assert_eq!(jobs.start(), Some(expected));
            jobs.done();
        }
    }

    #[test]
    fn what_failed_goes_with_the_next_choice_which_is_the_newer() {
        let mut jobs = Jobs::default();
        jobs.push(Job::Save(both(100, 1)));
        let failed = jobs.start().expect("a job");
        jobs.push(Job::Save(pinned(2)));
        jobs.failed(failed);
        assert_eq!(jobs.start(), Some(Job::Save(both(100, 2))));
        jobs.failed(Job::Save(both(100, 2)));
        jobs.push(Job::Reset);
        assert_eq!(jobs.start(), Some(Job::Save(both(100, 2))));
        jobs.failed(Job::SaveForAll(wide(1)));
        assert_eq!(jobs.start(), Some(Job::Reset), "what was for everybody is asked for again by hand");
    }
}
