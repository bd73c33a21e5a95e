//! Identifiers: one type per noun, so that a deal's id can never be passed where a client's is meant.
//! New ones are born in `backend` only (UUID v7 needs a clock and randomness).

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), self.0)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::from_str(text).map($name)
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                $name(id)
            }
        }

        impl From<$name> for Uuid {
            fn from(id: $name) -> Uuid {
                id.0
            }
        }
    )+};
}

ids! {
    /// A company (Компания).
    WorkspaceId,
    /// A person who signs in (Пользователь).
    UserId,
    /// A role (Роль).
    RoleId,
    /// A group of people (Группа).
    GroupId,
    /// A session (Сеанс).
    SessionId,
    /// A letter (Письмо).
    LetterId,
    /// A notification (Уведомление).
    NotificationId,
    /// A client (Клиент).
    ClientId,
    /// A deal (Сделка).
    DealId,
    /// A stage of the deal pipeline (Этап).
    StageId,
    /// A custom field (Дополнительное поле).
    FieldId,
    /// One choice of a choice field (Вариант).
    OptionId,
    /// An event of the feed (Событие).
    EventId,
    /// A run of the import (Импорт).
    ImportId,
    /// One intent of a person, made in the browser: a repeated request is answered, not repeated.
    RequestId,
}
