//! The dry run: everything that a run does up to the write, with exact counts and every problem.

use super::{
    check_plan,
    chunk::{Chunk, Records, Source},
    draft::Drafter,
    known::Known,
    mapping::Mapping,
    prepare, store, uploaded,
};
use crate::cx::Cx;
use domain::{
    access::Right,
    error::AppError,
    ids::{ImportId, StageId},
    import::{Creates, DryRun, ISSUES_PAGE, ImportPlan, Outcomes, RowIssue, StageCount, issues_page},
    pipelines::Stage,
};
use std::collections::BTreeMap;

/// What an import with this mapping would do; nothing is written.
pub async fn dry_run(cx: &Cx, id: ImportId, plan: ImportPlan) -> Result<DryRun, AppError> {
    let found = look_through(cx, id, plan, 0).await?;
    store::set_rows(cx, id, found.outcomes.rows).await?;
    Ok(found)
}

/// The issues that it would have in the rows after this one, a page of them.
pub async fn dry_run_issues(cx: &Cx, id: ImportId, plan: ImportPlan, after: u32) -> Result<Vec<RowIssue>, AppError> {
    Ok(look_through(cx, id, plan, after).await?.issues)
}

/// The rows after this one.
async fn look_through(cx: &Cx, id: ImportId, plan: ImportPlan, after: u32) -> Result<DryRun, AppError> {
    cx.require(Right::Import)?;
    let (import, file, _place) = uploaded(cx, id).await?;
    check_plan(&import, &plan)?;
    let (plan, creates, known) = rehearse(cx, plan).await?;
    let mapping = Mapping::of(cx, &known, &plan)?;
    let drafter = Drafter { mapping, known };
    let mut source = Source::open(cx.backend().desk(), (file, &import.file_name), (drafter, &plan), after).await?;
    let mut counted = Counted::default();
    while let Some(chunk) = source.next(cx).await? {
        counted.add(chunk, &source.drafter().known.stages);
    }
    Ok(counted.found(creates, &source.drafter().known.stages))
}

/// Creates what is missing in a transaction that is given up; its ids are good enough to check rows against.
async fn rehearse(cx: &Cx, plan: ImportPlan) -> Result<(ImportPlan, Creates, Known), AppError> {
    let mut tx = cx.begin_own().await?;
    let (plan, creates) = prepare::create_missing_in(&mut tx, plan).await?;
    let known = Known::load_in(&mut tx, plan.noun).await?;
    Ok((plan, creates, known))
}

struct Counted {
    found: DryRun,
    by_stage: BTreeMap<StageId, (u32, i64)>,
}

impl Default for Counted {
    fn default() -> Self {
        let found = DryRun {
            outcomes: Outcomes::default(),
            issues: Vec::new(),
            issues_total: 0,
            creates: Creates::default(),
            stages: Vec::new(),
        };
        Counted { found, by_stage: BTreeMap::new() }
    }
}

impl Counted {
    fn add(&mut self, chunk: Chunk, stages: &[Stage]) {
        let outcomes = &mut self.found.outcomes;
        outcomes.rows += chunk.progress.created + chunk.progress.failed;
        outcomes.created += chunk.progress.created;
        outcomes.failed += chunk.progress.failed;
        self.found.issues_total += chunk.progress.issues;
        let room = (ISSUES_PAGE + 1).saturating_sub(self.found.issues.len());
        self.found.issues.extend(chunk.issues.into_iter().take(room));
        let Records::Deals(deals, _) = chunk.records else { return };
        let first = stages.first().map(|stage| stage.id);
        for deal in deals {
            if let Some(stage) = deal.stage.or(first) {
                let total = self.by_stage.entry(stage).or_default();
                total.0 += 1;
                total.1 = total.1.saturating_add(deal.budget.unwrap_or(0));
            }
        }
    }

    fn found(self, creates: Creates, stages: &[Stage]) -> DryRun {
        let count = |stage: &Stage| {
            let (deals, amount) = *self.by_stage.get(&stage.id)?;
            Some(StageCount { name: stage.name.clone(), group: stage.group, deals, amount })
        };
        let stages = stages.iter().filter_map(count).collect();
        DryRun { creates, stages, issues: issues_page(self.found.issues), ..self.found }
    }
}
