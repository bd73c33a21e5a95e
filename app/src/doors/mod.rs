//! Pages before the sign-in: sign-in, set-up, sign-up, choice of a company. Plain forms that work without JavaScript,
//! rendered by the server alone; no server function is open to strangers.

mod code_page;
mod company_form;
mod enter_page;
mod forgot_page;
mod login_page;
mod page;
mod password_page;
mod trouble_page;

pub use code_page::CodePage;
pub use company_form::{CompanyForm, CompanyPage};
pub use enter_page::EnterPage;
pub use forgot_page::ForgotPage;
pub use login_page::LoginPage;
pub use page::render;
pub use password_page::{PasswordForm, PasswordPage};
pub use trouble_page::TroublePage;
