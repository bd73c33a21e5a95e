//! The rights of a role as switches, grouped by what they are about.

use crate::i18n::t;
use domain::access::{Right, Rights};
use leptos::prelude::*;

/// Every right stands in one section; a test counts them.
const SECTIONS: [(&str, &[Right]); 5] = [
    (
        "clients",
        &[
            Right::CreateClients,
            Right::ViewClients,
            Right::EditClients,
            Right::EditPhone,
            Right::ChangeOwner,
            Right::DeleteClients,
            Right::Restore,
        ],
    ),
    ("deals", &[Right::CreateDeals, Right::ViewDeals, Right::EditDeals, Right::DeleteDeals]),
    ("tasks", &[Right::CreateTasks, Right::CreateTasksInBulk, Right::ViewTasks, Right::EditTasks, Right::DeleteTasks]),
    ("work", &[Right::Import, Right::Export, Right::SendSms, Right::Documents]),
    (
        "settings",
        &[
            Right::SetUpFunnel,
            Right::SetUpFields,
            Right::SetUpProcesses,
            Right::SetUpUsers,
            Right::SetUpCompany,
            Right::Billing,
        ],
    ),
];

/// What is said beside a right: that it decides nothing yet, or that it reaches further than its name.
fn said(right: Right) -> Option<&'static str> {
    match right {
        Right::SetUpUsers => Some("users.decides_sight"),
        right if !right.is_used() => Some("users.unused"),
        _ => None,
    }
}

/// The switches of these rights.
#[component]
pub fn Switches(rights: RwSignal<Rights>, disabled: bool) -> impl IntoView {
    let switch = move |right: Right| {
        let turn = move |event| {
            let on = event_target_checked(&event);
            rights.update(|rights| *rights = if on { rights.with(right) } else { rights.without(right) });
        };
        let said = said(right);
        let described = said.map(|_| format!("said-{}", right.key()));
        let said = described.clone().zip(said).map(|(id, key)| view! { <small class="muted" id=id>{t(key)}</small> });
        view! {
            <li>
                <label class="check">
                    <input type="checkbox" class="switch" role="switch" disabled=disabled aria-describedby=described
                        checked=rights.get_untracked().has(right) prop:checked=move || rights.get().has(right) on:change=turn/>
                    <span>{t(&format!("users.right.{}", right.key()))}</span>
                </label>
                {said}
            </li>
        }
    };
    let section = move |(name, of): (&'static str, &'static [Right])| {
        let id = format!("rights-{name}");
        let of_section = id.clone();
        view! {
            <section class="section" aria-labelledby=of_section>
                <header><h2 id=id>{t(&format!("users.rights_of.{name}"))}</h2></header>
                <ul class="rows">{of.iter().copied().map(switch).collect_view()}</ul>
            </section>
        }
    };
    SECTIONS.map(section).into_iter().collect_view()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_right_has_exactly_one_switch() {
        let all: Vec<Right> = SECTIONS.iter().flat_map(|(_, rights)| rights.iter().copied()).collect();
        assert_eq!(all.len(), Right::ALL.len());
        assert_eq!(all.into_iter().collect::<BTreeSet<_>>(), Right::ALL.iter().copied().collect());
    }
}
