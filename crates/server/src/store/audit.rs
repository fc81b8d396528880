//! Who did what to which key: written by the database itself, in the transaction of the
//! change, so that there is never one without the other.

use std::future::Future;

use sqlx::{FromRow, SqliteConnection};

use super::page::Window;
use super::{Instance, Store, StoreError};

/// Whom changes are put down to.
#[derive(Clone, Debug)]
pub(crate) struct Actor {
    pub(crate) kind: &'static str,
    pub(crate) id: Option<i64>,
    /// The end user whose key came with an API key.
    pub(crate) user_id: Option<i64>,
    pub(crate) request_id: String,
}

impl Actor {
    /// A command of the operator's.
    fn command() -> Self {
        Self {
            kind: "command",
            id: None,
            user_id: None,
            request_id: String::new(),
        }
    }

    /// The server by itself, on the occasion of a request.
    pub(crate) fn server(request_id: String) -> Self {
        Self {
            kind: "server",
            request_id,
            ..Self::command()
        }
    }
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
    pub(crate) actor_user_id: Option<i64>,
}

/// A line as those may read it whom it concerns.
#[derive(Clone, Debug, FromRow)]
pub(crate) struct SeenEntry {
    #[sqlx(flatten)]
    pub(crate) entry: AuditEntry,
    /// Of an account that the reader knows anyway.
    pub(crate) actor_email: Option<String>,
}

/// Lines with the e-mails of actors that have the role which the join names.
macro_rules! select_seen {
    ($join:literal, $order:literal) => {
        concat!(
            "SELECT l.*, a.email AS actor_email FROM audit l ",
            $join,
            " AND l.id > ? AND l.id < ? ORDER BY l.id ",
            $order,
            " LIMIT ?"
        )
    };
}

/// Those of an instance. Its administrators see each other's e-mails, and no others.
macro_rules! select_of_instance {
    ($order:literal) => {
        select_seen!(
            "LEFT JOIN roles r ON l.actor = 'account' AND r.account_id = l.actor_id \
             AND r.instance_id = l.instance_id LEFT JOIN accounts a ON a.id = r.account_id \
             WHERE l.instance_id = ?",
            $order
        )
    };
}

/// Those of an account's own key and password.
macro_rules! select_of_account {
    ($order:literal) => {
        select_seen!(
            "LEFT JOIN accounts a ON l.actor = 'account' AND a.id = l.actor_id \
             AND a.id = l.object_id \
             WHERE l.object IN ('account_key', 'password') AND l.object_id = ?",
            $order
        )
    };
}

/// What the writer's connection sees and does for itself. The actor is known to it alone,
/// so these cannot be part of the database file.
const PREPARE: &str = "
PRAGMA temp_store = MEMORY;
CREATE TEMP TABLE actor (kind TEXT NOT NULL, id INTEGER, user_id INTEGER, request_id TEXT NOT NULL);
INSERT INTO actor VALUES ('command', NULL, NULL, '');
CREATE TEMP VIEW audit_line AS SELECT NULL AS action, NULL AS object, NULL AS object_id,
    NULL AS hint, NULL AS instance_id;
CREATE TEMP TRIGGER audit_line_written INSTEAD OF INSERT ON audit_line BEGIN
    INSERT INTO audit (at, actor, actor_id, actor_user_id, request_id, action, object, object_id, hint, instance_id)
    SELECT CAST(unixepoch('subsec') * 1000000 AS INTEGER), kind, id, user_id, request_id,
        NEW.action, NEW.object, NEW.object_id, NEW.hint, NEW.instance_id FROM actor;
END;
CREATE TEMP TRIGGER account_key_set AFTER UPDATE OF key_lookup ON main.accounts BEGIN
    INSERT INTO audit_line VALUES (iif(OLD.key_hint = '', 'create', 'reset'), 'account_key', NEW.id, NEW.key_hint, NULL);
END;
CREATE TEMP TRIGGER password_set AFTER UPDATE OF password ON main.accounts BEGIN
    INSERT INTO audit_line SELECT iif(kind = 'server', 'rehash', 'change'), 'password', NEW.id, '', NULL FROM actor;
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
CREATE TEMP TRIGGER user_password_set AFTER UPDATE OF password ON main.users WHEN OLD.password <> NEW.password BEGIN
    INSERT INTO audit_line SELECT iif(kind = 'server', 'rehash', 'change'), 'user_password', NEW.id, '', NEW.instance_id FROM actor;
