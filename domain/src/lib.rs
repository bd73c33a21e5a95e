//! What things are: entities, value types, rules and rights of Voronka, the same in the browser and on the server.
//! No IO, no clock, no SQL, no HTTP, no Leptos. Suggested reading order:

pub mod access; // Actor, Right, scope
pub mod board_layout; // how the board looks
pub mod clients; // who buys
pub mod columns; // what of them is shown
pub mod comments; // what people say about a record
pub mod deals; // what is sold
pub mod error; // what a person may be told
pub mod events; // what happened
pub mod fields; // custom fields and their values
pub mod filter; // which records
pub mod ids; // what records are called by
pub mod import; // files that become records
pub mod live; // what changed just now
pub mod notifications; // what people are told
pub mod pipelines; // groups, stages
pub mod preferences; // how pages look to one person
pub mod roles; // what people may do
pub mod second_factor; // a code beside the password
pub mod security_log; // who came in, who was kept out
pub mod sessions; // where people are signed in
pub mod staff; // people as administrators see them
pub mod users; // people who sign in
pub mod workspaces; // a company and its settings

pub mod colour;
pub mod dates;
pub mod email;
pub mod lang;
pub mod money;
pub mod number;
pub mod percent;
pub mod phone;
pub mod search_text;
pub mod table_layout;
pub mod text;
pub mod zone;
