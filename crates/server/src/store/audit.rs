//! Who did what to which key: written by the database itself, in the transaction of the
//! change, so that there is never one without the other.

use std::future::Future;

use sqlx::{FromRow, SqliteConnection};

use super::{Store, StoreError};

/// Whom changes are put down to.
#[derive(Clone, Debug)]
pub(crate) struct Actor {
    pub(crate) kind: &'static str,
    pub(crate) id: Option<i64>,
    pub(crate) request_id: String,
}

tokio::task_local! {
    static ACTOR: Actor;
}

/// Runs `work`, whose changes are put down to `actor`.
pub(crate) async fn acting<F: Future>(actor: Actor, work: F) -> F::Output {
    ACTOR.scope(actor, work).await
}

/// One line of the audit log.
#[derive(Clone, Debug, FromRow)]
pub(crate) struct AuditEntry {
    pub(crate) id: i64,
    /// Microseconds since 1970.
    pub(crate) at: i64,
    pub(crate) actor: String,
    pub(crate) actor_id: Option<i64>,
    pub(crate) request_id: String,
    pub(crate) action: String,
    pub(crate) object: String,
    pub(crate) object_id: i64,
    pub(crate) hint: String,
    pub(crate) instance_id: Option<i64>,
}

/// What the writer's connection sees and does for itself. The actor is known to it alone,
/// so these cannot be part of the database file.
const PREPARE: &str = "
PRAGMA temp_store = MEMORY;
CREATE TEMP TABLE actor (kind TEXT NOT NULL, id INTEGER, request_id TEXT NOT NULL);
INSERT INTO actor VALUES ('command', NULL, '');
CREATE TEMP VIEW audit_line AS SELECT NULL AS action, NULL AS object, NULL AS object_id,
    NULL AS hint, NULL AS instance_id;
CREATE TEMP TRIGGER audit_line_written INSTEAD OF INSERT ON audit_line BEGIN
    INSERT INTO audit (at, actor, actor_id, request_id, action, object, object_id, hint, instance_id)
    SELECT CAST(unixepoch('subsec') * 1000000 AS INTEGER), kind, id, request_id,
        NEW.action, NEW.object, NEW.object_id, NEW.hint, NEW.instance_id FROM actor;
END;
CREATE TEMP TRIGGER account_key_set AFTER UPDATE OF key_lookup ON main.accounts BEGIN
    INSERT INTO audit_line VALUES (iif(OLD.key_hint = '', 'create', 'reset'), 'account_key', NEW.id, NEW.key_hint, NULL);
END;
CREATE TEMP TRIGGER password_set AFTER UPDATE OF password ON main.accounts BEGIN
    INSERT INTO audit_line VALUES ('change', 'password', NEW.id, '', NULL);
END;
CREATE TEMP TRIGGER api_key_set AFTER UPDATE OF key_lookup ON main.api_keys BEGIN
    INSERT INTO audit_line VALUES (iif(OLD.key_hint = '', 'create', 'reset'), 'api_key', NEW.id, NEW.key_hint, NEW.instance_id);
END;
CREATE TEMP TRIGGER api_key_flagged AFTER UPDATE OF ignore_acl, allow_user_create, allow_group_create,
        allow_anonymous_read ON main.api_keys BEGIN
    INSERT INTO audit_line VALUES ('change', 'api_key', NEW.id, NEW.key_hint, NEW.instance_id);
END;
CREATE TEMP TRIGGER api_key_gone AFTER DELETE ON main.api_keys BEGIN
    INSERT INTO audit_line VALUES ('delete', 'api_key', OLD.id, OLD.key_hint, OLD.instance_id);
END;
CREATE TEMP TRIGGER user_key_set AFTER UPDATE OF key_lookup ON main.users BEGIN
    INSERT INTO audit_line VALUES (iif(OLD.key_hint = '', 'create', 'reset'), 'user_key', NEW.id, NEW.key_hint, NEW.instance_id);
END;
CREATE TEMP TRIGGER user_gone AFTER DELETE ON main.users BEGIN
    INSERT INTO audit_line VALUES ('delete', 'user_key', OLD.id, OLD.key_hint, OLD.instance_id);
END;
CREATE TEMP TRIGGER role_given AFTER INSERT ON main.roles BEGIN
    INSERT INTO audit_line VALUES ('give ' || NEW.role, 'role', NEW.account_id, '', NEW.instance_id);
END;
CREATE TEMP TRIGGER role_changed AFTER UPDATE OF role ON main.roles BEGIN
    INSERT INTO audit_line VALUES ('give ' || NEW.role, 'role', NEW.account_id, '', NEW.instance_id);
END;
CREATE TEMP TRIGGER role_taken AFTER DELETE ON main.roles BEGIN
    INSERT INTO audit_line VALUES ('take', 'role', OLD.account_id, '', OLD.instance_id);
END;
";

/// Makes a new connection write the log.
pub(super) async fn prepare(connection: &mut SqliteConnection) -> Result<(), sqlx::Error> {
    sqlx::raw_sql(PREPARE).execute(&mut *connection).await?;
    name_actor(connection).await
}

/// Tells a connection for whom it is used next.
pub(super) async fn name_actor(connection: &mut SqliteConnection) -> Result<(), sqlx::Error> {
    let actor = ACTOR.try_with(Clone::clone).unwrap_or(Actor {
        kind: "command",
        id: None,
        request_id: String::new(),
    });
    sqlx::query("UPDATE temp.actor SET kind = ?, id = ?, request_id = ?")
        .bind(actor.kind)
        .bind(actor.id)
        .bind(actor.request_id)
        .execute(connection)
        .await?;
    Ok(())
}

impl Store {
    /// The log from its beginning, at most `limit` lines after number `after`.
    pub(crate) async fn audit(
        &self,
        after: i64,
        limit: i64,
    ) -> Result<Vec<AuditEntry>, StoreError> {
        Ok(
            sqlx::query_as("SELECT * FROM audit WHERE id > ? ORDER BY id LIMIT ?")
                .bind(after)
                .bind(limit)
                .fetch_all(&self.readers)
                .await?,
        )
    }
}
