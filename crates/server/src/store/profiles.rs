use super::page::Window;
use super::user_rows::{User, user_columns};
use super::{Instance, Store, StoreError};

/// Who looks at data objects.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Viewer {
    /// Sees them all.
    Everything,
    /// Sees what the user with this number may read.
    User(i64),
    /// Sees what everybody may read.
    Nobody,
}

/// The users whose profiles a viewer may read.
macro_rules! select_readable {
    ($rest:literal) => {
        concat!(
            "SELECT ",
            user_columns!(),
            " FROM users u WHERE u.instance_id = ? AND u.id > ? AND u.id < ? AND ",
            "(? OR u.other_permissions <> 'none' ",
            "OR (u.id = ? AND u.owner_permissions <> 'none') ",
            "OR (u.group_permissions <> 'none' AND u.group_id IN ",
            "(SELECT m.group_id FROM memberships m WHERE m.user_id = ?))) ",
            $rest
        )
    };
}

impl Store {
    /// A page of the users of an instance whose profiles a viewer may read.
    pub(crate) async fn readable_profiles(
        &self,
        instance: &Instance,
        viewer: Viewer,
        window: Window,
    ) -> Result<Vec<User>, StoreError> {
        let sql = if window.ascending {
            select_readable!("ORDER BY u.id ASC LIMIT ?")
        } else {
            select_readable!("ORDER BY u.id DESC LIMIT ?")
        };
        let user = match viewer {
            Viewer::User(id) => Some(id),
            Viewer::Everything | Viewer::Nobody => None,
        };
        let users = sqlx::query_as(sql)
            .bind(instance.id)
            .bind(window.above)
            .bind(window.below)
            .bind(matches!(viewer, Viewer::Everything))
            .bind(user)
            .bind(user)
            .bind(window.limit)
            .fetch_all(&self.readers)
            .await?;
        Ok(window.arrange(users))
    }
}