END;
CREATE TEMP TRIGGER user_gone AFTER DELETE ON main.users BEGIN
    INSERT INTO audit_line VALUES ('delete', 'user_key', OLD.id, OLD.key_hint, OLD.instance_id);
END;
CREATE TEMP TRIGGER role_given AFTER INSERT ON main.roles BEGIN
    INSERT INTO audit_line VALUES ('give ' || NEW.role, 'role', NEW.account_id, '', NEW.instance_id);
END;
CREATE TEMP TRIGGER role_changed AFTER UPDATE OF role ON main.roles WHEN OLD.role <> NEW.role BEGIN
    INSERT INTO audit_line VALUES ('give ' || NEW.role, 'role', NEW.account_id, '', NEW.instance_id);
END;
CREATE TEMP TRIGGER role_taken AFTER DELETE ON main.roles BEGIN
    INSERT INTO audit_line VALUES ('take', 'role', OLD.account_id, '', OLD.instance_id);
END;
CREATE TEMP TRIGGER invitation_key_set AFTER UPDATE OF key_lookup ON main.invitations BEGIN
    INSERT INTO audit_line VALUES ('create', 'invitation', NEW.id, NEW.key_hint, NEW.instance_id);
END;
CREATE TEMP TRIGGER invitation_changed AFTER UPDATE OF role ON main.invitations WHEN OLD.role <> NEW.role BEGIN
    INSERT INTO audit_line VALUES ('change', 'invitation', NEW.id, NEW.key_hint, NEW.instance_id);
END;
CREATE TEMP TRIGGER invitation_answered AFTER UPDATE OF state ON main.invitations BEGIN
    INSERT INTO audit_line VALUES (iif(NEW.state = 'accepted', 'accept', 'decline'), 'invitation', NEW.id, NEW.key_hint, NEW.instance_id);
END;
CREATE TEMP TRIGGER invitation_gone AFTER DELETE ON main.invitations BEGIN
    INSERT INTO audit_line VALUES ('delete', 'invitation', OLD.id, OLD.key_hint, OLD.instance_id);
END;
CREATE TEMP TRIGGER instance_made AFTER INSERT ON main.instances BEGIN
    INSERT INTO audit_line VALUES ('create', 'instance', NEW.id, '', NEW.id);
END;
CREATE TEMP TRIGGER instance_renamed AFTER UPDATE OF name ON main.instances WHEN OLD.name <> NEW.name BEGIN
    INSERT INTO audit_line VALUES ('rename', 'instance', NEW.id, '', NEW.id);
END;
CREATE TEMP TRIGGER instance_gone AFTER DELETE ON main.instances BEGIN
    INSERT INTO audit_line VALUES ('delete', 'instance', OLD.id, '', OLD.id);
END;
";

/// Makes a new connection write the log.
pub(super) async fn prepare(connection: &mut SqliteConnection) -> Result<(), sqlx::Error> {
    sqlx::raw_sql(PREPARE).execute(&mut *connection).await?;
    name_actor(connection).await
}

/// Tells a connection for whom it is used next.
pub(super) async fn name_actor(connection: &mut SqliteConnection) -> Result<(), sqlx::Error> {
    let actor = ACTOR
        .try_with(Clone::clone)
        .unwrap_or_else(|_| Actor::command());
    sqlx::query("UPDATE temp.actor SET kind = ?, id = ?, user_id = ?, request_id = ?")
        .bind(actor.kind)
        .bind(actor.id)
        .bind(actor.user_id)
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

    /// A page of the log of an instance.
    pub(crate) async fn audit_of_instance(
        &self,
        instance: &Instance,
        window: Window,
    ) -> Result<Vec<SeenEntry>, StoreError> {
        let sql = if window.ascending {
            select_of_instance!("ASC")
        } else {
            select_of_instance!("DESC")
        };
        self.seen_entries(sql, instance.id, window).await
    }

    /// A page of the log of an account's own key and password.
    pub(crate) async fn audit_of_account(
        &self,
        account_id: i64,
        window: Window,
    ) -> Result<Vec<SeenEntry>, StoreError> {
        let sql = if window.ascending {
            select_of_account!("ASC")
        } else {
            select_of_account!("DESC")
        };
        self.seen_entries(sql, account_id, window).await
    }

    async fn seen_entries(
        &self,
        sql: &'static str,
        id: i64,
        window: Window,
    ) -> Result<Vec<SeenEntry>, StoreError> {
        let found = sqlx::query_as(sql)
            .bind(id)
            .bind(window.above)
            .bind(window.below)
            .bind(window.limit)
            .fetch_all(&self.readers)
            .await?;
        Ok(window.arrange(found))
    }
}
